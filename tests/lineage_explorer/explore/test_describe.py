"""Names that are still to come are counted, and never below zero."""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.explore.describe import MAX_WHOLE, describe_vertices, list_whole
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.model import Entity, LineageType, Vertex
from lineage_explorer.query.address import Address, MainView
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.extend_graph import ExtendedGraph
from tests.support.fakes import FakeCatalog
from tests.support.graph_builders import DATA, ENDPOINT, MODEL, VERTICES, arn, build_graph


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


def test_picture_reads_only_approvals_whole_and_a_table_the_nearest_as_well():
    approval = Vertex(arn(LineageType.ACTION, "v1"), LineageType.ACTION, "Approval")
    graph = build_graph(vertices=[*VERTICES.values(), approval])
    arns = list(graph.vertices)
    picture = Address(LineageQuery(ENDPOINT))
    table = replace(picture, view=MainView.TABLE)
    assert list_whole(graph, arns, ViewRequest(picture)) == [approval.arn]
    assert list_whole(graph, arns, ViewRequest(table))[:3] == [approval.arn, ENDPOINT, MODEL]


def test_few_vertices_of_a_large_table_are_read_whole():
    many = [
        Vertex(arn(LineageType.ARTIFACT, f"d{n}"), LineageType.ARTIFACT, "DataSet") for n in range(MAX_WHOLE)
    ]
    graph = build_graph(vertices=[*VERTICES.values(), *many])
    table = Address(LineageQuery(ENDPOINT), view=MainView.TABLE)
    whole = list_whole(graph, list(graph.vertices), ViewRequest(table))
    assert len(whole) == MAX_WHOLE
    assert whole[0] == ENDPOINT
