"""The facts of the focus, asked for once the picture is drawn: rendering them would hold it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from dash import ClientsideFunction, Dash, Input, NoUpdate, Output, State, no_update
from dash.development.base_component import Component

from components import ids
from components.details import Card, details
from components.markup import markup
from lineage.address import from_url, link
from lineage.errors import InvalidQuery, SourceError
from lineage.model import Arn, Vertex, split_arn
from lineage.questions import fitting
from lineage.source import EntityCatalog, Neighbour, Neighbours
from lineage.views.console import console_url
from lineage.views.facts import sections
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain
from sharing.door import Door

NAMING_SECONDS = 0.3
"""How long the facts may wait for the names of neighbours that have none of their own."""

_Read = TypeVar("_Read")


def card(catalog: EntityCatalog, arn: Arn) -> Card:
    """Return what can be read of an entity; each part that cannot is left out and named."""
    gaps: list[str] = []
    entity = _tried(lambda: catalog.describe(arn), gaps)
    lineage_type = split_arn(arn).lineage_type
    return Card(
        arn=arn,
        name=plain(name_of(arn, entity)),
        look=look_of(Vertex(arn, lineage_type, entity.type if entity else None), entity),
        sections=sections(entity) if entity else (),
        console=console_url(entity) if entity else None,
        questions=fitting(entity or Vertex(arn, lineage_type)),
        tags=_tried(lambda: catalog.tags(arn), gaps),
        neighbours=_tried(lambda: _neighbours(catalog, arn), gaps),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _neighbours(catalog: EntityCatalog, arn: Arn) -> Neighbours:
    """Return the neighbours, those that have no name called by their source."""
    found = catalog.neighbours(arn)
    nameless = [item.arn for item in (*found.incoming, *found.outgoing) if not item.name]
    known = catalog.describe_within(nameless, seconds=NAMING_SECONDS)

    def named(items: Sequence[Neighbour]) -> tuple[Neighbour, ...]:
        names = (plain(item.name or name_of(item.arn, known.get(item.arn))) for item in items)
        return tuple(replace(item, name=name) for item, name in zip(items, names, strict=True))

    return Neighbours(named(found.incoming), named(found.outgoing), more=found.more)


def _tried(read: Callable[[], _Read], gaps: list[str]) -> _Read | None:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return None


def facts(catalog: EntityCatalog, search: str) -> list[Component] | NoUpdate:
    """Return the facts of an address's focus; onlookers are not led to the console, where names are real."""
    try:
        address = from_url(search)
    except InvalidQuery:  # `explore` reads the same address and reports it
        return no_update
    query = address.query
    if query is None:
        return []
    found = card(catalog, query.start)
    return details(
        replace(found, console=None) if address.share else found,
        link=lambda arn: link(address.refocused(arn)),
        ask=lambda slug: link(address.asking(query, slug=slug)),
        asked=address.slug,
    )


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Show the facts of the focus; an address that cannot be drawn leaves the former ones."""

    @app.callback(
        output=Output(ids.FACTS, "data"),
        inputs={"_drawn": Input(ids.LINEAGE, "data-key")},
        state={"search": State(ids.ADDRESS, "search")},
        prevent_initial_call=True,
    )
    def on_drawn(_drawn: str, search: str | None) -> str | NoUpdate:
        found = door.answer(search or "", facts)
        return found if isinstance(found, NoUpdate) else markup(found)

    app.clientside_callback(
        ClientsideFunction("lineage", "tell"), Input(ids.FACTS, "data"), prevent_initial_call=True
    )
