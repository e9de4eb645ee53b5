"""What a picture shows beyond its answer is what a deeper or another query would have shown, and no more."""

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
from tests.support.graph_builders import arn, graph


def at(name: str) -> Arn:
    return arn(LineageType.ARTIFACT, name)


def source(text: str, **options) -> WalkingSource:
    """Return a source that knows these associations: "a>b b>c"."""
    ends = [(at(one), at(other)) for one, _, other in (pair.partition(">") for pair in text.split())]
    names = dict.fromkeys(arn for pair in ends for arn in pair)
    vertices = [Vertex(arn, LineageType.ARTIFACT, "DataSet") for arn in names]
    edges = [Association(*pair, "ContributedTo") for pair in ends]
    return WalkingSource(graph(vertices[0].arn, vertices, edges), **options)


def shown(
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


def test_without_an_extent_a_picture_is_the_answer_and_costs_nothing():
    known = source(LINE)
    seen = shown(known, up("live"))
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
def test_an_expansion_adds_what_a_query_from_there_finds(query, grown, then):
    reach, name = grown.split(":")
    assert names(shown(source(LINE), query, expanded=(ExpandedVertex(at(name), Reach(reach)),))) == then


def test_an_expansion_of_what_was_expanded_goes_further_whatever_the_order():
    known = source(LINE)
    steps = (ExpandedVertex(at("train"), Reach.UP), ExpandedVertex(at("job"), Reach.UP))
    seen = shown(known, up("live", 2), expanded=steps)
    assert names(seen) == "check job live model split train"
    assert seen.graph.distances[at("split")] == 4
    assert set(seen.expanded) == set(steps)


def test_an_expansion_of_what_is_not_shown_is_not_even_asked_for():
    known = source(LINE)
    seen = shown(known, up("live", 1), expanded=(ExpandedVertex(at("raw"), Reach.DOWN),))
    assert seen.expanded == ()
    assert known.asked == [up("live", 1)]


def test_without_filters_what_was_expanded_is_as_good_as_a_match_and_with_them_it_is_none():
    known = source(LINE)
    beyond = Expansion((ExpandedVertex(at("model"), Reach.DOWN),))
    answer = known.read(up("live", 1))
    filtered = replace(answer, matches=frozenset({at("model")}))
    plain = extend_graph(known, up("live", 1), answer, beyond, can_deepen=True)
    strict = extend_graph(known, up("live", 1), filtered, beyond, can_deepen=False)
    assert plain.graph.role(at("batch")) == "match"
    assert strict.graph.role(at("batch")) == "path"


def test_pages_and_gaps_add_up_and_a_failure_leaves_the_rest():
    known = source(LINE, refused=frozenset({at("job")}))
    seen = shown(
        known,
        up("live", 2),
        expanded=(ExpandedVertex(at("job"), Reach.UP), ExpandedVertex(at("model"), Reach.DOWN)),
    )
    assert names(seen) == "batch check job live model"
    assert seen.graph.read_status.pages == 2
    assert seen.graph.read_status.gaps == ("Beyond job could not be read. Rate exceeded.",)
    assert seen.expanded == (ExpandedVertex(at("model"), Reach.DOWN),)


def test_a_contracted_vertex_hides_what_is_reached_through_it_alone():
    known = source(LINE)
    seen = shown(known, up("live"), collapsed=(at("job"),))
    assert names(seen) == "check job live model raw split test"
    assert seen.hidden_count == 1
    assert seen.hidden_neighbors == {at("job"): HiddenCounts(up=1), at("split"): HiddenCounts(down=1)}


def test_what_was_expanded_beyond_a_contracted_vertex_goes_with_it_and_comes_back():
    known = source(LINE)
    grown = (ExpandedVertex(at("model"), Reach.DOWN),)
    folded = shown(
        known, up("job", 1), expanded=(*grown, ExpandedVertex(at("job"), Reach.DOWN)), collapsed=()
    )
    assert names(folded) == "batch job live model train"
    closed = shown(
        known, up("job", 1), expanded=(*grown, ExpandedVertex(at("job"), Reach.DOWN)), collapsed=(at("job"),)
    )
    assert names(closed) == "job"
    assert closed.hidden_count == 4


def test_what_was_read_without_associations_cannot_be_contracted_away():
    known = source(LINE)
    answer = known.read(up("live"))
    alone = replace(answer, associations=(), distances={at("live"): 0})
    seen = extend_graph(known, up("live"), alone, Expansion(collapsed=(at("model"),)), can_deepen=False)
    assert seen.hidden_count == 0


def test_an_answer_says_where_its_depth_ended_it():
    known = source(LINE)
    limits = shown(known, up("live", 3)).depth_limits
    assert set(limits) == {
        DepthLimit(at("train"), Direction.ASCENDANTS),
        DepthLimit(at("test"), Direction.ASCENDANTS),
    }
    assert shown(known, up("live")).depth_limits == ()


def test_a_vertex_that_was_expanded_is_no_limit_any_more():
    known = source(LINE)
    seen = shown(known, up("live", 3), expanded=(ExpandedVertex(at("train"), Reach.BOTH),))
    assert seen.depth_limits == (DepthLimit(at("test"), Direction.ASCENDANTS),)


def test_a_round_goes_on_from_the_limits_in_the_query_s_directions_only():
    known = source(LINE)
    middle = LineageQuery(at("job"), depth=1)
    seen = shown(known, middle, rounds=1)
    assert names(seen) == "batch job live model split train"
    assert [(query.start, query.direction) for query in known.asked[1:]] == [
        (at("train"), Direction.ASCENDANTS),
        (at("model"), Direction.DESCENDANTS),
    ]


def test_a_round_follows_so_many_and_the_next_one_the_rest():
    fan = " ".join(f"leaf{n:02}>hub root{n:02}>leaf{n:02}" for n in range(MAX_FOLLOWED_PER_ROUND + 5))
    known = source(fan)
    first = known.read(up("hub", 1))
    once, twice = (deepen_graph(known, up("hub", 1), first, rounds) for rounds in (1, 2))
    unfollowed = [limit for limit in once.depth_limits if "leaf" in limit.arn]
    assert len(unfollowed) == 5
    assert not [limit for limit in twice.depth_limits if "leaf" in limit.arn]


def test_what_a_round_cannot_read_is_said_once_for_all():
    known = source(LINE, refused=frozenset({at("train"), at("test")}))
    seen = shown(known, up("live", 3), rounds=1)
    assert seen.graph.read_status.gaps == ("Beyond 2 entities nothing could be read. Rate exceeded.",)


numbers = st.integers(0, 9)


@st.composite
def accounts(draw: st.DrawFn) -> WalkingSource:
    """Ten vertices, as densely joined as may be, with cycles and loops."""
    pairs = draw(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=24, unique=True))
    return source(" ".join(f"v{one}>v{other}" for one, other in pairs))


