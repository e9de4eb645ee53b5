"""Hiding and showing vertices keeps positions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_explorer.graph.entity_styles import style_of
from lineage_explorer.layout import compute_layout, keep_in_place
from lineage_explorer.views.grouping import leave_ungrouped
from lineage_explorer.views.hiding import find_bridge_paths, hide_vertices
from tests.support.layout_graphs import CARD_HEIGHT, CARD_WIDTH, at, build_runs, sketch


def card_positions(graph):
    return {arn: (arn,) for arn in graph.vertices}


@settings(max_examples=30)
@given(st.integers(1, 4), st.integers(0, 99), st.sets(st.sampled_from(["data", "job", "model", "image"])))
def test_visible_nodes_stay_and_returning_nodes_regain_their_place(count, seed, families):
    whole = build_runs(count, seed)
    former = compute_layout(whole, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    rest = hide_vertices(
        whole, {arn for arn, vertex in whole.vertices.items() if style_of(vertex).family in families}
    )
    without = keep_in_place(
        former, card_positions(rest.graph), find_bridge_paths(rest, leave_ungrouped(rest.graph))
    )
    assert without is not None
    assert {arn: without.points[arn] for arn in rest.graph.vertices} == {
        arn: former.points[arn] for arn in rest.graph.vertices
    }
    again = keep_in_place(without, card_positions(whole), {})
    assert again is not None
    assert again.points == former.points
    assert {ends: again.bends.get(ends) for ends in former.bends} == former.bends


def test_bridge_is_routed_where_the_hidden_cards_were():
    whole = sketch("a>job job>model b>job", job="TrainingJob", model="Model")
    former = compute_layout(whole, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    job = at("job", "TrainingJob")
    rest = hide_vertices(whole, {job})
    without = keep_in_place(
        former, card_positions(rest.graph), find_bridge_paths(rest, leave_ungrouped(rest.graph))
    )
    assert without is not None
    for source in (at("a"), at("b")):
        bends = (*former.bends.get((source, job), ()), former.points[job])
        assert without.bends[source, at("model", "Model")] == bends


def test_new_card_does_not_continue_the_previous_layout():
    former = compute_layout(sketch("a>b"), card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    assert keep_in_place(former, card_positions(sketch("a>b b>c")), {}) is None


def test_group_card_takes_the_place_of_one_of_its_members():
    former = compute_layout(sketch("a>b a>c"), card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    found = keep_in_place(former, {at("new"): (at("new"), at("c"))}, {})
    assert found is not None
    assert found.points[at("new")] == former.points[at("c")]
