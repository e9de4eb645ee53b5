"""The first screen: recent entities to start from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from dash import Dash, Input, NoUpdate, Output, no_update
from dash.development.base_component import Component

from components import ids
from components.welcome import Shelf, welcome
from lineage.address import from_url, link
from lineage.errors import InvalidQuery, SourceError
from lineage.model import LineageType
from lineage.query import LineageQuery
from lineage.source import EntityCatalog
from lineage.views.starts import start

SHELF_LENGTH = 6

_SHELVES = (
    ("Endpoints", "What is serving, and where it came from", LineageType.CONTEXT, "Endpoint"),
    ("Models", "Artifacts and registered versions", LineageType.ARTIFACT, "Model"),
    ("Data sets", "What was learned from, and what it reached", LineageType.ARTIFACT, "DataSet"),
)

_Item = TypeVar("_Item")


def first_screen(catalog: EntityCatalog, account: str) -> list[Component]:
    """Return the first screen; a part that cannot be read is named, the others stay."""
    gaps: list[str] = []
    shelves = []
    for title, hint, kind, type_ in _SHELVES:
        hits = _tried(partial(catalog.recent, kind, type_, limit=SHELF_LENGTH), gaps)
        shelves.append(Shelf(title, hint, list(map(start, hits))))
    return welcome(
        account=account,
        sizes=_tried(catalog.sizes, gaps),
        shelves=shelves,
        link=lambda arn: link(LineageQuery(arn)),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _tried(read: Callable[[], tuple[_Item, ...]], gaps: list[str]) -> tuple[_Item, ...]:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return ()


def register(app: Dash, catalog: EntityCatalog, account: str) -> None:
    """Fill the first screen when the address asks nothing."""

    @app.callback(
        output=Output(ids.WELCOME, "children"),
        inputs={"search": Input(ids.ADDRESS, "search")},
    )
    def on_address(search: str | None) -> list[Component] | NoUpdate:
        try:
            asked = from_url(search or "").query is not None
        except InvalidQuery:  # what was there stays, and the first screen is there to begin with
            asked = False
        return no_update if asked else first_screen(catalog, account)
