"""The parts of a saved page that are plain HTML; every text from elsewhere is escaped here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from html import escape

from lineage.graph import LineageGraph
from lineage.views.elements import Elements, Node
from lineage.views.kinds import Kind
from lineage.views.lighting import ASIDE, END, ON
from lineage.views.looks import FAMILY_TITLES, Family


def sentence(graph: LineageGraph, hidden: Sequence[Kind] = (), told: str = "") -> str:
    """Say what a page is about, for example "24 entities and 26 associations. Hidden: Job.".

    Args:
        graph: What it shows.
        hidden: What it leaves out of that.
        told: What to say instead of how much it shows.
    """
    entities = _count(len(graph.vertices), "entity", "entities")
    told = told or f"{entities} and {_count(len(graph.associations), 'association', 'associations')}."
    return f"{told} Hidden: {', '.join(kind.title for kind in hidden)}." if hidden else told


def notice(gaps: Sequence[str]) -> str:
    """Return what a reader is not seeing; nothing when they see everything."""
    if not gaps:
        return ""
    lines = "".join(f"<p>{escape(gap)}</p>" for gap in gaps)
    return (
        f'<div class="notice warning" role="alert"><strong>This answer is not complete</strong>{lines}</div>'
    )


def legend(nodes: Sequence[Node]) -> str:
    """Return one entry a family that is drawn, in the order of a pipeline."""
    counts = Counter(node["data"]["family"] for node in nodes)
    return "".join(
        f'<span class="family-{family}"><span class="swatch"></span>{FAMILY_TITLES[family]}'
        f'<span class="count">{counts[family]}</span></span>'
        for family in Family
        if counts[family]
    )


def rows(drawn: Elements) -> str:
    """Return the picture's twin: one row an entity, from left to right, that the keyboard can walk."""
    came_in = Counter(edge["data"]["target"] for edge in drawn["edges"])
    went_out = Counter(edge["data"]["source"] for edge in drawn["edges"])
    return "\n".join(
        _row(node, came_in[node["data"]["id"]], went_out[node["data"]["id"]]) for node in drawn["nodes"]
    )


def badge(icon: str, family: str) -> str:
    """Return the small drawing that stands before a name, in its family's colour."""
    drawn = f'<span class="icon" style="--icon: var(--icon-{escape(icon)})" aria-hidden="true"></span>'
    return f'<span class="badge family-{escape(family)}">{drawn}</span>'


def _row(node: Node, came_in: int, went_out: int) -> str:
    data = node["data"]
    classes = set(node["classes"].split())
    chips = "".join(f'<span class="chip">{text}</span>' for text in _chips(data["role"], classes))
    role = " ".join([data["role"], *(classes & {ASIDE})])
    return (
        f'<li><button type="button" data-arn="{escape(data["id"])}" class="{escape(role)}">'
        f"{badge(data['icon'], data['family'])}"
        f'<span class="name">{escape(data["name"])}<small>{escape(data["title"])}</small></span>{chips}'
        f'<span class="unseen">{came_in} in, {went_out} out</span></button></li>'
    )


def _chips(role: str, classes: Collection[str]) -> Iterator[str]:
    """Yield what is remarkable about an entity's place in the picture."""
    if role == "start":
        yield "Start"
    if ON in classes:
        yield "Path end" if END in classes else "On a path"


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
