"""What stays when some of a picture is hidden stays where it is, and what comes back stands where it stood."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_explorer.graph.entity_styles import style_of
from lineage_explorer.layout import compute_layout, keep_in_place
from lineage_explorer.views.grouping import leave_ungrouped
from lineage_explorer.views.hiding import find_bridge_paths, hide_vertices
from tests.support.layout_graphs import CARD_HEIGHT, CARD_WIDTH, at, runs, sketch


def cards(graph):
    return {arn: (arn,) for arn in graph.vertices}


@settings(max_examples=30)
@given(st.integers(1, 4), st.integers(0, 99), st.sets(st.sampled_from(["data", "job", "model", "image"])))
def test_what_stays_does_not_move_and_what_comes_back_comes_to_its_place(count, seed, families):
    whole = runs(count, seed)
    former = compute_layout(whole, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    rest = hide_vertices(
        whole, {arn for arn, vertex in whole.vertices.items() if style_of(vertex).family in families}
    )
    without = keep_in_place(former, cards(rest.graph), find_bridge_paths(rest, leave_ungrouped(rest.graph)))
    assert without is not None
    assert {arn: without.points[arn] for arn in rest.graph.vertices} == {
        arn: former.points[arn] for arn in rest.graph.vertices
    }
    again = keep_in_place(without, cards(whole), {})
    assert again is not None
    assert again.points == former.points
    assert {ends: again.bends.get(ends) for ends in former.bends} == former.bends


def test_a_bridge_runs_where_the_cards_stood_that_it_leads_over():
    whole = sketch("a>job job>model b>job", job="TrainingJob", model="Model")
    former = compute_layout(whole, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    job = at("job", "TrainingJob")
    rest = hide_vertices(whole, {job})
    without = keep_in_place(former, cards(rest.graph), find_bridge_paths(rest, leave_ungrouped(rest.graph)))
    assert without is not None
    for source in (at("a"), at("b")):
        bends = (*former.bends.get((source, job), ()), former.points[job])
        assert without.bends[source, at("model", "Model")] == bends


def test_a_card_that_never_stood_in_the_picture_is_no_continuation_of_it():
    former = compute_layout(sketch("a>b"), card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    assert keep_in_place(former, cards(sketch("a>b b>c")), {}) is None


def test_a_card_that_stands_for_several_stands_where_one_of_them_stood():
    former = compute_layout(sketch("a>b a>c"), card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    found = keep_in_place(former, {at("new"): (at("new"), at("c"))}, {})
    assert found is not None
    assert found.points[at("new")] == former.points[at("c")]
