"""First screen: recent entities to start from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from dash.development.base_component import Component

from components.welcome import StartSection, welcome_panel
from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.protocols import EntityCatalog
from lineage_explorer.views.start_items import build_start_option

STARTS_PER_SECTION = 6

_SECTIONS = (
    ("Endpoints", "What is serving, and where it came from", LineageType.CONTEXT, "Endpoint"),
    ("Models", "Artifacts and registered versions", LineageType.ARTIFACT, "Model"),
    ("Data sets", "What was learned from, and what it reached", LineageType.ARTIFACT, "DataSet"),
)

_T = TypeVar("_T")


def build_first_screen(catalog: EntityCatalog, account: str, *, share: bool = False) -> list[Component]:
    """Return the content of the first screen.

    A part that cannot be read is named in a sentence; the others are shown.

    Args:
        catalog: Lists and counts entities.
        account: Title of the explored account.
        share: Whether its links are in redaction mode.
    """
    gaps: list[str] = []
    sections = []
    for title, hint, kind, type_ in _SECTIONS:
        hits = _read_or_add_gap(partial(catalog.list_recent, kind, type_, limit=STARTS_PER_SECTION), gaps)
        sections.append(StartSection(title, hint, list(map(build_start_option, hits))))
    return welcome_panel(
        account=account,
        kind_counts=_read_or_add_gap(catalog.count_kinds, gaps),
        sections=sections,
        link=lambda arn: format_link(Address(LineageQuery(arn), share=share)),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _read_or_add_gap(read: Callable[[], tuple[_T, ...]], gaps: list[str]) -> tuple[_T, ...]:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return ()
