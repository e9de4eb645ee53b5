"""Autocomplete for the start box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from components import ids
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.query.address import format_href, parse_current_address

if TYPE_CHECKING:
    from lineage_explorer.sources.protocols import EntityCatalog

_MAX_TYPED = 4_000
"""Characters beyond which typed text is not even looked at: no ARN or URI is as long."""

SUGGEST_SECONDS = 1.0
"""Seconds that suggestions may wait for names."""


def suggest_starts(catalog: EntityCatalog, typed: str, *, search: str) -> list[Component]:
    """Return suggestions for a typed part of a name.

    There are none for text that Run resolves by itself: short text, an ARN, or a URI. A sentence says so if a
    text is longer than any name, or if names are still being read; then the page asks again.

    Raises:
        SourceError: The account could not be read.
    """
    from components.start_links import suggestions
    from lineage_explorer.explore.start_resolution import MAX_SEARCHED_NAME
    from lineage_explorer.graph.entity_search import MIN_SEARCH_LENGTH
    from lineage_explorer.views.entity_details import build_start_options
    from lineage_explorer.views.search_texts import describe_matches, explain_no_match

    text = typed.strip()
    if len(text) < MIN_SEARCH_LENGTH or "\n" in text or text.startswith("arn:") or "://" in text:
        return []
    if len(text) > MAX_SEARCHED_NAME:
        return [html.P(f"Names have at most {MAX_SEARCHED_NAME} characters.", className="quiet")]
    found = catalog.suggest_within(text, seconds=SUGGEST_SECONDS)
    if found.is_pending:
        return [html.P("Names are still loading.", className="quiet still-loading")]
    address = parse_current_address(search)
    return suggestions(
        build_start_options(found.hits),
        link=lambda arn: format_href(address.with_start(arn)),
        note=describe_matches(found) if found.hits else explain_no_match(text, found),
        gaps=found.gaps,
    )


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Show suggestions whenever typing pauses.

    In the browser, a change of the address removes them.
    """

    @app.callback(
        output=Output(ids.SUGGESTIONS, "children"),
        inputs={"typed": Input(ids.TYPED_START, "data")},
        state={"search": State(ids.ADDRESS, "search")},
        prevent_initial_call=True,
    )
    def on_pause(typed: str | None, search: str | None) -> list[Component]:
        if not isinstance(typed, str) or len(typed) > _MAX_TYPED:
            return []
        scope = get_explorer().scope
        text = scope.decode_input(search or "", typed)
        return scope.run(
            search or "", lambda services, search: suggest_starts(services.catalog, text, search=search)
        )
