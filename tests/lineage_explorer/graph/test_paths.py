"""Paths between two vertices: shortest first, all counted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.model import Association
from lineage_explorer.graph.path_counting import trace_paths
from lineage_explorer.graph.paths import MAX_LISTED_PATHS, ConnectionKind, find_paths_between, find_steps
from tests.support.graph_builders import build_graph
from tests.support.layout_graphs import at, build_chain, sketch, vertex


def path_names(paths):
    """Return the listed paths, each as a word of its vertices' names."""
    return ["".join(arn.rpartition("/")[2] for arn in path) for path in paths.listed]


def steps(paths):
    return {"".join(arn.rpartition("/")[2] for arn in step) for step in paths.steps}


def brute_force_paths(answer, first, last):
    """Find all simple paths by brute force."""
    heads = {arn: set() for arn in answer.vertices}
    for item in answer.associations:
        heads[item.source].add(item.destination)
        if not item.is_directed:
            heads[item.destination].add(item.source)
    found, begun = set(), [(first,)]
    while begun:
        path = begun.pop()
        if path[-1] == last:
            found.add(path)
        else:
            begun += [(*path, head) for head in heads[path[-1]] if head not in path]
    return found


@st.composite
def small_graphs(draw):
    """Generate a small cyclic graph with `SameAs`, and two of its vertices."""
    count = draw(st.integers(2, 7))
    vertices = [vertex(f"v{number}", "DataSet") for number in range(count)]
    numbers = st.integers(0, count - 1)
    ends = draw(st.sets(st.tuples(numbers, numbers), max_size=14))
    types = st.sampled_from(["ContributedTo", "Produced", "SameAs", None])
    associations = [
        Association(vertices[one].arn, vertices[other].arn, draw(types)) for one, other in sorted(ends)
    ]
    one, other = draw(st.lists(st.sampled_from(vertices), min_size=2, max_size=2, unique=True))
    return build_graph(vertices[0].arn, vertices, associations), one.arn, other.arn


@given(small_graphs())
def test_paths_agree_with_a_brute_force_search(drawn):
    answer, one, other = drawn
    found = find_paths_between(answer, one, other)
    every = brute_force_paths(answer, found.first, found.last)
    if found.kind is not ConnectionKind.ALONG:
        assert every == brute_force_paths(answer, found.last, found.first) == set()
        return
    assert found.total == len(every)
    assert list(found.listed) == sorted(every, key=lambda path: (len(path), path))[:MAX_LISTED_PATHS]
    walked = {step for path in every for step in pairwise(path)}
    assert trace_paths(find_steps(answer), found.first, found.last).steps == walked


@given(small_graphs())
def test_every_step_of_a_path_is_an_association_of_the_graph(drawn):
    answer, one, other = drawn
    read = {(item.source, item.destination) for item in answer.associations}
    assert find_paths_between(answer, one, other).steps <= read


def test_paths_are_sorted_by_length_then_name():
    assert path_names(find_paths_between(sketch("a>b b>d a>c c>d a>d"), at("a"), at("d"))) == [
        "ad",
        "abd",
        "acd",
    ]


def test_path_begins_at_the_upstream_end_in_either_order_of_selection():
    answer = sketch("a>b b>c")
    assert find_paths_between(answer, at("c"), at("a")) == find_paths_between(answer, at("a"), at("c"))
    assert find_paths_between(answer, at("c"), at("a")).first == at("a")


def test_same_as_is_followed_in_both_directions():
    found = find_paths_between(sketch("a>b c~b c>d"), at("a"), at("d"))
    assert path_names(found) == ["abcd"]
    assert steps(found) == {"ab", "cb", "cd"}


def test_paths_past_a_cycle_are_counted_and_listed():
    found = find_paths_between(sketch("a>b b>c c>b c>d b>d"), at("a"), at("d"))
    assert (found.total, path_names(found)) == (2, ["abd", "abcd"])
    assert "cb" not in steps(found)


def test_path_within_a_cycle_begins_at_the_end_named_first():
    answer = sketch("a>b b>c c>a")
    assert path_names(find_paths_between(answer, at("a"), at("c"))) == ["abc"]
    assert path_names(find_paths_between(answer, at("c"), at("a"))) == ["ca"]


def test_millions_of_paths_are_counted_exactly():
    diamonds = " ".join(
        f"{one}>{one}x {one}>{one}y {one}x>{two} {one}y>{two}" for one, two in pairwise("abcdefghijklm")
    )
    found = find_paths_between(sketch(diamonds), at("a"), at("m"))
    assert (found.total, len(found.listed)) == (2**12, MAX_LISTED_PATHS)
    assert {len(path) for path in found.listed} == {25}
    assert len(found.steps) == 12 * 4


def test_a_path_of_a_thousand_steps_is_found():
    found = find_paths_between(build_chain(1000), at("v00000"), at("v00999"))
    assert (found.total, len(found.listed[0])) == (1, 1000)


def test_densely_cyclic_graph_is_highlighted_and_listed_but_not_counted():
    names = "bcdefghijk"
    tangle = " ".join(f"{one}>{other}" for one in names for other in names if one != other)
    found = find_paths_between(sketch(f"a>b k>z {tangle}"), at("a"), at("z"))
    assert found.total is None
    assert len(found.listed) == MAX_LISTED_PATHS
    assert {len(path) for path in found.listed[:1]} == {4}
    assert len(found.steps) == 92


@pytest.mark.parametrize(
    ("text", "kind", "path", "meeting"),
    [
        ("m>a m>b a>x b>y", ConnectionKind.ORIGIN, "amb", "m"),
        ("a>x b>x", ConnectionKind.OUTCOME, "axb", "x"),
        ("m>p p>a m>b a>x b>x", ConnectionKind.OUTCOME, "axb", "x"),
        ("m>a n>b m>k n>k", ConnectionKind.ANY, "amknb", None),
    ],
)
def test_unconnected_ends_get_the_shortest_undirected_connection(text, kind, path, meeting):
    found = find_paths_between(sketch(text), at("a"), at("b"))
    assert (found.kind, path_names(found)) == (kind, [path])
    assert found.meeting == (meeting and at(meeting))
    assert all(step in {(a.source, a.destination) for a in sketch(text).associations} for step in found.steps)


def test_ends_without_any_connection_have_no_path():
    found = find_paths_between(sketch("a>b c>d"), at("a"), at("d"))
    assert (found.kind, found.listed, found.total, found.steps) == (ConnectionKind.NONE, (), 0, frozenset())
    assert found.highlighted_vertices(None) == (at("a"), at("d"))


def test_path_is_selected_by_its_number_and_the_shortest_by_default():
    found = find_paths_between(sketch("a>b b>d a>c c>d a>d"), at("a"), at("d"))
    assert found.highlighted_vertices(3) == (at("a"), at("c"), at("d"))
    assert (
        found.highlighted_vertices(None)
        == found.highlighted_vertices(4)
        == found.highlighted_vertices(0)
        == (at("a"), at("d"))
    )