def whole(seen: ExtendedGraph) -> tuple[object, ...]:
    found = seen.graph
    return found.vertices.keys(), set(found.associations), dict(found.distances), found.matches


@given(accounts(), st.sampled_from(Direction), st.integers(1, 3), st.integers(1, 2))
def test_rounds_that_leave_no_limit_give_the_answer_to_a_deeper_query(known, direction, depth, rounds):
    start = known.graph.start
    seen = shown(known, LineageQuery(start, direction, depth=depth), rounds=rounds)
    deeper = shown(known, LineageQuery(start, direction, depth=depth * (rounds + 1)))
    assert whole(seen) == whole(deeper)
    assert set(seen.depth_limits) == set(deeper.depth_limits)


@given(accounts(), st.sampled_from([Reach.ALL, Reach.ALL_UP, Reach.ALL_DOWN]), st.integers(1, 3))
def test_expanding_the_start_by_all_is_the_deepest_query(known, reach, depth):
    query = LineageQuery(known.graph.start, reach.direction, depth=depth)
    seen = shown(known, query, expanded=(ExpandedVertex(query.start, reach),))
    assert whole(seen) == whole(shown(known, replace(query, depth=MAX_DEPTH)))


@given(accounts(), st.sampled_from(Direction), st.sets(numbers, max_size=3))
def test_contracting_never_adds_and_shows_what_can_be_walked_to(known, direction, ends):
    query = LineageQuery(known.graph.start, direction)
    contracted = tuple(at(f"v{number}") for number in ends)
    seen, plain = shown(known, query, collapsed=contracted), shown(known, query)
    assert seen.graph.vertices.keys() <= plain.graph.vertices.keys()
    assert seen.graph.distances.keys() == seen.graph.vertices.keys()
    assert seen.hidden_count == len(plain.graph.vertices) - len(seen.graph.vertices)


def test_an_extent_that_asks_nothing_is_false():
    assert not NO_EXPANSION
    assert Expansion(rounds=1)
