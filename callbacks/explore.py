"""The address says what to see: read it, draw it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from dash import Dash, Input, Output, ctx
from dash.development.base_component import Component

from components import ids, notice
from components.legend import legend
from components.table import table
from lineage.address import Address, View, from_url, link
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.placement import place
from lineage.query import LineageQuery
from lineage.source import EntityCatalog, RememberingSource
from lineage.views.elements import Elements, elements
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain
from lineage.views.rows import rows
from lineage.views.summary import completeness, sentence

CARD_WIDTH = 132
CARD_HEIGHT = 82
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
    status: str
    completeness: str
    notice: list[Component]
    legend: list[Component]
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


def show(source: RememberingSource, catalog: EntityCatalog, *, search: str, anew: bool = False) -> Screen:
    """Return what the page shows at an address; `anew` reads it again even if it is remembered.

    Raises:
        LineageError: The address asks what cannot be asked, or nothing could be read.
    """
    address = from_url(search)
    if address.query is None:
        return _first_screen(address)
    if anew:
        source.forget(address.query)
    graph = source.read(address.query)
    catalog.describe_within(list(graph.vertices), seconds=NAMING_SECONDS)
    entities = catalog.known(graph.vertices)
    missing = catalog.undescribable(graph.vertices)
    return {
        "drawing": json.dumps(_drawing(graph, entities, address)),
        "status": sentence(graph, address.query, start=_start(graph, entities)),
        "completeness": completeness(graph, address.query),
        "notice": _unknown(address)
        + notice.warning("This answer is not complete", graph.reading.gaps, again=True),
        "legend": legend(_families(graph, entities)),
        "table": _table(graph, entities, address.query) if address.view is View.TABLE else [],
        "view": address.view,
        "named": len(entities) + len(missing) >= len(graph.vertices),
    }


def _first_screen(address: Address) -> Screen:
    return {
        "drawing": json.dumps(_NOTHING),
        "status": "Nothing asked yet.",
        "completeness": "",
        "notice": _unknown(address),
        "legend": [],
        "table": [],
        "view": View.GRAPH,
        "named": True,
    }


def _drawing(graph: LineageGraph, entities: Mapping[Arn, Entity], address: Address) -> Drawing:
    return {
        "key": f"{hash((address.query, graph.reading.finished)):x}",
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


def register(app: Dash, source: RememberingSource, catalog: EntityCatalog) -> None:
    """Draw at each change of the address, when it is asked again, and while names are on their way."""

    @app.callback(
        output={
            "drawing": Output(ids.DRAWING, "data"),
            "status": Output(ids.STATUS, "children"),
            "completeness": Output(ids.COMPLETENESS, "children"),
            "notice": Output(ids.NOTICE, "children"),
            "legend": Output(ids.LEGEND, "children"),
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
        return show(source, catalog, search=search or "", anew=ctx.triggered_id in {ids.ASKED, ids.RETRY})
