"""Whatever is placed: every card has room, time flows to the right, and equal graphs look alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_explorer.layout import compute_layout
from tests.support.layout_graphs import (
    CARD_HEIGHT,
    CARD_WIDTH,
    any_graphs,
    at,
    boxes_overlap,
    column,
    passed_cards,
    runs,
    sketch,
)


@given(any_graphs())
@settings(max_examples=100)
def test_every_vertex_has_a_card_within_the_picture_that_no_other_card_touches(drawn):
    placement = compute_layout(drawn)
    assert placement.points.keys() == drawn.vertices.keys()
    assert not boxes_overlap(placement)
    for point in placement.points.values():
        assert CARD_WIDTH / 2 <= point.x <= placement.width - CARD_WIDTH / 2
        assert CARD_HEIGHT / 2 <= point.y <= placement.height - CARD_HEIGHT / 2


@given(any_graphs(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_in_which_a_graph_was_read_makes_no_difference(drawn, random):
    vertices, associations = list(drawn.vertices.items()), list(drawn.associations)
    random.shuffle(vertices)
    random.shuffle(associations)
    assert compute_layout(
        replace(drawn, vertices=dict(vertices), associations=tuple(associations))
    ) == compute_layout(drawn)


@given(any_graphs(kinds=("ContributedTo",), forward=True))
@settings(max_examples=100)
def test_without_cycles_every_association_leads_to_the_right(drawn):
    placement = compute_layout(drawn)
    for item in drawn.associations:
        assert placement.points[item.source].x < placement.points[item.destination].x


@given(any_graphs(kinds=("ContributedTo",)))
@settings(max_examples=100)
def test_a_line_along_its_bends_runs_behind_no_card_and_stays_within_the_picture(drawn):
    placement = compute_layout(drawn)
    for ends, bends in placement.bends.items():
        assert passed_cards(placement, ends) == set()
        assert all(0 <= bend.x <= placement.width and 0 <= bend.y <= placement.height for bend in bends)


@given(any_graphs(kinds=("ContributedTo",), forward=True))
@settings(max_examples=100)
def test_bends_lead_on_to_the_right(drawn):
    placement = compute_layout(drawn)
    for (source, destination), bends in placement.bends.items():
        way = [placement.points[source], *bends, placement.points[destination]]
        assert all(here.x <= there.x for here, there in pairwise(way))


def test_an_association_that_passes_a_column_has_bends_and_one_that_passes_none_has_not():
    assert compute_layout(sketch("a>b b>c a>c")).bends.keys() == {(at("a"), at("c"))}


def test_of_two_that_lead_to_each_other_a_job_stands_before_what_it_made():
    drawn = sketch("model>job job>model data>job", job="TrainingJob", model="Model")
    placement = compute_layout(drawn)
    assert column(placement, "data") < column(placement, "job", "TrainingJob")
    assert column(placement, "job", "TrainingJob") < column(placement, "model", "Model")


def test_in_a_ring_only_one_association_leads_back():
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


def test_a_cycle_turns_no_association_that_only_leads_to_it():
    placement = compute_layout(sketch("raw>a a>b b>a b>out out>far"))
    assert column(placement, "raw") < min(column(placement, "a"), column(placement, "b"))
    assert column(placement, "out") > max(column(placement, "a"), column(placement, "b"))


def test_a_loop_takes_no_room():
    assert compute_layout(sketch("a>a a>b")).points == compute_layout(sketch("a>b")).points


def test_a_shared_image_stands_right_before_the_first_that_uses_it():
    drawn = sketch("raw>p p>d d>t t>m m>e image>t image>e", image="Image")
    placement = compute_layout(drawn)
    assert column(placement, "image", "Image") == column(placement, "d")


def test_what_leads_nowhere_stands_right_after_what_made_it():
    placement = compute_layout(sketch("a>b b>c c>d d>e a>report"))
    assert column(placement, "report") == column(placement, "b")


def test_the_lines_of_a_hub_begin_as_one():
    placement = compute_layout(sketch("a>b b>c c>d d>e e>f raw>b raw>e raw>f"))
    assert placement.bends[at("raw"), at("e")][0] == placement.bends[at("raw"), at("f")][0]


def test_cards_may_have_any_size():
    drawn = runs(4, seed=1)
    points = sorted(
        (point.x, point.y) for point in compute_layout(drawn, card_width=90, card_height=130).points.values()
    )
    for number, (x, y) in enumerate(points):
        assert not any(x2 - x < 90 and abs(y2 - y) < 130 for x2, y2 in points[number + 1 :])


@pytest.mark.parametrize("number", [0, 20, 40])
def test_moving_the_focus_alone_moves_no_card(number):
    drawn = runs(8, seed=0)
    other = sorted(drawn.vertices)[number]
    assert compute_layout(replace(drawn, start=other)).points == compute_layout(drawn).points


def test_ten_thousand_vertices_are_placed_while_one_waits():
    drawn = runs(1_150, seed=1)
    assert len(drawn.vertices) > 10_000
    began = process_time()
    placement = compute_layout(drawn)
    # A quiet machine needs well under a second; a busy one shares its caches with others.
    assert process_time() - began < 5
    assert not boxes_overlap(placement)
