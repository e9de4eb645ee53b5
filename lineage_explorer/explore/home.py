"""Read what the home screen shows: recent entities, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from lineage_explorer.explore.read_part import read_or_add_gap
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.protocols import EntityCatalog, KindCount
from lineage_explorer.views.start_items import StartOption, build_start_option

STARTS_PER_SECTION = 6

_SECTIONS = (
    ("Endpoints", "What is serving, and where it came from", LineageType.CONTEXT, "Endpoint"),
    ("Models", "Artifacts and registered versions", LineageType.ARTIFACT, "Model"),
    ("Data sets", "What was learned from, and what it reached", LineageType.ARTIFACT, "DataSet"),
)


@dataclass(frozen=True, slots=True)
class StartSection:
    """Titled list of entities to start from."""

    title: str
    hint: str
    starts: tuple[StartOption, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Content of the home screen.

    Attributes:
        sections: Lists of entities to start from.
        kind_counts: Entity counts by kind; empty if they could not be read.
        gaps: Sentences about what could not be read.
    """

    sections: tuple[StartSection, ...]
    kind_counts: tuple[KindCount, ...]
    gaps: tuple[str, ...] = ()


def load_home(catalog: EntityCatalog) -> Home:
    """Read the content of the home screen.

    A part that cannot be read is named in a sentence; the others are shown.
    """
    gaps: list[str] = []
    sections = []
    for title, hint, kind, type_ in _SECTIONS:
        read = partial(catalog.list_recent, kind, type_, limit=STARTS_PER_SECTION)
        hits = read_or_add_gap(read, gaps) or ()
        sections.append(StartSection(title, hint, tuple(map(build_start_option, hits))))
    kind_counts = read_or_add_gap(catalog.count_kinds, gaps) or ()
    return Home(tuple(sections), tuple(kind_counts), tuple(dict.fromkeys(gaps)))
