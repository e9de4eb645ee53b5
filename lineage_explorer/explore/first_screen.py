"""Load the first screen: entity counts, and recent entities to start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.protocols import EntityCatalog, KindCount
from lineage_explorer.views.start_items import StartOption, build_start_option

STARTS_PER_SECTION = 6

_SECTIONS = (
    ("Endpoints", "What is serving, and where it came from", LineageType.CONTEXT, "Endpoint"),
    ("Models", "Artifacts and registered versions", LineageType.ARTIFACT, "Model"),
    ("Data sets", "What was learned from, and what it reached", LineageType.ARTIFACT, "DataSet"),
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class StartSection:
    """Titled list of entities to start from."""

    title: str
    hint: str
    starts: Sequence[StartOption]


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """Content of the first screen.

    Attributes:
        account: Title of the explored account: "Demo account · us-west-2".
        kind_counts: Entity counts by kind; empty if they could not be read.
        sections: Lists of entities to start from.
        gaps: Sentences about what could not be read.
        is_redacted: Whether its links are in redaction mode.
    """

    account: str
    kind_counts: Sequence[KindCount]
    sections: Sequence[StartSection]
    gaps: Sequence[str]
    is_redacted: bool


def load_first_screen(catalog: EntityCatalog, account: str, *, is_redacted: bool = False) -> FirstScreen:
    """Load the content of the first screen.

    A part that cannot be read is named in a sentence; the others are shown.

    Args:
        catalog: Lists and counts entities.
        account: Title of the explored account.
        is_redacted: Whether its links are in redaction mode.
    """
    gaps: list[str] = []
    sections = []
    for title, hint, kind, type_ in _SECTIONS:
        hits = _read_or_add_gap(partial(catalog.list_recent, kind, type_, limit=STARTS_PER_SECTION), gaps)
        sections.append(StartSection(title, hint, list(map(build_start_option, hits))))
    kind_counts = _read_or_add_gap(catalog.count_kinds, gaps)
    return FirstScreen(account, kind_counts, sections, tuple(dict.fromkeys(gaps)), is_redacted)


def _read_or_add_gap(read: Callable[[], tuple[_T, ...]], gaps: list[str]) -> tuple[_T, ...]:
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return ()
