"""Distances from the start in each direction."""

import pytest

from lineage_explorer.graph.model import Arn, Association
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.lineage_query import Direction

#  raw → job → model → endpoint
#         ↓
#       report        loop: endpoint → raw closes a cycle in some tests
CHAIN = [("raw", "job"), ("job", "model"), ("model", "endpoint"), ("job", "report")]


def edges(*pairs):
    return [Association(Arn(source), Arn(destination)) for source, destination in pairs]


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
    assert compute_distances(Arn("model"), edges(*CHAIN), direction) == expected


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.ASCENDANTS, {"model": 0, "job": 1, "raw": 2, "endpoint": 3}),
        (Direction.UP_AND_DOWN, {"model": 0, "job": 1, "endpoint": 1, "raw": 2, "report": 4}),
    ],
)
def test_distance_within_a_cycle_is_the_shorter_way(direction, expected):
    assert compute_distances(Arn("model"), edges(*CHAIN, ("endpoint", "raw")), direction) == expected


def test_self_loops_and_parallel_edges_change_no_distance():
    loops = edges(("a", "a"), ("a", "b"), ("a", "b"), ("b", "b"))
    assert compute_distances(Arn("a"), loops, Direction.DESCENDANTS) == {"a": 0, "b": 1}


def test_start_without_associations_has_only_itself():
    assert compute_distances(Arn("x"), edges(*CHAIN), Direction.BOTH) == {"x": 0}


def test_vertex_that_ends_the_traversal_is_reached_and_not_passed():
    reached = compute_distances(Arn("raw"), edges(*CHAIN), Direction.DESCENDANTS, stop_at={Arn("model")})
    assert reached == {"raw": 0, "job": 1, "model": 2, "report": 2}
