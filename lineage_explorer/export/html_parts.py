"""Parts of a saved page that are plain HTML.

All text that comes from elsewhere is escaped here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from html import escape

from lineage_explorer.graph.date_text import format_time
from lineage_explorer.graph.entity_names import add_type
from lineage_explorer.graph.entity_styles import FAMILY_TITLES, Family
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Vertex, split_arn
from lineage_explorer.questions.answer import Answer, ResultItem
from lineage_explorer.questions.registry import get_question
from lineage_explorer.views.decorators import END_CLASS, OFF_PATH_CLASS, ON_PATH_CLASS
from lineage_explorer.views.elements import Elements, Node
from lineage_explorer.views.legend_entries import Kind, count_kind
from lineage_explorer.views.table_rows import build_cells, list_column_titles, style_or_default


def summarize_page(
    graph: LineageGraph,
    hidden_kinds: Sequence[Kind] = (),
    summary: str = "",
    *,
    hidden: Collection[Arn] = (),
) -> str:
    """Return the summary of a page and the kinds it hides.

    For example "24 entities and 26 associations. Hidden: 4 entities (Job).".

    Args:
        graph: The graph of the page.
        hidden_kinds: The kinds that the page hides.
        hidden: Their vertices.
        summary: Summary to use instead of the numbers of entities and associations.
    """
    entities = _format_count(len(graph.vertices), "entity", "entities")
    summary = (
        summary or f"{entities} and {_format_count(len(graph.associations), 'association', 'associations')}."
    )
    counted = count_hidden(hidden_kinds, hidden)
    return f"{summary} {counted}." if counted else summary


def count_hidden(hidden_kinds: Sequence[Kind], hidden: Collection[Arn]) -> str:
    """Return how many entities are hidden, with their kinds.

    For example "Hidden: 4 entities (Job)"; empty if none is.
    """
    titles = ", ".join(kind.title for kind in hidden_kinds if kind.members.intersection(hidden))
    return f"Hidden: {_format_count(len(hidden), 'entity', 'entities')} ({titles})" if titles else ""


def render_gaps(gaps: Sequence[str]) -> str:
    """Return the gaps as HTML; empty if there are none."""
    if not gaps:
        return ""
    lines = "".join(f"<p>{escape(gap)}</p>" for gap in gaps)
    return f'<div class="notice warning" role="alert"><strong>Not complete</strong>{lines}</div>'


def render_legend(nodes: Sequence[Node]) -> str:
    """Return one entry for each drawn family, in pipeline order."""
    vertices = {
        family: [_get_vertex(node) for node in nodes if node["data"]["family"] == family] for family in Family
    }
    return "".join(
        f'<span class="family-{family}"><span class="swatch"></span>'
        f"{_render_counts(family, vertices[family])}</span>"
        for family in Family
        if vertices[family]
    )


def _get_vertex(node: Node) -> Vertex:
    data = node["data"]
    arn = Arn(data["id"])
    return Vertex(arn, split_arn(arn).lineage_type, data["type"] or None)


def _render_counts(family: Family, vertices: Sequence[Vertex]) -> str:
    """Return the titles of a family with their numbers.

    For example "Model 12 · Model group 1".
    """
    return " · ".join(
        f'{escape(count.title)}<span class="count">{count.total}</span>'
        for count in count_kind(FAMILY_TITLES[family], vertices, ())
    )


def render_entity_list(elements: Elements) -> str:
    """Return the list of entities that accompanies the graph.

    It has one row for each entity, from left to right, and can be used with the keyboard.
    """
    incoming = Counter(edge["data"]["target"] for edge in elements["edges"])
    outgoing = Counter(edge["data"]["source"] for edge in elements["edges"])
    return "\n".join(
        _render_entity(node, incoming[node["data"]["id"]], outgoing[node["data"]["id"]])
        for node in elements["nodes"]
    )


def render_badge(icon: str, family: str) -> str:
    """Return the icon in front of a name, in its family's color."""
    drawing = f'<span class="icon" style="--icon: var(--icon-{escape(icon)})" aria-hidden="true"></span>'
    return f'<span class="badge family-{escape(family)}">{drawing}</span>'


