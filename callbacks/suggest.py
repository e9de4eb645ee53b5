"""While someone types a start: what they may mean."""

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
    """Return what a piece of a name may mean; nothing for text that Run will look up itself.

    Raises:
        SourceError: The account could not be asked.
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
    """Return the address whose start a suggestion is to be: the one that is shown, if it can be read."""
    try:
        return from_url(search)
    except InvalidQuery:
        return Address(share=is_shared(search))


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Suggest at each pause in typing; in the browser, another address takes the suggestions away."""

    @app.callback(
        output=Output(ids.HITS, "children"),
        inputs={"typed": Input(ids.TYPED, "data")},
        state={"search": State(ids.ADDRESS, "search")},
        prevent_initial_call=True,
    )
    def on_pause(typed: str | None, search: str | None) -> list[Component]:
        text = door.heard(search or "", typed or "")
        return door.answer(search or "", lambda catalog, search: offered(catalog, text, search=search))
