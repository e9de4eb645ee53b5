"""Curves of edges as control points."""

from __future__ import annotations

from lineage_explorer.layout.types import Point
from lineage_explorer.views.edge_elements import compute_curve

SOURCE, TARGET = Point(0, 0), Point(300, 100)


def test_last_control_point_is_before_the_side_of_the_target():
    """The head of a line points from there, so it must not be where the line ends."""
    side_of_target = Point(200, 100)
    curve = compute_curve(SOURCE, TARGET, (Point(100, 0), side_of_target))
    assert curve is not None
    length = 300**2 + 100**2
    weight = (200 * 300 + 100 * 100) / length
    assert max(curve["weights"]) < weight


def test_line_at_one_level_is_straight():
    assert compute_curve(Point(0, 0), Point(300, 0)) is None