def _render_entity(node: Node, incoming: int, outgoing: int) -> str:
    data = node["data"]
    classes = set(node["classes"].split())
    chips = "".join(f'<span class="chip">{text}</span>' for text in _list_chips(data["role"], classes))
    role = " ".join([data["role"], *(classes & {OFF_PATH_CLASS})])
    small = escape(add_type(data["type_title"], data["subtitle"]))
    return (
        f'<li><button type="button" data-arn="{escape(data["id"])}" class="{escape(role)}">'
        f"{render_badge(data['icon'], data['family'])}"
        f'<span class="name"><bdi>{escape(data["title"])}</bdi><small>{small}</small></span>{chips}'
        f'<span class="unseen">{incoming} upstream, {outgoing} downstream</span></button></li>'
    )


def _list_chips(role: str, classes: Collection[str]) -> Iterator[str]:
    """Yield the chips that mark an entity's special role.

    An entity is special as the start or on a highlighted path.
    """
    if role == "start":
        yield "Start"
    if ON_PATH_CLASS in classes:
        yield "Path end" if END_CLASS in classes else "On a path"


def _format_count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}"


def merge_gaps(answer: Answer | None, read_gaps: Iterable[str]) -> tuple[str, ...]:
    """Return the gaps of an answer and of the read, without duplicates."""
    return tuple(dict.fromkeys((*(answer.gaps if answer else ()), *read_gaps)))


def render_answer(answer: Answer | None) -> str:
    """Return a question and its answer as HTML.

    It can be read and printed where no script runs.
    """
    if answer is None:
        return ""
    wording = escape(get_question(answer.question_slug).wording)
    return (
        f'<section id="answer" aria-label="Answer"><div data-question="{escape(answer.question_slug)}" '
        f'data-count="{len(answer.items)}"><p class="eyebrow">{wording}</p>'
        f"<h2>{escape(answer.sentence)}</h2>{_render_items(answer.items)}</div></section>"
    )


def format_origin(read_at: datetime, place: str, completeness: Iterable[str], *, word: str = "Read") -> str:
    """Return the time of the read, the address and the completeness.

    The address shows the current state of the same graph; there may be none.
    """
    text = f"{word} {format_time(read_at)}"
    if place:
        text = f"{text} from {place}"
    return escape(" · ".join((text, *completeness)))


def format_data_attributes(**values: str) -> str:
    """Return `data-*` attributes, from which the page's script makes its print.

    >>> format_data_attributes(read="2026-04-15", account="Demo & more")
    'data-read="2026-04-15" data-account="Demo &amp; more"'
    """
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in values.items())


def _render_items(items: tuple[ResultItem, ...]) -> str:
    """Return the result items of an answer as an HTML table.

    The table can be collapsed, so that the graph has all the space.
    """
    if not items:
        return ""
    columns = list_column_titles(items)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(_render_item(item, columns) for item in items)
    return (
        f"<details open><summary>The answer as a list ({len(items):,}), times in UTC</summary>"
        f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>'
    )


def _render_item(item: ResultItem, columns: Iterable[str]) -> str:
    attribute = "arn" if item.arn else "value"
    return f'<tr data-{attribute}="{escape(item.identifier)}">{"".join(_render_cells(item, columns))}</tr>'


def _render_cells(item: ResultItem, columns: Iterable[str]) -> Iterator[str]:
    style, texts = style_or_default(item), build_cells(item)
    for column in columns:
        text = escape(texts[column])
        if column == "Name":
            badge = render_badge(style.icon, style.color)
            small = f"<small>{escape(item.subtitle)}</small>" if item.subtitle else ""
            name = f"<bdi>{text}</bdi>{small}"
            entity = f'{badge}<span class="titled" title="{escape(item.identifier)}">{name}</span>'
            yield f'<th scope="row"><div class="entity">{entity}</div></th>'
        elif column == "Source":
            yield f'<td><div class="source"><bdi>{text}</bdi></div></td>'
        else:
            yield f'<td class="number">{text}</td>' if column == "When" else f"<td>{text}</td>"
