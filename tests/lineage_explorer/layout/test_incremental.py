"""Nodes that stay visible keep their positions when the focus moves."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

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
    build_chain,
    build_runs,
    build_star,
    neighbors_of,
    passed_cards,
    sketch,
    straight_crossings,
    up_and_down,
)


def moved_vertices(former, placement):
    """Return the vertices that stay but changed position."""
    stay = former.points.keys() & placement.points.keys()
    return {arn for arn in stay if former.points[arn] != placement.points[arn]}


def rerouted_edges(former, placement):
    """Return the edges that stay but changed their route."""
    stay = former.bends.keys() & placement.bends.keys()
    return {ends for ends in stay if former.bends[ends] != placement.bends[ends]}


@given(any_graphs())
def test_unchanged_graph_keeps_every_position(drawn):
    former = compute_layout(drawn)
    placement = compute_layout(drawn, previous=former)
    assert placement.points == former.points
    assert placement.bends == former.bends


@given(any_graphs(), any_graphs())
def test_cards_never_overlap_after_any_previous_layout(before, drawn):
    placement = compute_layout(drawn, previous=compute_layout(before))
    assert placement.points.keys() == drawn.vertices.keys()
    assert not boxes_overlap(placement)
    for point in placement.points.values():
        assert CARD_WIDTH / 2 <= point.x - placement.left <= placement.width - CARD_WIDTH / 2
        assert CARD_HEIGHT / 2 <= point.y - placement.top <= placement.height - CARD_HEIGHT / 2


@given(any_graphs(), any_graphs(kinds=("ContributedTo",), forward=True))
def test_edges_point_right_after_any_previous_layout(before, drawn):
    placement = compute_layout(drawn, previous=compute_layout(before))
    for item in drawn.associations:
        way = [
            placement.points[item.source],
            *placement.bends.get((item.source, item.destination), ()),
            placement.points[item.destination],
        ]
        assert way[0].x < way[-1].x
        assert all(here.x <= there.x for here, there in pairwise(way))


@given(any_graphs(), any_graphs(kinds=("ContributedTo",)))
def test_edges_avoid_cards_after_any_previous_layout(before, drawn):
    placement = compute_layout(drawn, previous=compute_layout(before))
    for ends in placement.bends:
        assert passed_cards(placement, ends) == set()


@given(any_graphs(), any_graphs(), st.randoms(use_true_random=False))
def test_equal_graphs_and_previous_layouts_give_equal_layouts(before, drawn, random):
    former = compute_layout(before)
    vertices = list(drawn.vertices.items())
    random.shuffle(vertices)
    again = replace(drawn, vertices=dict(vertices))
    shuffled = replace(former, points=dict(sorted(former.points.items(), reverse=True)))
    assert compute_layout(again, previous=shuffled) == compute_layout(drawn, previous=former)


def test_new_nodes_move_no_other_where_there_is_room():
    former = compute_layout(sketch("raw>fit fit>model other>fit"))
    placement = compute_layout(sketch("raw>fit fit>model other>fit model>package early>raw"), previous=former)
    assert moved_vertices(former, placement) == set()
    assert placement.points[at("early")].x < placement.points[at("raw")].x


def test_removed_nodes_move_no_other():
    former = compute_layout(sketch("a>b b>c a>x b>y y>z"))
    assert moved_vertices(former, compute_layout(sketch("a>b b>c a>x"), previous=former)) == set()


def test_on_most_steps_to_a_neighbor_nothing_moves_and_no_line_changes():
    whole = build_runs(5, seed=2)
    answers = {start: up_and_down(whole, start) for start in whole.vertices}
    pictures = {start: compute_layout(answer) for start, answer in answers.items()}
    steps = [(start, other) for start in sorted(answers) for other in neighbors_of(whole, start)]
    still = 0
    for start, other in steps:
        placement = compute_layout(answers[other], previous=pictures[start])
        still += not moved_vertices(pictures[start], placement) and not rerouted_edges(
            pictures[start], placement
        )
    assert still > 0.5 * len(steps)


@pytest.mark.parametrize("seed", range(3))
def test_layout_after_many_steps_is_as_good_as_a_new_one(seed):
    whole = build_runs(8, seed)
    random = Random(seed)  # noqa: S311 - a repeatable walk is wanted
    start, placement = whole.start, None
    for _ in range(10):
        answer = up_and_down(whole, start)
        placement = compute_layout(answer, previous=placement)
        start = random.choice(neighbors_of(whole, start))
    anew = compute_layout(answer)
    assert straight_crossings(answer, placement) <= 1.3 * straight_crossings(answer, anew) + 6
    assert placement.width * placement.height <= 1.3 * anew.width * anew.height


def test_longer_path_moves_only_its_descendants():
    former = compute_layout(sketch("a>b b>c x>b"))
    placement = compute_layout(sketch("a>b b>c x>b a>new new>b"), previous=former)
    assert moved_vertices(former, placement) <= {at("b"), at("c")}
    assert placement.points[at("a")].x < placement.points[at("new")].x < placement.points[at("b")].x


def test_layout_with_few_remaining_nodes_is_compacted():
    whole = build_star(200)
    former = compute_layout(whole)
    few = sketch("hub>leaf00000 hub>leaf00199")
    placement = compute_layout(few, previous=former)
    assert placement.height < 300


def test_new_cards_reuse_free_places_of_a_wrapped_column():
    former = compute_layout(build_star(300))
    drawn = sketch(" ".join(f"hub>leaf{number:05d}" for number in range(10, 310)))
    placement = compute_layout(drawn, previous=former)
    assert moved_vertices(former, placement) == set()
    assert not boxes_overlap(placement)
    assert placement.height <= 1.1 * former.height
    assert all(passed_cards(placement, ends) == set() for ends in placement.bends)


def test_layout_wrapped_into_rows_stays_in_rows():
    placement = compute_layout(build_chain(61), previous=compute_layout(build_chain(60)))
    assert 1.2 < placement.width / placement.height < 2.2
    assert not boxes_overlap(placement)


def test_previous_layout_of_other_vertices_is_ignored():
    drawn = sketch("a>b b>c")
    assert compute_layout(drawn, previous=compute_layout(sketch("x>y"))) == compute_layout(drawn)


def test_new_components_are_placed_below_the_kept_ones():
    former = compute_layout(sketch("a>b b>c"))
    placement = compute_layout(sketch("a>b b>c x>y alone"), previous=former)
    assert moved_vertices(former, placement) == set()
    assert placement.points[at("x")].y > placement.points[at("a")].y
    assert placement.points[at("alone")].y > placement.points[at("a")].y
