"""The address says what to see: read it, and return everything that follows from it."""

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
    """How far reading has got; `more` where the page is to ask again."""

    pages: int
    entities: int
    more: bool


class Screen(TypedDict):
    """Everything that follows from the address, but the facts of the focus.

    Attributes:
        view, lens, lines: The main view, and what its colours and lines tell.
        named: Whether every vertex has the name that it will have.
        read: When the answer was read, as ISO 8601; empty where there is none.
        progress: How far reading has got; None where it has ended.
        welcome: The first screen; None where it is not shown.
        form: What each control shows, by its id.
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
    """Return what the page shows at an address, as far as it was read.

    Args:
        reader: Whom to ask.
        search: The address.
        looking: What the page shows and wants.

    Raises:
        LineageError: The address asks what cannot be asked, or nothing could be read.
    """
    address = from_url(search)
    scene = staged(reader, address, looking=looking)
    if scene is None:
        return first(reader, address)
    return scene if isinstance(scene, Awaited) else whole(scene)


def whole(scene: Scene) -> Screen:
    """Return everything that the page shows of what was read and placed; a pure function."""
    address, query, found = scene.address, scene.query, scene.found
    picture, ways = scene.picture, scene.ways
    graph, answer, entities = found.graph, found.answer, found.entities
    shaded = shades(graph, entities, address.lens)
    via = vias(spans(picture.rest, picture.cards), entities)
    drawn = marked(
        grouped_elements(picture.cards, entities, scene.placement, via), found.seen, address.extent
    )
    drawn = seen(drawn, picture.cards, address, shaded, ways)
    told = answer.sentence if answer else sentence(found.seen.asked, query, start=found.start)
    told += added(found.seen)
    return {
        "drawing": drawing(found, address, placement=scene.where, elements=drawn),
        "status": _status(told, query, address, nothing=not answer and len(graph.vertices) == 1),
        "completeness": completeness_line(
            (
                *completeness(
                    found.seen,
                    address,
                    unnamed=found.unnamed,
                    undescribed=scene.undescribed,
                    described=scene.described,
                ),
                *how_many(picture, address),
            ),
            link=link,
        ),
        "notice": _unknown(address, ignored(picture, address))
        + missing(graph, address.between, ways)
        + notice.warning("This answer is not complete", graph.reading.gaps, again=True),
        "legend": legend_of(picture, shaded, address)
        + _strokes(graph, address)
        + _closers(found, picture.cards.opened, address),
        "answer": _panel(answer, address) if answer else [],
        "table": _table(found, picture, address) if address.view is View.TABLE else [],
        **path_panel(found, address, ways),
        "view": address.view,
        "lens": address.lens,
        "lines": address.lines,
        "named": not found.unnamed,
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


def _status(told: str, query: LineageQuery, address: Address, *, nothing: bool) -> list[str | Component]:
    """Return the sentence; where nothing was found, with what to try instead."""
    wide = wider(query) if nothing else None
    if wide is None:
        return [told]
    words, wider_query = wide
    return [f"{told} ", dcc.Link(words, href=link(address.asking(wider_query)))]


def _panel(answer: Answer, address: Address) -> list[Component]:
    return answer_panel(
        answer,
        wording=by_slug(answer.slug).wording,
        code=as_python(answer.requests),
        link=lambda arn: link(address.refocused(arn)),
        ask=lambda wider: link(address.asking(wider)),
    )


def first(reader: Reader, address: Address) -> Screen:
    """Return what the page shows where nothing is asked."""
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


def _unknown(address: Address, hiding: Sequence[str] = ()) -> list[Component]:
    return notice.warning(
        "Part of the address was ignored",
        [
            f"“{name}” means nothing to this page; the rest of the address is shown."
            for name in address.unknown
        ]
        + [*hiding],
    )


def _strokes(graph: LineageGraph, address: Address) -> list[Component]:
    """Return what lines mean, where they tell it."""
    return lines(strokes(graph)) if address.lines is Lines.ASSOCIATION else []


def _closers(found: Found, opened: Sequence[Group], address: Address) -> list[Component]:
    """Return a link for each open group that closes it."""
    closers = []
    for group in opened:
        title = stacked_look(group, found.graph.vertices[group.members[0]], found.entities).title
        others = tuple(name for name in address.opened if name != group.id)
        closers.append(closer(title, href=link(replace(address, opened=others))))
    return closers


def _table(found: Found, picture: Picture, address: Address) -> Component:
    return table(
        rows(picture.rest.graph, found.entities),
        link=lambda arn: link(address.refocused(arn)),
        filtered=bool(address.query and address.query.filters),
    )
