"""Autocomplete for the start box."""

from __future__ import annotations

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from components import ids
from components.starts import suggestions
from lineage.address import Address, from_url, is_shared, link
from lineage.errors import InvalidQuery
from lineage.search import SHORTEST
from lineage.source import EntityCatalog
from lineage.views.starts import start
from sharing.door import Door


def offered(catalog: EntityCatalog, typed: str, *, search: str) -> list[Component]:
    """Return suggestions for a typed part of a name.

    There are none for text that Run resolves by itself: short text, an ARN, or a URI.

    Raises:
        SourceError: The account could not be read.
    """
    text = typed.strip()
    if len(text) < SHORTEST or "\n" in text or text.startswith("arn:") or "://" in text:
        return []
    found = catalog.suggest(text)
    address = _current(search)
    return suggestions(
        list(map(start, found.hits)), link=lambda arn: link(address.refocused(arn)), capped=found.capped
    )


def _current(search: str) -> Address:
    """Return the current address, for links to suggestions.

    A suggestion replaces its start. If the address is invalid, the result is an empty one that keeps the
    redaction mode.
    """
    try:
        return from_url(search)
    except InvalidQuery:
        return Address(share=is_shared(search))


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Show suggestions whenever typing pauses.

    In the browser, a change of the address removes them.
    """

    @app.callback(
        output=Output(ids.HITS, "children"),
        inputs={"typed": Input(ids.TYPED, "data")},
        state={"search": State(ids.ADDRESS, "search")},
        prevent_initial_call=True,
    )
    def on_pause(typed: str | None, search: str | None) -> list[Component]:
        text = door.heard(search or "", typed or "")
        return door.answer(search or "", lambda catalog, search: offered(catalog, text, search=search))
