"""Neighbors in a graph, and distances from the start in each direction."""

from dataclasses import replace

import pytest

from lineage_explorer.graph.lineage_graph import build_adjacency, induce_subgraph
from lineage_explorer.graph.model import Arn, Association
from lineage_explorer.graph.traversal import search_breadth_first
from lineage_explorer.query.lineage_query import Direction, compute_query_distances
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, build_graph

#  raw → job → model → endpoint
#         ↓
#       report        loop: endpoint → raw closes a cycle in some tests
CHAIN = [("raw", "job"), ("job", "model"), ("model", "endpoint"), ("job", "report")]


def distances(start, edges, direction, **options):
    vertices = [start, *(name for ends in edges for name in ends)]
    return compute_query_distances([Arn(start)], build_adjacency(vertices, edges), direction, **options)


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.ASCENDANTS, {"model": 0, "job": 1, "raw": 2}),
        (Direction.DESCENDANTS, {"model": 0, "endpoint": 1}),
        (Direction.UP_AND_DOWN, {"model": 0, "job": 1, "endpoint": 1, "raw": 2}),
        (Direction.BOTH, {"model": 0, "job": 1, "endpoint": 1, "raw": 2, "report": 2}),
    ],
)
def test_distances_follow_the_direction(direction, expected):
    assert distances("model", CHAIN, direction) == expected


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.ASCENDANTS, {"model": 0, "job": 1, "raw": 2, "endpoint": 3}),
        (Direction.UP_AND_DOWN, {"model": 0, "job": 1, "endpoint": 1, "raw": 2, "report": 4}),
    ],
)
def test_distance_within_a_cycle_is_the_shorter_way(direction, expected):
    assert distances("model", [*CHAIN, ("endpoint", "raw")], direction) == expected


def test_self_loops_and_parallel_edges_change_no_distance():
    loops = [("a", "a"), ("a", "b"), ("a", "b"), ("b", "b")]
    assert distances("a", loops, Direction.DESCENDANTS) == {"a": 0, "b": 1}


def test_start_without_associations_has_only_itself():
    assert distances("x", CHAIN, Direction.BOTH) == {"x": 0}


def test_vertex_that_ends_the_traversal_is_reached_and_not_passed():
    reached = distances("raw", CHAIN, Direction.DESCENDANTS, stop={"model"}.__contains__)
    assert reached == {"raw": 0, "job": 1, "model": 2, "report": 2}


def test_search_returns_each_predecessor_and_accepts_numbers():
    assert list(search_breadth_first([0, 1], [[2], [2, 3], [0], []])) == [
        (0, None),
        (1, None),
        (2, 0),
        (3, 1),
    ]


def test_a_graph_knows_the_neighbors_of_each_vertex_in_reading_order():
    read = build_graph(associations=(*LINE, Association(DATA, MODEL, "DerivedFrom")))
    assert read.children == {ENDPOINT: [], MODEL: [ENDPOINT], JOB: [MODEL], DATA: [JOB, MODEL]}
    assert read.parents == {ENDPOINT: [MODEL], MODEL: [JOB, DATA], JOB: [DATA], DATA: []}
    assert read.association_by_ends[DATA, MODEL].type == "DerivedFrom"


def test_neighbors_are_found_once_and_change_neither_equality_nor_copies():
    read = build_graph()
    assert read.adjacency is read.adjacency
    assert read == build_graph()
    shorter = replace(read, associations=LINE[:1])
    assert (shorter.children[JOB], read.children[JOB]) == ([], [MODEL])


def test_a_subgraph_keeps_the_associations_between_its_vertices():
    part = induce_subgraph(build_graph(matches={DATA, MODEL}), {ENDPOINT, MODEL, JOB})
    assert (list(part.vertices), part.associations) == ([ENDPOINT, MODEL, JOB], LINE[1:])
    assert (part.matches, part.distances) == ({MODEL}, {ENDPOINT: 0, MODEL: 1, JOB: 2})
