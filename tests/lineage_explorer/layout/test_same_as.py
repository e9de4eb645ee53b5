"""`SameAs` pairs are placed together and imply no order."""

from __future__ import annotations

import pytest

from lineage_explorer.layout import compute_layout
from tests.support.layout_graphs import at, boxes_overlap, column, sketch


def test_equivalents_are_placed_one_above_the_other():
    placement = compute_layout(sketch("job>ours ours~theirs theirs>train job>other other>train"))
    ours, theirs = placement.points[at("ours")], placement.points[at("theirs")]
    assert ours.x == theirs.x
    assert abs(ours.y - theirs.y) == 72


def test_direction_of_same_as_makes_no_difference():
    assert compute_layout(sketch("a>b b~c c>d")).points == compute_layout(sketch("a>b c~b c>d")).points


def test_same_as_lengthens_no_chain():
    placement = compute_layout(sketch("a>b b~c c>d"))
    assert column(placement, "a") < column(placement, "b") == column(placement, "c") < column(placement, "d")
    assert len({point.x for point in placement.points.values()}) == 3


def test_equivalent_that_also_descends_is_placed_in_the_next_rank():
    placement = compute_layout(sketch("a>b a~b b>c"))
    assert placement.points.keys() == {at("a"), at("b"), at("c")}
    assert [name for name in "abc" if column(placement, name) == 104] == ["a"]
    assert len({point.x for point in placement.points.values()}) == 3


def test_conflicting_equivalents_keep_every_edge_to_the_right():
    drawn = sketch("a>b d>c a~c b~d")
    placement = compute_layout(drawn)
    assert column(placement, "a") < column(placement, "b")
    assert column(placement, "d") < column(placement, "c")


@pytest.mark.parametrize("count", [2, 5, 12])
def test_any_number_of_equivalents_fit(count):
    placement = compute_layout(
        sketch(" ".join(f"twin0~twin{number}" for number in range(1, count)) + " twin0>job")
    )
    assert not boxes_overlap(placement)
    assert len({column(placement, f"twin{number}") for number in range(count)}) == 1


def test_same_as_to_itself_is_ignored():
    assert compute_layout(sketch("a~a")).points == compute_layout(sketch("a")).points
