"""Every layout: no overlap, edges to the right, deterministic."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.layout import compute_layout
from tests.support.layout_graphs import (
    CARD_HEIGHT,
    CARD_WIDTH,
    any_graphs,
    at,
    boxes_overlap,
    build_runs,
    column,
    passed_cards,
    sketch,
)


@given(any_graphs())
def test_every_vertex_has_a_card_that_overlaps_no_other(drawn):
    placement = compute_layout(drawn)
    assert placement.points.keys() == drawn.vertices.keys()
    assert not boxes_overlap(placement)
    for point in placement.points.values():
        assert CARD_WIDTH / 2 <= point.x <= placement.width - CARD_WIDTH / 2
        assert CARD_HEIGHT / 2 <= point.y <= placement.height - CARD_HEIGHT / 2


@given(any_graphs(), st.randoms(use_true_random=False))
def test_layout_does_not_depend_on_the_order_of_reading(drawn, random):
    vertices, associations = list(drawn.vertices.items()), list(drawn.associations)
    random.shuffle(vertices)
    random.shuffle(associations)
    assert compute_layout(
        replace(drawn, vertices=dict(vertices), associations=tuple(associations))
    ) == compute_layout(drawn)


@given(any_graphs(kinds=("ContributedTo",), forward=True))
def test_without_cycles_every_association_leads_to_the_right(drawn):
    placement = compute_layout(drawn)
    for item in drawn.associations:
        assert placement.points[item.source].x < placement.points[item.destination].x


@given(any_graphs(kinds=("ContributedTo",)))
def test_edges_avoid_cards_and_stay_within_the_layout(drawn):
    placement = compute_layout(drawn)
    for ends, bends in placement.bends.items():
        assert passed_cards(placement, ends) == set()
        assert all(0 <= bend.x <= placement.width and 0 <= bend.y <= placement.height for bend in bends)


@given(any_graphs(kinds=("ContributedTo",), forward=True))
def test_edge_bends_are_ordered_from_left_to_right(drawn):
    placement = compute_layout(drawn)
    for (source, destination), bends in placement.bends.items():
        way = [placement.points[source], *bends, placement.points[destination]]
        assert all(here.x <= there.x for here, there in pairwise(way))


def test_only_edges_over_several_ranks_have_bends():
    assert compute_layout(sketch("a>b b>c a>c")).bends.keys() == {(at("a"), at("c"))}


def test_job_is_placed_before_its_output_in_a_cycle_of_two():
    drawn = sketch("model>job job>model data>job", job="TrainingJob", model="Model")
    placement = compute_layout(drawn)
    assert column(placement, "data") < column(placement, "job", "TrainingJob")
    assert column(placement, "job", "TrainingJob") < column(placement, "model", "Model")


def test_ring_has_one_backward_edge():
    drawn = sketch("a>b b>c c>d d>e e>a")
    placement = compute_layout(drawn)
    back = [
        item
        for item in drawn.associations
        if placement.points[item.source].x > placement.points[item.destination].x
    ]
    assert len(back) == 1
    assert [bend.x for bend in placement.bends[back[0].source, back[0].destination]] == sorted(
        (bend.x for bend in placement.bends[back[0].source, back[0].destination]), reverse=True
    )


def test_edges_into_a_cycle_are_not_reversed():
    placement = compute_layout(sketch("raw>a a>b b>a b>out out>far"))
    assert column(placement, "raw") < min(column(placement, "a"), column(placement, "b"))
    assert column(placement, "out") > max(column(placement, "a"), column(placement, "b"))


def test_a_loop_takes_no_room():
    assert compute_layout(sketch("a>a a>b")).points == compute_layout(sketch("a>b")).points


def test_shared_image_is_placed_right_before_its_first_use():
    drawn = sketch("raw>p p>d d>t t>m m>e image>t image>e", image="Image")
    placement = compute_layout(drawn)
    assert column(placement, "image", "Image") == column(placement, "d")


def test_vertex_without_children_is_placed_right_after_its_parent():
    placement = compute_layout(sketch("a>b b>c c>d d>e a>report"))
    assert column(placement, "report") == column(placement, "b")


def test_edges_of_a_hub_start_on_one_route():
    placement = compute_layout(sketch("a>b b>c c>d d>e e>f raw>b raw>e raw>f"))
    assert placement.bends[at("raw"), at("e")][0] == placement.bends[at("raw"), at("f")][0]


def test_cards_may_have_any_size():
    drawn = build_runs(4, seed=1)
    points = sorted(
        (point.x, point.y) for point in compute_layout(drawn, card_width=90, card_height=130).points.values()
    )
    for number, (x, y) in enumerate(points):
        assert not any(x2 - x < 90 and abs(y2 - y) < 130 for x2, y2 in points[number + 1 :])


@pytest.mark.parametrize("number", [0, 20, 40])
def test_moving_the_focus_alone_moves_no_card(number):
    drawn = build_runs(8, seed=0)
    other = sorted(drawn.vertices)[number]
    assert compute_layout(replace(drawn, start=other)).points == compute_layout(drawn).points


def test_ten_thousand_vertices_are_laid_out_in_bounded_time():
    drawn = build_runs(1_150, seed=1)
    assert len(drawn.vertices) > 10_000
    began = process_time()
    placement = compute_layout(drawn)
    # A quiet machine needs well under a second; a busy one shares its caches with others.
    assert process_time() - began < 5
    assert not boxes_overlap(placement)
