"""The facts of the focus, read apart from the picture so that neither waits for the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from dash import Dash, Input, NoUpdate, Output, no_update
from dash.development.base_component import Component

from components import ids
from components.details import Card, details
from lineage.address import from_url, link
from lineage.errors import InvalidQuery, SourceError
from lineage.model import Arn, Vertex, split_arn
from lineage.source import EntityCatalog
from lineage.views.console import console_url
from lineage.views.facts import sections
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain

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
        tags=_tried(lambda: catalog.tags(arn), gaps),
        neighbours=_tried(lambda: catalog.neighbours(arn), gaps),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _tried(read: Callable[[], _Read], gaps: list[str]) -> _Read | None:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return None


def register(app: Dash, catalog: EntityCatalog) -> None:
    """Show the facts of the address's start."""

    @app.callback(
        output=Output(ids.DETAILS, "children"),
        inputs={"search": Input(ids.ADDRESS, "search")},
    )
    def on_address(search: str | None) -> list[Component] | NoUpdate:
        try:
            address = from_url(search or "")
        except InvalidQuery:  # `explore` reads the same address and reports it
            return no_update
        query = address.query
        if query is None:
            return []
        return details(card(catalog, query.start), link=lambda arn: link(query.refocused(arn), address.view))
