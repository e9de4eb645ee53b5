"""Lines of a picture: where they begin, end, and which way they arrive."""

from __future__ import annotations

import re
from math import dist

import pytest

from lineage_explorer.export.edge_paths import ARROW_LENGTH, Box, trace_edge

BOXES = {"a": Box(0, 0, 100), "b": Box(300, 120, 100)}


def trace(classes="", *, course=None, target="b", **more):
    data = {"id": "", "source": "a", "target": target, "association": "", "course": course, **more}
    return trace_edge({"data": data, "classes": classes}, BOXES)


def read_points(path: str) -> list[tuple[float, float]]:
    numbers = list(map(float, re.findall(r"-?\d+(?:\.\d+)?", path)))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_straight_line_leaves_right_and_arrives_left():
    traced = trace()
    assert traced.corners == ((50, 0), (250, 120))
    assert traced.arrow[0] == (250, 120)
    assert dist(read_points(traced.path)[-1], (250, 120)) == pytest.approx(ARROW_LENGTH, abs=0.1)


def test_curve_arrives_level_and_never_under_the_card():
    # Half-way between a bend at the card's side and its center, which is under the card.
    traced = trace("curved", course={"weights": [0.5, 0.97], "distances": [-55.7, 3.3]})
    tip, upper, lower = traced.arrow
    assert tip == (250, 120)
    assert upper.x == lower.x == 250 - ARROW_LENGTH
    assert max(x for x, _ in read_points(traced.path)) <= 250 - ARROW_LENGTH


@pytest.mark.parametrize(
    ("classes", "ends"),
    [
        ("leftward", ((-50, 0), (350, 120))),
        ("down", ((0, 23), (300, 97))),
        ("backward", ((0, 23), (300, 143))),
        ("backward down", ((50, 0), (350, 120))),
    ],
)
def test_sides_are_those_of_the_page(classes, ends):
    assert trace(classes).corners == ends


def test_line_within_a_column_runs_between_its_ports():
    traced = trace("stem", ports={"source": "-40px 23px", "target": "-50px 0px"})
    assert traced.corners == ((-40, 23), (250, 120))


def test_line_without_direction_ends_at_the_borders():
    traced = trace("undirected")
    assert traced.arrow == ()
    (start, end) = traced.corners
    assert abs(start.x) <= 50
    assert abs(start.y) <= 23
    assert abs(start.x) == 50 or abs(start.y) == pytest.approx(23)
    assert abs(end.y - 120) == pytest.approx(23) or abs(end.x - 300) == pytest.approx(50)


def test_loop_lies_above_its_card():
    traced = trace("loop", target="a")
    assert all(y <= -23 for _, y in read_points(traced.path))


def test_boxes_that_only_touch_do_not_overlap():
    assert Box(0, 0, 10, 10).has_overlap(Box(9, 9, 10, 10))
    assert not Box(0, 0, 10, 10).has_overlap(Box(10, 0, 10, 10))
