"""Services that the pipeline calls."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from lineage_explorer.explore.answer_cache import AnswerCache
from lineage_explorer.explore.graph_memo import GraphMemo
from lineage_explorer.explore.layout_store import LayoutService, LayoutStore
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.extend_graph import ExtendedGraph
from lineage_explorer.sources.protocols import EntityCatalog, SharedSource


class VertexCatalog(Protocol):
    """Describes the vertices of a graph; an `EntityCatalog` is one."""

    def describe_within(self, arns: Sequence[Arn], *, seconds: float) -> Mapping[Arn, Entity]:
        """Describe entities, for at most so many seconds."""
        ...

    def described_entities(self, arns: Collection[Arn]) -> Mapping[Arn, Entity]:
        """Return the descriptions that are known already."""
        ...

    def find_undescribable(self, arns: Collection[Arn]) -> Mapping[Arn, str]:
        """Return why entities could not be described."""
        ...

    def count_calls(self, arns: Collection[Arn]) -> int:
        """Count the API calls that described entities."""
        ...


class ArrangingServices(Protocol):
    """Services that arrange a graph that has been loaded."""

    @property
    def catalog(self) -> VertexCatalog:
        """Describes vertices."""
        ...

    @property
    def layouts(self) -> LayoutService:
        """Lays out visible graphs."""
        ...

    @property
    def memo(self) -> GraphMemo:
        """Memo of computations on graphs."""
        ...


@dataclass(frozen=True, slots=True)
class ExplorerServices:
    """Services that a request can use.

    Attributes:
        source: Reads graphs.
        catalog: Describes and finds single entities.
        answers: Cache of answers to questions.
        layouts: Store of layouts.
        expanded_graphs: Cache of expanded graphs.
        account_title: Title of the explored account: "Demo account · us-west-2".
        is_redacted: Whether names are redacted.
        memo: Memo of computations on graphs.
    """

    source: SharedSource
    catalog: EntityCatalog
    answers: AnswerCache
    layouts: LayoutStore
    expanded_graphs: ValueCache[Hashable, ExtendedGraph]
    account_title: str
    is_redacted: bool = False
    memo: GraphMemo = field(default_factory=GraphMemo)
