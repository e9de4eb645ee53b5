"""Content of the whole page, derived from the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict

from dash import dcc
from dash.development.base_component import Component

from callbacks.explore.connecting import missing, path_panel
from callbacks.explore.drawing import NOTHING, Drawing, drawing, seen
from callbacks.explore.first import first_screen
from callbacks.explore.form import values
from callbacks.explore.hidden import how_many, ignored, legend_of
from callbacks.explore.picture import Picture
from callbacks.explore.reading import NEWCOMER, Awaited, Found, Looking, Reader
from callbacks.explore.scene import Scene, staged
from components import notice
from components.answer import answer as answer_panel
from components.completeness import completeness_line
from components.groups import closer
from components.lines import lines
from components.table import table
from lineage.address import Address, View, from_url, link
from lineage.answer import Answer
from lineage.graph import LineageGraph
from lineage.lens import Lens, Lines
from lineage.query import LineageQuery
from lineage.questions import by_slug
from lineage.views.asked import as_python
from lineage.views.completeness import completeness
from lineage.views.elements import grouped_elements
from lineage.views.hiding import spans
from lineage.views.lenses import shades
from lineage.views.lines import strokes
from lineage.views.marks import marked
from lineage.views.rows import rows
from lineage.views.siblings import Group
from lineage.views.stacks import stacked_look
from lineage.views.summary import added, sentence, wider
from lineage.views.vias import vias


class Progress(TypedDict):
    """Progress of reading.

    Attributes:
        pages: Number of result pages read so far.
        entities: Number of entities read so far.
        more: Whether the page should ask again.
    """

    pages: int
    entities: int
    more: bool


class Screen(TypedDict):
    """Content of the page, except the facts about the focus.

    Attributes:
        view, lens, lines: The main view, its color mode, and its line style.
        named: Whether every vertex has its final name.
        read: Time at which the graph was read, as ISO 8601; empty without a graph.
        progress: Progress of reading; None if it has ended.
        welcome: The first screen; None if it is not shown.
        form: Value of each control, by its id.
    """

    drawing: Drawing
    status: list[str | Component]
    completeness: list[Component]
    notice: list[Component]
    legend: list[Component]
    answer: list[Component]
    table: Component | list[Component]
    paths_told: list[Component]
    paths: list[Component]
    view: str
    lens: str
    lines: str
    named: bool
    read: str
    progress: Progress | None
    welcome: list[Component] | None
    form: dict[str, Any]


def show(reader: Reader, *, search: str, looking: Looking = NEWCOMER) -> Screen | Awaited:
    """Return the content of the page as read so far.

    Args:
        reader: The services.
        search: The address as a query string.
        looking: State of the page.

    Raises:
        LineageError: The address is invalid, or nothing could be read.
    """
    address = from_url(search)
    view = staged(reader, address, looking=looking)
    if view is None:
        return first(reader, address)
    return view if isinstance(view, Awaited) else whole(view)


def whole(scene: Scene) -> Screen:
    """Render the content of the page; a pure function."""
    address, query, loaded = scene.address, scene.query, scene.found
    visible, found_paths = scene.picture, scene.ways
    graph, answer, entities = loaded.graph, loaded.answer, loaded.entities
    vertex_shades = shades(graph, entities, address.lens)
    bridge_labels = vias(spans(visible.rest, visible.cards), entities)
    drawn_elements = marked(
        grouped_elements(visible.cards, entities, scene.placement, bridge_labels), loaded.seen, address.extent
    )
    drawn_elements = seen(drawn_elements, visible.cards, address, vertex_shades, found_paths)
    summary = answer.sentence if answer else sentence(loaded.seen.asked, query, start=loaded.start)
    summary += added(loaded.seen)
    return {
        "drawing": drawing(loaded, address, placement=scene.where, elements=drawn_elements),
        "status": _status(summary, query, address, is_empty=not answer and len(graph.vertices) == 1),
        "completeness": completeness_line(
            (
                *completeness(
                    loaded.seen,
                    address,
                    unnamed=loaded.unnamed,
                    undescribed=scene.undescribed,
                    described=scene.described,
                ),
                *how_many(visible, address),
            ),
            link=link,
        ),
        "notice": _unknown(address, ignored(visible, address))
        + missing(graph, address.between, found_paths)
        + notice.warning("This answer is not complete", graph.reading.gaps, again=True),
        "legend": legend_of(visible, vertex_shades, address)
        + _strokes(graph, address)
        + _closers(loaded, visible.cards.opened, address),
        "answer": _panel(answer, address) if answer else [],
        "table": _table(loaded, visible, address) if address.view is View.TABLE else [],
        **path_panel(loaded, address, found_paths),
        "view": address.view,
        "lens": address.lens,
        "lines": address.lines,
        "named": not loaded.unnamed,
        "read": graph.reading.finished.isoformat(),
        "progress": _progress(graph, stopped=scene.stopped),
        "welcome": None,
        "form": values(query),
    }


def _progress(graph: LineageGraph, *, stopped: bool) -> Progress | None:
    if not graph.reading.more:
        return None
    pages, entities = graph.reading.pages, len(graph.vertices)
    return {"pages": pages, "entities": entities, "more": not stopped}


def _status(summary: str, query: LineageQuery, address: Address, *, is_empty: bool) -> list[str | Component]:
    """Return the summary; for an empty result, with a wider query."""
    suggestion = wider(query) if is_empty else None
    if suggestion is None:
        return [summary]
    words, wider_query = suggestion
    return [f"{summary} ", dcc.Link(words, href=link(address.asking(wider_query)))]


def _panel(answer: Answer, address: Address) -> list[Component]:
    return answer_panel(
        answer,
        wording=by_slug(answer.slug).wording,
        code=as_python(answer.requests),
        link=lambda arn: link(address.refocused(arn)),
        ask=lambda wider: link(address.asking(wider)),
    )


def first(reader: Reader, address: Address) -> Screen:
    """Render the content of the page without a query."""
    return {
        "drawing": NOTHING,
        "status": ["Nothing asked yet."],
        "completeness": [],
        "notice": _unknown(address),
        "legend": [],
        "answer": [],
        "table": [],
        "paths_told": [],
        "paths": [],
        "view": View.GRAPH,
        "lens": Lens.TYPE,
        "lines": Lines.PLAIN,
        "named": True,
        "read": "",
        "progress": None,
        "welcome": first_screen(reader.catalog, reader.account, share=reader.share),
        "form": values(None),
    }


def _unknown(address: Address, extra_sentences: Sequence[str] = ()) -> list[Component]:
    return notice.warning(
        "Part of the address was ignored",
        [
            f"“{name}” means nothing to this page; the rest of the address is shown."
            for name in address.unknown
        ]
        + [*extra_sentences],
    )


def _strokes(graph: LineageGraph, address: Address) -> list[Component]:
    """Return the legend of line styles, if lines show association types."""
    return lines(strokes(graph)) if address.lines is Lines.ASSOCIATION else []


def _closers(loaded: Found, open_groups: Sequence[Group], address: Address) -> list[Component]:
    """Return a link for each open group that closes it."""
    links = []
    for group in open_groups:
        title = stacked_look(group, loaded.graph.vertices[group.members[0]], loaded.entities).title
        others = tuple(name for name in address.opened if name != group.id)
        links.append(closer(title, href=link(replace(address, opened=others))))
    return links


def _table(loaded: Found, visible: Picture, address: Address) -> Component:
    return table(
        rows(visible.rest.graph, loaded.entities),
        link=lambda arn: link(address.refocused(arn)),
        filtered=bool(address.query and address.query.filters),
    )
