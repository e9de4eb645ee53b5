"""Expanded, collapsed and deepened graphs equal other queries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, LineageQuery
from lineage_explorer.sources.deepen_graph import MAX_FOLLOWED_PER_ROUND, deepen_graph
from lineage_explorer.sources.extend_graph import (
    NO_EXPANSION,
    DepthLimit,
    ExpandedVertex,
    Expansion,
    ExtendedGraph,
    HiddenCounts,
    Reach,
    extend_graph,
)
from tests.support.fakes import WalkingSource
from tests.support.graph_builders import arn, build_graph


def at(name: str) -> Arn:
    return arn(LineageType.ARTIFACT, name)


def source(text: str, **options) -> WalkingSource:
    """Return a source that holds associations such as "a>b b>c"."""
    ends = [(at(one), at(other)) for one, _, other in (pair.partition(">") for pair in text.split())]
    names = dict.fromkeys(arn for pair in ends for arn in pair)
    vertices = [Vertex(arn, LineageType.ARTIFACT, "DataSet") for arn in names]
    edges = [Association(*pair, "ContributedTo") for pair in ends]
    return WalkingSource(build_graph(vertices[0].arn, vertices, edges), **options)


def visible_names(
    known: WalkingSource, query: LineageQuery, *, deepens: bool = True, **extent: object
) -> ExtendedGraph:
    return extend_graph(known, query, known.read(query), Expansion(**extent), can_deepen=deepens)


def names(seen: ExtendedGraph) -> str:
    return " ".join(sorted(arn.rpartition("/")[2] for arn in seen.graph.vertices))


def up(name: str, depth: int = MAX_DEPTH) -> LineageQuery:
    return LineageQuery(at(name), Direction.ASCENDANTS, depth=depth)


#  raw → split → train → job → model → live
#            ↘ test → check ↗     ↘ batch
LINE = "raw>split split>train split>test train>job job>model test>check check>model model>live model>batch"


def test_empty_expansion_returns_the_graph_without_requests():
    known = source(LINE)
    seen = visible_names(known, up("live"))
    assert seen.graph is seen.base_graph
    assert known.asked == [up("live")]


@pytest.mark.parametrize(
    ("query", "grown", "then"),
    [
        (up("live", 2), "up:job", "check job live model train"),
        (up("live", 2), "down:model", "batch check job live model"),
        (up("train", 1), "both:split", "raw split test train"),
        (up("train", 1), "all-down:train", "batch job live model split train"),
        (up("model", 1), "all-up:check", "check job model raw split test"),
        (up("test", 1), "all:test", "batch check live model raw split test"),
    ],
)
def test_expanding_a_vertex_adds_the_result_of_a_query_from_it(query, grown, then):
    reach, name = grown.split(":")
    assert (
        names(visible_names(source(LINE), query, expanded=(ExpandedVertex(at(name), Reach(reach)),))) == then
    )


def test_expanding_an_added_vertex_goes_further_in_any_order():
    known = source(LINE)
    steps = (ExpandedVertex(at("train"), Reach.UP), ExpandedVertex(at("job"), Reach.UP))
    seen = visible_names(known, up("live", 2), expanded=steps)
    assert names(seen) == "check job live model split train"
    assert seen.graph.distances[at("split")] == 4
    assert set(seen.expanded) == set(steps)


def test_expanding_an_invisible_vertex_sends_no_request():
    known = source(LINE)
    seen = visible_names(known, up("live", 1), expanded=(ExpandedVertex(at("raw"), Reach.DOWN),))
    assert seen.expanded == ()
    assert known.asked == [up("live", 1)]


def test_added_vertices_are_matches_only_without_filters():
    known = source(LINE)
    beyond = Expansion((ExpandedVertex(at("model"), Reach.DOWN),))
    answer = known.read(up("live", 1))
    filtered = replace(answer, matches=frozenset({at("model")}))
    plain = extend_graph(known, up("live", 1), answer, beyond, can_deepen=True)
    strict = extend_graph(known, up("live", 1), filtered, beyond, can_deepen=False)
    assert plain.graph.role(at("batch")) == "match"
    assert strict.graph.role(at("batch")) == "path"


def test_page_counts_and_gaps_add_up_and_one_failure_keeps_the_rest():
    known = source(LINE, refused=frozenset({at("job")}))
    seen = visible_names(
        known,
        up("live", 2),
        expanded=(ExpandedVertex(at("job"), Reach.UP), ExpandedVertex(at("model"), Reach.DOWN)),
    )
    assert names(seen) == "batch check job live model"
    assert seen.graph.read_status.pages == 2
    assert seen.graph.read_status.gaps == ("Beyond job could not be read. Rate exceeded.",)
    assert seen.expanded == (ExpandedVertex(at("model"), Reach.DOWN),)


def test_collapsed_vertex_hides_what_only_it_leads_to():
    known = source(LINE)
    seen = visible_names(known, up("live"), collapsed=(at("job"),))
    assert names(seen) == "check job live model raw split test"
    assert seen.hidden_count == 1
    assert seen.hidden_neighbors == {at("job"): HiddenCounts(up=1), at("split"): HiddenCounts(down=1)}


def test_expansions_beyond_a_collapsed_vertex_hide_and_return_with_it():
    known = source(LINE)
    grown = (ExpandedVertex(at("model"), Reach.DOWN),)
    folded = visible_names(
        known, up("job", 1), expanded=(*grown, ExpandedVertex(at("job"), Reach.DOWN)), collapsed=()
    )
    assert names(folded) == "batch job live model train"
    closed = visible_names(
        known, up("job", 1), expanded=(*grown, ExpandedVertex(at("job"), Reach.DOWN)), collapsed=(at("job"),)
    )
    assert names(closed) == "job"
    assert closed.hidden_count == 4


def test_graph_without_associations_cannot_be_collapsed():
    known = source(LINE)
    answer = known.read(up("live"))
    alone = replace(answer, associations=(), distances={at("live"): 0})
    seen = extend_graph(known, up("live"), alone, Expansion(collapsed=(at("model"),)), can_deepen=False)
    assert seen.hidden_count == 0


def test_graph_marks_the_vertices_at_its_depth_limit():
    known = source(LINE)
    limits = visible_names(known, up("live", 3)).depth_limits
    assert set(limits) == {
        DepthLimit(at("train"), Direction.ASCENDANTS),
        DepthLimit(at("test"), Direction.ASCENDANTS),
    }
    assert visible_names(known, up("live")).depth_limits == ()


def test_expanded_vertex_is_no_depth_limit():
    known = source(LINE)
    seen = visible_names(known, up("live", 3), expanded=(ExpandedVertex(at("train"), Reach.BOTH),))
    assert seen.depth_limits == (DepthLimit(at("test"), Direction.ASCENDANTS),)


def test_deepening_continues_in_the_directions_of_the_query_only():
    known = source(LINE)
    middle = LineageQuery(at("job"), depth=1)
    seen = visible_names(known, middle, rounds=1)
    assert names(seen) == "batch job live model split train"
    assert [(query.start, query.direction) for query in known.asked[1:]] == [
        (at("train"), Direction.ASCENDANTS),
        (at("model"), Direction.DESCENDANTS),
    ]


def test_deepening_follows_a_bounded_number_per_round_and_then_the_rest():
    fan = " ".join(f"leaf{n:02}>hub root{n:02}>leaf{n:02}" for n in range(MAX_FOLLOWED_PER_ROUND + 5))
    known = source(fan)
    first = known.read(up("hub", 1))
    once, twice = (deepen_graph(known, up("hub", 1), first, rounds) for rounds in (1, 2))
    unfollowed = [limit for limit in once.depth_limits if "leaf" in limit.arn]
    assert len(unfollowed) == 5
    assert not [limit for limit in twice.depth_limits if "leaf" in limit.arn]


def test_failures_of_one_round_are_one_gap():
    known = source(LINE, refused=frozenset({at("train"), at("test")}))
    seen = visible_names(known, up("live", 3), rounds=1)
    assert seen.graph.read_status.gaps == ("Beyond 2 entities nothing could be read. Rate exceeded.",)


numbers = st.integers(0, 9)


@st.composite
def dense_graphs(draw: st.DrawFn) -> WalkingSource:
    """Generate ten densely joined vertices with cycles and loops."""
    pairs = draw(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=24, unique=True))
    return source(" ".join(f"v{one}>v{other}" for one, other in pairs))


def whole(seen: ExtendedGraph) -> tuple[object, ...]:
    found = seen.graph
    return found.vertices.keys(), set(found.associations), dict(found.distances), found.matches


@given(dense_graphs(), st.sampled_from(Direction), st.integers(1, 3), st.integers(1, 2))
def test_deepening_to_the_end_equals_a_deeper_query(known, direction, depth, rounds):
    start = known.graph.start
    seen = visible_names(known, LineageQuery(start, direction, depth=depth), rounds=rounds)
    deeper = visible_names(known, LineageQuery(start, direction, depth=depth * (rounds + 1)))
    assert whole(seen) == whole(deeper)
    assert set(seen.depth_limits) == set(deeper.depth_limits)


@given(dense_graphs(), st.sampled_from([Reach.ALL, Reach.ALL_UP, Reach.ALL_DOWN]), st.integers(1, 3))
def test_expanding_the_start_fully_equals_the_deepest_query(known, reach, depth):
    query = LineageQuery(known.graph.start, reach.direction, depth=depth)
    seen = visible_names(known, query, expanded=(ExpandedVertex(query.start, reach),))
    assert whole(seen) == whole(visible_names(known, replace(query, depth=MAX_DEPTH)))


@given(dense_graphs(), st.sampled_from(Direction), st.sets(numbers, max_size=3))
def test_collapsing_never_adds_and_keeps_reachable_vertices(known, direction, ends):
    query = LineageQuery(known.graph.start, direction)
    contracted = tuple(at(f"v{number}") for number in ends)
    seen, plain = visible_names(known, query, collapsed=contracted), visible_names(known, query)
    assert seen.graph.vertices.keys() <= plain.graph.vertices.keys()
    assert seen.graph.distances.keys() == seen.graph.vertices.keys()
    assert seen.hidden_count == len(plain.graph.vertices) - len(seen.graph.vertices)


def test_empty_expansion_is_false():
    assert not NO_EXPANSION
    assert Expansion(rounds=1)


def test_each_way_is_deepened_from_its_own_depth():
    """From the model: two associations up and one down, then as many again."""
    known = source(LINE)
    query = LineageQuery(at("model"), depth=1, depth_up=2)
    near = visible_names(known, query)
    assert names(near) == "batch check job live model test train"
    assert {(limit.arn, limit.direction) for limit in near.depth_limits} == {
        (at("train"), Direction.ASCENDANTS),
        (at("test"), Direction.ASCENDANTS),
        (at("live"), Direction.DESCENDANTS),
        (at("batch"), Direction.DESCENDANTS),
    }
    assert names(visible_names(known, query, rounds=1)) == "batch check job live model raw split test train"
    assert all(each.depth == 2 for each in known.asked if each.direction is Direction.ASCENDANTS)
    assert all(each.depth == 1 for each in known.asked if each.direction is Direction.DESCENDANTS)
