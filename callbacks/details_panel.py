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
from components.details import DetailsContent, details_panel
from components.markup import render_html
from lineage_explorer.errors import InvalidQuery, SourceError
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.graph.entity_names import name_of, strip_service_suffix
from lineage_explorer.graph.entity_styles import style_of
from lineage_explorer.graph.model import Arn, Vertex, split_arn
from lineage_explorer.query.address import format_link, parse_address
from lineage_explorer.questions.registry import find_questions
from lineage_explorer.sources.protocols import EntityCatalog, Neighbor, Neighbors
from lineage_explorer.views.entity_details import build_console_url, build_sections

NEIGHBOR_NAMES_SECONDS = 0.3
"""Maximum time in seconds to wait for names of unnamed neighbors."""

_Read = TypeVar("_Read")


def load_details(catalog: EntityCatalog, arn: Arn) -> DetailsContent:
    """Read the facts about an entity.

    A part that cannot be read is left out and named in `gaps`.
    """
    gaps: list[str] = []
    entity = _read_or_add_gap(lambda: catalog.describe(arn), gaps)
    lineage_type = split_arn(arn).lineage_type
    return DetailsContent(
        arn=arn,
        name=strip_service_suffix(name_of(arn, entity)),
        style=style_of(Vertex(arn, lineage_type, entity.type if entity else None), entity),
        sections=build_sections(entity) if entity else (),
        console=build_console_url(entity) if entity else None,
        questions=find_questions(entity or Vertex(arn, lineage_type)),
        tags=_read_or_add_gap(lambda: catalog.tags(arn), gaps),
        neighbors=_read_or_add_gap(lambda: _list_neighbors(catalog, arn), gaps),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _list_neighbors(catalog: EntityCatalog, arn: Arn) -> Neighbors:
    """Return the neighbors; unnamed ones get the name of their source."""
    neighbors = catalog.list_neighbors(arn)
    unnamed = [neighbor.arn for neighbor in (*neighbors.incoming, *neighbors.outgoing) if not neighbor.name]
    entities = catalog.describe_within(unnamed, seconds=NEIGHBOR_NAMES_SECONDS)

    def add_names(items: Sequence[Neighbor]) -> tuple[Neighbor, ...]:
        names = (
            strip_service_suffix(neighbor.name or name_of(neighbor.arn, entities.get(neighbor.arn)))
            for neighbor in items
        )
        return tuple(replace(neighbor, name=name) for neighbor, name in zip(items, names, strict=True))

    return Neighbors(
        add_names(neighbors.incoming), add_names(neighbors.outgoing), has_more=neighbors.has_more
    )


def _read_or_add_gap(read: Callable[[], _Read], gaps: list[str]) -> _Read | None:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return None


def render_details(catalog: EntityCatalog, search: str) -> list[Component] | NoUpdate:
    """Return the facts about an address's focus.

    In redaction mode, the link to the AWS console is left out, because the console shows real names.
    """
    try:
        address = parse_address(search)
    except InvalidQuery:  # `explore` parses the same address and reports the error
        return no_update
    query = address.query
    if query is None:
        return []
    content = load_details(catalog, query.start)
    return details_panel(
        replace(content, console=None) if address.share else content,
        link=lambda arn: format_link(address.with_start(arn)),
        ask=lambda slug: format_link(address.with_query(query, question_slug=slug)),
        current_slug=address.question_slug,
    )


def register(app: Dash, scope: RequestScope[EntityCatalog]) -> None:
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
        content = scope.run(search or "", render_details)
        return content if isinstance(content, NoUpdate) else render_html(content)

    app.clientside_callback(
        ClientsideFunction("lineage", "tell"), Input(ids.FACTS, "data"), prevent_initial_call=True
    )
