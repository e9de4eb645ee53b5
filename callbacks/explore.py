"""The address says what to see: read it, draw it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, TypedDict

from dash import Dash, Input, Output, ctx, dcc
from dash.development.base_component import Component

from components import ids, notice
from components.answer import answer as answer_panel
from components.legend import legend
from components.table import table
from lineage.address import Address, View, from_url, link
from lineage.answer import Answer
from lineage.cache import RememberedAnswers
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.pages import CARD_HEIGHT, CARD_WIDTH
from lineage.placement import place
from lineage.query import LineageQuery
from lineage.questions import by_slug
from lineage.source import EntityCatalog, RememberingSource
from lineage.views.asked import as_python
from lineage.views.elements import Elements, elements
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain
from lineage.views.rows import rows
from lineage.views.summary import completeness, sentence, wider

NAMING_SECONDS = 0.3
"""How long a picture may wait for names; the others follow while it is looked at."""


State = Literal["idle", "empty", "partial", "complete"]


class Drawing(TypedDict):
    """What the browser draws; `elements` is None on the first screen.

    Attributes:
        key: Another for each answer, the same while its names arrive.
        vertices, associations: How many were read.
    """

    key: str
    state: State
    view: str
    start: str
    vertices: int
    associations: int
    elements: Elements | None


class Screen(TypedDict):
    """Everything that follows from the address, but the form and the facts.

    Attributes:
        drawing: A `Drawing` as JSON text: Dash compares, copies and walks whatever else a store holds.
    """

    drawing: str
    status: list[str | Component]
    completeness: str
    notice: list[Component]
    legend: list[Component]
    answer: list[Component]
    table: Component | list[Component]
    view: str
    named: bool


_NOTHING: Drawing = {
    "key": "",
    "state": "idle",
    "view": View.GRAPH,
    "start": "",
    "vertices": 0,
    "associations": 0,
    "elements": None,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom this module asks: lineage, single entities, and the questions about them."""

    source: RememberingSource
    catalog: EntityCatalog
    answers: RememberedAnswers


def show(reader: Reader, *, search: str, anew: bool = False) -> Screen:
    """Return what the page shows at an address; `anew` reads it again even if it is remembered.

    Raises:
        LineageError: The address asks what cannot be asked, or nothing could be read.
    """
    address = from_url(search)
    query = address.query
    if query is None:
        return _first_screen(address)
    answer = _answer(reader, address, query, anew=anew)
    graph = answer.graph if answer else None
    if graph is None:
        graph = _graph(reader.source, query, anew=anew)
    reader.catalog.describe_within(list(graph.vertices), seconds=NAMING_SECONDS)
    entities = reader.catalog.known(graph.vertices)
    unnamed = len(graph.vertices) - len(entities) - len(reader.catalog.undescribable(graph.vertices))
    told = answer.sentence if answer else sentence(graph, query, start=_start(graph, entities))
    return {
        "drawing": json.dumps(_drawing(graph, entities, address)),
        "status": _status(told, query, address.view, nothing=not answer and len(graph.vertices) == 1),
        "completeness": completeness(graph, query, unnamed=unnamed),
        "notice": _unknown(address)
        + notice.warning("This answer is not complete", graph.reading.gaps, again=True),
        "legend": legend(_families(graph, entities)),
        "answer": _panel(answer, query, address.view) if answer else [],
        "table": _table(graph, entities, query) if address.view is View.TABLE else [],
        "view": address.view,
        "named": not unnamed,
    }


def _status(told: str, query: LineageQuery, view: View, *, nothing: bool) -> list[str | Component]:
    """Return the sentence; where nothing was found, with what to try instead."""
    wide = wider(query) if nothing else None
    if wide is None:
        return [told]
    words, wider_query = wide
    return [f"{told} ", dcc.Link(words, href=link(wider_query, view))]


def _graph(source: RememberingSource, query: LineageQuery, *, anew: bool) -> LineageGraph:
    if anew:
        source.forget(query)
    return source.read(query)


def _answer(reader: Reader, address: Address, query: LineageQuery, *, anew: bool) -> Answer | None:
    if address.slug is None:
        return None
    question = by_slug(address.slug)
    if anew:
        reader.answers.forget(question, query.start, depth=query.depth)
    return reader.answers.ask(question, query.start, depth=query.depth)


def _panel(answer: Answer, query: LineageQuery, view: View) -> list[Component]:
    return answer_panel(
        answer,
        wording=by_slug(answer.slug).wording,
        code=as_python(answer.requests),
        link=lambda arn: link(query.refocused(arn), view),
        ask=lambda wider: link(wider, view),
    )


def _first_screen(address: Address) -> Screen:
    return {
        "drawing": json.dumps(_NOTHING),
        "status": ["Nothing asked yet."],
        "completeness": "",
        "notice": _unknown(address),
        "legend": [],
        "answer": [],
        "table": [],
        "view": View.GRAPH,
        "named": True,
    }


def _drawing(graph: LineageGraph, entities: Mapping[Arn, Entity], address: Address) -> Drawing:
    return {
        "key": sha256(f"{address} {graph.reading.finished}".encode()).hexdigest()[:12],
        "state": _state(graph),
        "view": address.view,
        "start": graph.start,
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "elements": elements(graph, entities, place(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)),
    }


def _state(graph: LineageGraph) -> State:
    if graph.reading.gaps:
        return "partial"
    return "complete" if len(graph.vertices) > 1 else "empty"


def _start(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> str:
    entity = entities.get(graph.start)
    title = look_of(graph.vertices[graph.start], entity).title
    return f"{title[0].lower()}{title[1:]} {plain(name_of(graph.start, entity))}"


def _unknown(address: Address) -> list[Component]:
    return notice.warning(
        "Part of the address was ignored",
        [
            f"“{name}” means nothing to this page; the rest of the address is shown."
            for name in address.unknown
        ],
    )


def _families(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> Counter[Any]:
    return Counter(look_of(vertex, entities.get(arn)).family for arn, vertex in graph.vertices.items())


def _table(graph: LineageGraph, entities: Mapping[Arn, Entity], query: LineageQuery) -> Component:
    return table(
        rows(graph, entities),
        link=lambda arn: link(query.refocused(arn), View.TABLE),
        filtered=bool(query.filters),
    )


def register(app: Dash, reader: Reader) -> None:
    """Draw at each change of the address, when it is asked again, and while names are on their way."""

    @app.callback(
        output={
            "drawing": Output(ids.DRAWING, "data"),
            "status": Output(ids.STATUS, "children"),
            "completeness": Output(ids.COMPLETENESS, "children"),
            "notice": Output(ids.NOTICE, "children"),
            "legend": Output(ids.LEGEND, "children"),
            "answer": Output(ids.ANSWER, "children"),
            "table": Output(ids.TABLE, "children"),
            "view": Output(ids.VIEW, "value"),
            "named": Output(ids.NAMING, "disabled"),
        },
        inputs={
            "search": Input(ids.ADDRESS, "search"),
            "_asked": Input(ids.ASKED, "data"),
            "_again": Input(ids.RETRY, "n_clicks"),
            "_tick": Input(ids.NAMING, "n_intervals"),
        },
    )
    def on_address(search: str | None, _asked: object, _again: object, _tick: object) -> Screen:
        return show(reader, search=search or "", anew=ctx.triggered_id in {ids.ASKED, ids.RETRY})
