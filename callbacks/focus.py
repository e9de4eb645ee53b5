"""Details panel with the facts about the focus.

It is requested after the graph is drawn, because rendering it with the graph would delay the graph.
"""

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
"""Maximum time in seconds to wait for names of unnamed neighbors."""

_Read = TypeVar("_Read")


def card(catalog: EntityCatalog, arn: Arn) -> Card:
    """Read the facts about an entity.

    A part that cannot be read is left out and named in `gaps`.
    """
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
    """Return the neighbors; unnamed ones get the name of their source."""
    neighbors = catalog.neighbours(arn)
    unnamed = [neighbor.arn for neighbor in (*neighbors.incoming, *neighbors.outgoing) if not neighbor.name]
    entities = catalog.describe_within(unnamed, seconds=NAMING_SECONDS)

    def add_names(items: Sequence[Neighbour]) -> tuple[Neighbour, ...]:
        names = (
            plain(neighbor.name or name_of(neighbor.arn, entities.get(neighbor.arn))) for neighbor in items
        )
        return tuple(replace(neighbor, name=name) for neighbor, name in zip(items, names, strict=True))

    return Neighbours(add_names(neighbors.incoming), add_names(neighbors.outgoing), more=neighbors.more)


def _tried(read: Callable[[], _Read], gaps: list[str]) -> _Read | None:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return None


def facts(catalog: EntityCatalog, search: str) -> list[Component] | NoUpdate:
    """Return the facts about an address's focus.

    In redaction mode, the link to the AWS console is left out, because the console shows real names.
    """
    try:
        address = from_url(search)
    except InvalidQuery:  # `explore` parses the same address and reports the error
        return no_update
    query = address.query
    if query is None:
        return []
    content = card(catalog, query.start)
    return details(
        replace(content, console=None) if address.share else content,
        link=lambda arn: link(address.refocused(arn)),
        ask=lambda slug: link(address.asking(query, slug=slug)),
        asked=address.slug,
    )


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Show the facts about the focus whenever it changes.

    The previous facts stay if an address cannot be drawn.
    """

    @app.callback(
        output=Output(ids.FACTS, "data"),
        inputs={"_drawn": Input(ids.LINEAGE, "data-key")},
        state={"search": State(ids.ADDRESS, "search")},
        prevent_initial_call=True,
    )
    def on_drawn(_drawn: str, search: str | None) -> str | NoUpdate:
        content = door.answer(search or "", facts)
        return content if isinstance(content, NoUpdate) else markup(content)

    app.clientside_callback(
        ClientsideFunction("lineage", "tell"), Input(ids.FACTS, "data"), prevent_initial_call=True
    )
