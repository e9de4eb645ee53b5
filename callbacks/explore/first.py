"""First screen: recent entities to start from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from dash.development.base_component import Component

from components.welcome import Shelf, welcome
from lineage.address import Address, link
from lineage.errors import SourceError
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


def first_screen(catalog: EntityCatalog, account: str, *, share: bool = False) -> list[Component]:
    """Return the content of the first screen.

    A part that cannot be read is named in a sentence; the others are shown.

    Args:
        catalog: Lists and counts entities.
        account: Title of the explored account.
        share: Whether its links are in redaction mode.
    """
    gaps: list[str] = []
    sections = []
    for title, hint, kind, type_ in _SHELVES:
        hits = _tried(partial(catalog.recent, kind, type_, limit=SHELF_LENGTH), gaps)
        sections.append(Shelf(title, hint, list(map(start, hits))))
    return welcome(
        account=account,
        sizes=_tried(catalog.sizes, gaps),
        shelves=sections,
        link=lambda arn: link(Address(LineageQuery(arn), share=share)),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _tried(read: Callable[[], tuple[_Item, ...]], gaps: list[str]) -> tuple[_Item, ...]:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return ()
