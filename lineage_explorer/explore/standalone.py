"""View of a graph that somebody else has read, such as a notebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lineage_explorer.explore.graph_memo import GraphMemo
from lineage_explorer.explore.layout_store import FreshLayouts
from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.explore.pipeline import arrange_view
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.query.address import Address
from lineage_explorer.questions.answer import Answer
from lineage_explorer.sources.extend_graph import ExtendedGraph

NO_QUERY = Address()
"""Address that asks nothing, hides nothing and highlights no paths."""


def arrange_graph(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    *,
    address: Address = NO_QUERY,
    answer: Answer | None = None,
) -> View:
    """Arrange a graph without an account and without groups.

    Args:
        graph: The graph.
        entities: Descriptions of its vertices, as far as they are known.
        address: The hidden kinds and highlighted paths.
        answer: The answer that the graph belongs to.
    """
    services = StandaloneServices(KnownEntities(entities))
    request = ViewRequest(address, has_groups=False)
    return arrange_view(services, request, LoadedGraph(ExtendedGraph(graph, graph), answer))


@dataclass(frozen=True, slots=True)
class KnownEntities:
    """A `VertexCatalog` of descriptions that were read beforehand."""

    entities: Mapping[Arn, Entity]

    def describe_within(self, arns: Sequence[Arn], *, seconds: float) -> Mapping[Arn, Entity]:  # noqa: ARG002
        """Return the known descriptions at once."""
        return self.described_entities(arns)

    def described_entities(self, arns: Collection[Arn]) -> Mapping[Arn, Entity]:
        """Return the known descriptions."""
        return {arn: self.entities[arn] for arn in arns if arn in self.entities}

    def find_undescribable(self, arns: Collection[Arn]) -> Mapping[Arn, str]:  # noqa: ARG002
        """Return no reasons, because nothing is requested."""
        return {}

    def count_calls(self, arns: Collection[Arn]) -> int:  # noqa: ARG002
        """Return 0, because nothing is requested."""
        return 0


@dataclass(frozen=True, slots=True)
class StandaloneServices:
    """`ArrangingServices` that need no account, for a graph that somebody else has read."""

    catalog: KnownEntities
    layouts: FreshLayouts = field(default_factory=FreshLayouts)
    memo: GraphMemo = field(default_factory=GraphMemo)
