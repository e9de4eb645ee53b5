"""Layouts keep a readable width and height for any graph."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lineage_explorer.layout import compute_layout
from tests.support.layout_graphs import (
    at,
    boxes_overlap,
    build_chain,
    build_star,
    column,
    passed_cards,
    sketch,
)


def test_a_short_chain_is_one_level_row():
    placement = compute_layout(build_chain(24))
    assert len({point.y for point in placement.points.values()}) == 1
    assert placement.bends == {}


def test_chain_of_60_wraps_into_rows():
    drawn = build_chain(60)
    placement = compute_layout(drawn)
    in_order = [placement.points[item] for item in sorted(drawn.vertices)]
    assert 1.2 < placement.width / placement.height < 2.2
    assert all(here.x < there.x or here.y < there.y for here, there in pairwise(in_order))
    turns = [ends for ends in placement.bends if placement.points[ends[0]].x > placement.points[ends[1]].x]
    assert len(turns) == len({point.y for point in in_order}) - 1
    assert all(passed_cards(placement, ends) == set() for ends in turns)


@pytest.mark.parametrize("length", [300, 1_000, 5_000])
def test_the_longest_chain_is_narrower_than_what_browsers_draw(length):
    placement = compute_layout(build_chain(length))
    assert placement.width < 30_000
    assert not boxes_overlap(placement)


@pytest.mark.parametrize("leaves", [60, 300, 3_000])
def test_leaves_of_a_star_wrap_into_several_columns(leaves):
    placement = compute_layout(build_star(leaves))
    assert 0.7 < placement.width / placement.height < 2.2
    assert all(
        point.x > column(placement, "hub") for arn, point in placement.points.items() if arn != at("hub")
    )
    assert not boxes_overlap(placement)


def test_edges_into_a_wrapped_column_run_between_its_cards():
    placement = compute_layout(build_star(300))
    assert len(placement.bends) > 250
    assert all(passed_cards(placement, ends) == set() for ends in placement.bends)


def test_edges_out_of_a_wrapped_column_run_between_its_cards():
    placement = compute_layout(sketch(" ".join(f"leaf{number:03d}>hub" for number in range(100))))
    assert placement.bends
    assert all(passed_cards(placement, ends) == set() for ends in placement.bends)


def test_siblings_are_sorted_by_name():
    placement = compute_layout(build_star(9))
    heights = [placement.points[at(f"leaf{number:05d}")].y for number in range(9)]
    assert heights == sorted(heights)


def test_hub_is_centered_on_its_leaves():
    placement = compute_layout(build_star(9))
    assert placement.points[at("hub")].y == placement.points[at("leaf00004")].y == placement.height / 2


def test_vertices_without_associations_form_a_grid():
    placement = compute_layout(sketch(" ".join(f"alone{number:03d}" for number in range(80))))
    assert 1.2 < placement.width / placement.height < 2.2
    rows = sorted({point.y for point in placement.points.values()})
    columns = sorted({point.x for point in placement.points.values()})
    assert len(rows) * len(columns) - 80 < len(columns)


def test_isolated_vertices_are_placed_below_the_rest():
    placement = compute_layout(sketch("a>b b>c alone other"))
    lowest = max(placement.points[at(name)].y for name in "abc")
    assert placement.points[at("alone")].y == placement.points[at("other")].y > lowest


def test_start_without_associations_is_placed_first():
    placement = compute_layout(sketch("start b>c c>d"))
    assert placement.points[at("start")].y < min(placement.points[at(name)].y for name in "bcd")


def test_component_of_the_start_is_placed_above_larger_ones():
    placement = compute_layout(sketch("a>b c>d d>e e>f f>g g>h", start="b"))
    assert placement.points[at("b")].y < placement.points[at("c")].y


def test_components_do_not_overlap():
    placement = compute_layout(sketch("one>two two>three one>three x>y y>z"))
    first = [placement.points[at(name)] for name in ("one", "two", "three")]
    second = [placement.points[at(name)] for name in "xyz"]
    assert max(point.y for point in first) < min(point.y for point in second) or max(
        point.x for point in first
    ) < min(point.x for point in second)


def test_many_small_components_are_placed_side_by_side():
    placement = compute_layout(sketch(" ".join(f"a{number:02d}>b{number:02d}" for number in range(40))))
    assert 0.9 < placement.width / placement.height < 2.5


def test_wide_layout_gets_row_gaps_and_tall_layout_gets_rank_gaps():
    wide = compute_layout(sketch("a>b b>c c>d d>e e>f f>g a>x"))
    assert wide.points[at("x")].y - wide.points[at("b")].y > 100
    tall = compute_layout(build_star(24))
    assert column(tall, "leaf00000") - column(tall, "hub") > 300
