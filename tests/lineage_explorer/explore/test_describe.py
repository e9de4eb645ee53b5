"""Names that are still to come are counted, and never below zero."""

from __future__ import annotations

from lineage_explorer.explore.describe import describe_vertices
from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.sources.extend_graph import ExtendedGraph
from tests.support.fakes import FakeCatalog
from tests.support.graph_builders import DATA, MODEL, build_graph


class ListedCatalog(FakeCatalog):
    """Knows an entity from a list, though its description was denied."""

    def find_undescribable(self, arns):
        return {arn: "Access denied." for arn in arns if arn in (DATA, MODEL)}


def test_entity_that_is_listed_but_denied_is_counted_once():
    graph = build_graph()
    catalog = ListedCatalog({DATA: Entity(DATA, LineageType.ARTIFACT, name="train")})
    loaded = describe_vertices(catalog, LoadedGraph(ExtendedGraph(graph, graph)), list(graph.vertices))
    assert loaded.unnamed_count == len(graph.vertices) - len({DATA, MODEL})
    assert loaded.undescribed == {DATA: "Access denied.", MODEL: "Access denied."}
