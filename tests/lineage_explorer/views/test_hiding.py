"""Hiding keeps reachability by bridges and invents nothing."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.model import Association
from lineage_explorer.views.grouping import build_grouped_graph, leave_ungrouped
from lineage_explorer.views.hidden_paths import BridgeSpan
from lineage_explorer.views.hiding import FilteredGraph, find_bridge_paths, find_bridge_spans, hide_vertices
from tests.support.graph_builders import build_graph
from tests.support.layout_graphs import KINDS, at, build_chain, sketch, vertex


@st.composite
def graphs_to_hide(draw):
    """Generate small graphs with cycles, loops and `SameAs`, and some vertices."""
    count = draw(st.integers(1, 12))
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)[:3]), min_size=count, max_size=count))
    vertices = [vertex(f"v{number}", kind) for number, kind in enumerate(kinds)]
    numbers = st.integers(0, count - 1)
    ends = draw(st.sets(st.tuples(numbers, numbers), max_size=30))
    types = st.sampled_from(["ContributedTo", "SameAs", None])
    associations = [
        Association(vertices[one].arn, vertices[other].arn, draw(types)) for one, other in sorted(ends)
    ]
    arns = [item.arn for item in vertices]
    answer = build_graph(
        draw(st.sampled_from(arns)), vertices, associations, matches=draw(st.sets(st.sampled_from(arns)))
    )
    return answer, draw(st.sets(st.sampled_from(arns)))


def reachable_through(found, start, over=None):
    """Return the vertices reachable from a vertex through all or some others."""
    seen, waiting = set(), [start]
    for here in waiting:
        if here == start or over is None or here in over:
            new = {item.destination for item in found.associations if item.source == here} - seen
            seen |= new
            waiting.extend(new)
    return seen


def pairs(found):
    return [(item.source, item.destination) for item in found.associations]


@given(graphs_to_hide())
def test_hidden_vertices_are_removed_except_the_start(made):
    answer, unwanted = made
    rest = hide_vertices(answer, unwanted)
    kept = (answer.vertices.keys() - unwanted) | {answer.start}
    assert rest.graph.vertices == {arn: answer.vertices[arn] for arn in answer.vertices if arn in kept}
    assert {end for ends in pairs(rest.graph) for end in ends} <= kept
    assert rest.graph.matches == answer.matches & kept
    assert rest.graph.distances == {arn: answer.distances[arn] for arn in rest.graph.distances}
    assert rest.hubs == frozenset()


@given(graphs_to_hide())
def test_reachability_between_visible_vertices_is_unchanged(made):
    answer, unwanted = made
    rest = hide_vertices(answer, unwanted)
    for arn in rest.graph.vertices:
        assert (
            reachable_through(rest.graph, arn) == reachable_through(answer, arn) & rest.graph.vertices.keys()
        )


@given(graphs_to_hide())
def test_bridges_join_vertices_that_only_hidden_ones_connect(made):
    answer, unwanted = made
    rest = hide_vertices(answer, unwanted)
    hidden = answer.vertices.keys() - rest.graph.vertices.keys()
    joined = {
        (arn, other)
        for arn in rest.graph.vertices
        for here in reachable_through(answer, arn, over=frozenset()) & hidden
        for other in reachable_through(answer, here, over=hidden) & rest.graph.vertices.keys()
    }
    assert rest.bridges == joined - set(pairs(answer))


@given(graphs_to_hide())
def test_associations_between_visible_vertices_stay_and_pairs_are_joined_once(made):
    answer, unwanted = made
    rest = hide_vertices(answer, unwanted)
    direct = [
        item for item in answer.associations if {item.source, item.destination} <= rest.graph.vertices.keys()
    ]
    assert [
        item for item in rest.graph.associations if (item.source, item.destination) not in rest.bridges
    ] == direct
    assert len(set(pairs(rest.graph))) == len(rest.graph.associations)


@given(graphs_to_hide())
def test_bridge_counts_hidden_vertices_and_keeps_a_shortest_path(made):
    answer, unwanted = made
    rest = hide_vertices(answer, unwanted)
    shown = leave_ungrouped(rest.graph)
    hidden = answer.vertices.keys() - rest.graph.vertices.keys()
    found = find_bridge_spans(rest, shown)
    assert found.keys() == rest.bridges
    for (source, destination), way in find_bridge_paths(rest, shown).items():
        after = reachable_through(answer, source, over=hidden) & hidden
        between = {arn for arn in after if destination in reachable_through(answer, arn, over=hidden)}
        assert found[source, destination].count == len(between)
        kinds = {(answer.vertices[arn].lineage_type, answer.vertices[arn].type) for arn in between}
        assert found[source, destination].is_uniform == (len(kinds) == 1)
        assert found[source, destination].first.arn in between
        assert (way[0], way[-1]) == (source, destination)
        assert set(way[1:-1]) <= between
        assert set(pairwise(way)) <= set(pairs(answer))
        assert len(way) - 2 == shortest_hidden_count(answer, source, destination, between)


def shortest_hidden_count(answer, source, destination, between):
    """Return the fewest hidden vertices between two vertices."""
    seen, front, count = set(), {source}, 0
    while True:
        front = {item.destination for item in answer.associations if item.source in front}
        if count and destination in front:
            return count
        front = (front & between) - seen
        seen |= front
        count += 1


@given(graphs_to_hide(), st.randoms(use_true_random=False))
def test_hiding_does_not_depend_on_the_order_of_reading(made, random: Random):
    answer, unwanted = made
    vertices, associations = list(answer.vertices.values()), list(answer.associations)
    random.shuffle(vertices)
    random.shuffle(associations)
    one = hide_vertices(answer, unwanted)
    other = hide_vertices(build_graph(answer.start, vertices, associations, matches=answer.matches), unwanted)
    assert one.bridges == other.bridges
    assert set(one.graph.associations) == set(other.graph.associations)
    assert find_bridge_spans(one, leave_ungrouped(one.graph)) == find_bridge_spans(
        other, leave_ungrouped(other.graph)
    )


@given(graphs_to_hide())
def test_hiding_in_two_steps_equals_hiding_at_once(made):
    answer, unwanted = made
    some = set(sorted(unwanted)[::2])
    twice = hide_vertices(hide_vertices(answer, some).graph, unwanted)
    once = hide_vertices(answer, unwanted)
    assert twice.graph.vertices == once.graph.vertices
    assert set(pairs(twice.graph)) == set(pairs(once.graph))


def test_hiding_nothing_returns_the_graph_itself():
    answer = sketch("a>b b>c")
    assert hide_vertices(answer, ()) == FilteredGraph(answer)
    assert hide_vertices(answer, {answer.start}).graph is answer


def test_vertices_to_keep_stay_whatever_their_kind():
    answer = sketch("a>b b>c c>d")
    assert hide_vertices(answer, answer.vertices.keys(), keep=[at("c")]).bridges == {(at("a"), at("c"))}


def test_hidden_job_between_two_data_sets_becomes_a_bridge_with_its_name():
    answer = sketch("a>job job>b", job="TrainingJob")
    job = answer.vertices[at("job", "TrainingJob")]
    rest = hide_vertices(answer, {job.arn})
    assert rest.graph.associations == (Association(at("a"), at("b")),)
    assert find_bridge_spans(rest, leave_ungrouped(rest.graph)) == {
        (at("a"), at("b")): BridgeSpan(1, job, is_uniform=True)
    }


def test_only_a_vertex_on_a_hidden_cycle_is_bridged_to_itself():
    assert hide_vertices(sketch("a>b b>a"), {at("b")}).bridges == {(at("a"), at("a"))}
    assert hide_vertices(sketch("a>b b>b"), {at("b")}).bridges == frozenset()


def test_grouped_siblings_share_one_bridge_over_their_common_vertices():
    answer = sketch(
        " ".join(f"d{n}>job{n % 2}" for n in range(12)) + " job0>m job1>m",
        start="m",
        job0="TrainingJob",
        job1="TrainingJob",
    )
    rest = hide_vertices(answer, {at("job0", "TrainingJob"), at("job1", "TrainingJob")})
    shown = build_grouped_graph(rest.graph)
    (ends,) = find_bridge_spans(rest, shown)
    assert len(shown.list_members(ends[0])) == 12
    assert (find_bridge_spans(rest, shown)[ends].count, find_bridge_spans(rest, shown)[ends].is_uniform) == (
        2,
        True,
    )


def test_group_with_a_direct_association_has_no_bridge():
    answer = sketch(
        " ".join(f"d{n}>job" for n in range(6)) + " job>m " + " ".join(f"d{n}>m" for n in range(6)),
        start="m",
        job="TrainingJob",
    )
    rest = hide_vertices(answer, {at("job", "TrainingJob")})
    assert rest.bridges == frozenset()
    assert find_bridge_spans(rest, build_grouped_graph(rest.graph)) == {}


def test_hub_with_too_many_bridges_stays_visible():
    answer = sketch(
        " ".join(f"d{n}>hub" for n in range(50))
        + " "
        + " ".join(f"hub>m{n}" for n in range(50))
        + " d0>job job>m0",
        start="d0",
        hub="TrainingJob",
        job="TrainingJob",
    )
    hub, job = at("hub", "TrainingJob"), at("job", "TrainingJob")
    rest = hide_vertices(answer, {hub, job})
    assert rest.hubs == {hub}
    assert rest.bridges == {(at("d0"), at("m0"))}
    assert hide_vertices(answer, {hub, job}, max_bridges=2_500).hubs == frozenset()
    assert hide_vertices(answer, {hub, job}, max_bridges=0).hubs == {hub, job}


def test_bridge_may_replace_thousands_of_vertices():
    answer = build_chain(5_000)
    ends = at("v00000"), at("v04999")
    rest = hide_vertices(answer, answer.vertices.keys() - {*ends})
    assert rest.bridges == {ends}
    assert find_bridge_spans(rest, leave_ungrouped(rest.graph))[ends].count == 4_998
    assert len(find_bridge_paths(rest, leave_ungrouped(rest.graph))[ends]) == 5_000
