"""Grouping of siblings: complete, deterministic, and bounded."""

from __future__ import annotations

import doctest
from collections import Counter
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_explorer.graph import entity_names
from lineage_explorer.graph.model import Association, Entity, LineageType
from lineage_explorer.layout import Layout, Point
from lineage_explorer.views.elements import build_grouped_elements
from lineage_explorer.views.grouping import (
    MAX_UNGROUPED_SIBLINGS,
    MAX_UNGROUPED_VERTICES,
    MIN_TWINS,
    build_grouped_graph,
    group_siblings,
    partition_by_siblings,
)
from tests.support.graph_builders import build_graph
from tests.support.layout_graphs import KINDS, at, build_chain, build_star, sketch, vertex


@st.composite
def graphs_with_siblings(draw):
    """Generate small graphs with siblings around a few hubs."""
    count = draw(st.integers(1, 40))
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)[:3]), min_size=count, max_size=count))
    vertices = [vertex(f"v{number}", kind) for number, kind in enumerate(kinds)]
    numbers = st.integers(0, count - 1)
    ends = draw(st.sets(st.tuples(numbers, numbers.map(lambda number: number % 3)), max_size=80))
    types = st.sampled_from(["ContributedTo", "Produced", "SameAs", None])
    associations = [
        Association(vertices[one].arn, vertices[other].arn, draw(types)) for one, other in sorted(ends)
    ]
    matches = draw(st.sets(st.sampled_from([item.arn for item in vertices])))
    return build_graph(draw(st.sampled_from(vertices)).arn, vertices, associations, matches=matches)


@st.composite
def grouped_graphs(draw):
    """Generate a graph, and its grouping with some groups open."""
    answer, budget = draw(graphs_with_siblings()), draw(st.integers(1, 40))
    opened: set[str] = set()
    for _ in range(draw(st.integers(0, 3))):
        closed = [group.id for group in build_grouped_graph(answer, opened, budget).closed_groups.values()]
        opened |= draw(st.sets(st.sampled_from(closed))) if closed else set()
    return answer, build_grouped_graph(answer, opened, budget), opened, budget


def members_of(shown, first):
    """Return the vertices that a drawn node represents."""
    return shown.closed_groups[first].members if first in shown.closed_groups else (first,)


@given(grouped_graphs())
def test_every_vertex_is_in_exactly_one_node(made):
    answer, shown, _, _ = made
    drawn = [arn for first in shown.graph.vertices for arn in members_of(shown, first)]
    assert sorted(drawn) == sorted(answer.vertices)


@given(grouped_graphs())
def test_associations_between_two_nodes_are_one_edge_with_a_count(made):
    answer, shown, _, _ = made
    first = {arn: one for one in shown.graph.vertices for arn in members_of(shown, one)}
    ends = Counter((first[item.source], first[item.destination]) for item in answer.associations)
    wanted = {
        pair: count
        for pair, count in ends.items()
        if pair[0] != pair[1] or pair[0] not in shown.closed_groups
    }
    drawn = [(item.source, item.destination) for item in shown.graph.associations]
    counts = {pair: shown.association_counts.get(pair, 1) for pair in drawn}
    assert len(counts) == len(drawn)
    assert counts.items() <= wanted.items()
    assert sum(counts.values()) + shown.undrawn_count == len(answer.associations)


@given(grouped_graphs())
def test_start_is_never_grouped(made):
    answer, shown, _, _ = made
    assert all(
        answer.start not in group.members for group in (*shown.closed_groups.values(), *shown.open_groups)
    )
    assert shown.graph.start == answer.start


@given(grouped_graphs())
def test_members_of_a_group_share_type_and_role(made):
    answer, shown, _, _ = made
    for group in (*shown.closed_groups.values(), *shown.open_groups):
        known = {(answer.vertices[arn].type, answer.vertices[arn].lineage_type) for arn in group.members}
        assert len(known) == len({answer.role(arn) for arn in group.members}) == 1
        assert len(group.members) > 1


@given(grouped_graphs())
def test_opening_a_group_shows_its_members_and_changes_nothing_else(made):
    answer, shown, opened, budget = made
    for group in shown.closed_groups.values():
        after = build_grouped_graph(answer, opened | {group.id}, budget)
        others = shown.graph.vertices.keys() - {group.members[0]}
        came = {arn for first in after.graph.vertices.keys() - others for arn in members_of(after, first)}
        assert came == set(group.members)
        stay = shown.closed_groups.keys() - {group.members[0]}
        assert {first: after.closed_groups[first] for first in stay} == {
            first: shown.closed_groups[first] for first in stay
        }


@given(grouped_graphs(), st.randoms(use_true_random=False))
def test_grouping_does_not_depend_on_the_order_of_reading(made, random: Random):
    answer, shown, opened, budget = made
    vertices, associations = list(answer.vertices.values()), list(answer.associations)
    random.shuffle(vertices)
    random.shuffle(associations)
    again = build_grouped_graph(
        build_graph(answer.start, vertices, associations, matches=answer.matches), opened, budget
    )
    assert again.graph.vertices == shown.graph.vertices
    assert set(again.graph.associations) == set(shown.graph.associations)
    assert (again.closed_groups, again.enclosing_groups, again.association_counts) == (
        shown.closed_groups,
        shown.enclosing_groups,
        shown.association_counts,
    )
    assert {group.id for group in again.open_groups} == {group.id for group in shown.open_groups}


@given(graphs_with_siblings(), st.sets(st.text(max_size=5)))
def test_unknown_group_ids_are_ignored(answer, names):
    assert build_grouped_graph(answer, names) == build_grouped_graph(answer)


def test_five_or_more_siblings_become_a_group():
    few = sketch(
        " ".join(f"d{number}>job" for number in range(MIN_TWINS - 1)), start="job", job="TrainingJob"
    )
    many = sketch(" ".join(f"d{number}>job" for number in range(MIN_TWINS)), start="job", job="TrainingJob")
    assert build_grouped_graph(few).graph is few
    assert [len(group.members) for group in build_grouped_graph(many).closed_groups.values()] == [MIN_TWINS]


def test_vertices_without_neighbors_are_not_grouped():
    answer = sketch("a b c d e f g")
    assert build_grouped_graph(answer).graph is answer


group_alike = partial(build_grouped_graph, partition=partition_by_siblings)


def build_fan(width):
    """Build a start, its jobs, and one model downstream of all."""
    lines = " ".join(f"start>job{n} job{n}>model{n}" for n in range(width))
    jobs, models = ({f"{name}{n}": kind for n in range(width)} for name, kind in FAN)
    return sketch(lines, **jobs, **models)


FAN = (("job", "TrainingJob"), ("model", "Model"))


def test_ranks_are_grouped_until_the_node_limit_is_met():
    answer = build_fan(20)
    assert len(group_alike(answer, budget=41).graph.vertices) == 41
    assert len(group_alike(answer, budget=40).graph.vertices) == 22
    closed = group_alike(answer, budget=10)
    assert sorted(len(group.members) for group in closed.closed_groups.values()) == [20, 20]
    assert [
        closed.association_counts[item.source, item.destination] for item in closed.graph.associations
    ] == [20, 20]


def test_no_rank_stays_larger_than_a_grouped_one():
    assert (
        len(
            group_alike(
                build_fan(MAX_UNGROUPED_SIBLINGS + 1), budget=2 * MAX_UNGROUPED_SIBLINGS
            ).graph.vertices
        )
        == 3
    )


def test_siblings_within_a_grouped_rank_form_a_nested_group():
    lines = " ".join(f"d{n}-{k}>job{n}" for n in range(4) for k in range(6)) + " job0>end job1>end job2>end"
    answer = sketch(lines, start="end", **{f"job{n}": "TrainingJob" for n in range(4)})
    outer = next(
        group for group in group_alike(answer, budget=3).closed_groups.values() if len(group.members) == 24
    )
    shown = group_alike(answer, {outer.id}, budget=3)
    assert sorted(len(group.members) for group in shown.closed_groups.values()) == [4, 6, 6, 6, 6]
    inner = shown.closed_groups[at("d1-0")]
    both = group_alike(answer, {outer.id, inner.id}, budget=3)
    assert both.open_groups == (outer, inner)
    assert {both.enclosing_groups[arn] for arn in inner.members} == {inner}


def test_a_chain_has_no_siblings_however_long_it_is():
    answer = build_chain(1_000)
    assert build_grouped_graph(answer).graph is answer


def test_star_of_3000_vertices_is_two_nodes_until_its_group_opens():
    answer = build_star(3_000)
    closed = build_grouped_graph(answer)
    assert len(closed.graph.vertices) == 2
    opened = build_grouped_graph(answer, {group.id for group in closed.closed_groups.values()})
    assert opened.graph.vertices == answer.vertices


@settings(max_examples=20)
@given(st.integers(1, 30))
def test_a_group_keeps_its_name_when_it_gains_members(more):
    names = {
        group.id
        for count in (MIN_TWINS, MIN_TWINS + more)
        for group in build_grouped_graph(
            sketch(" ".join(f"d{n}>job" for n in range(count)), start="job")
        ).closed_groups.values()
    }
    assert len(names) == 1
    assert "arn" not in names.pop()


def test_card_of_a_group_has_its_count_and_names():
    answer = sketch(" ".join(f"d{n}>job" for n in range(7)), start="job", job="TrainingJob")
    entities = {
        at(f"d{n}"): Entity(at(f"d{n}"), LineageType.ARTIFACT, source_uri=f"s3://b/raw/part-{n}.csv")
        for n in range(7)
    }
    places = {at("d0"): Point(0, 0), at("job", "TrainingJob"): Point(180, 0)}
    shown = build_grouped_graph(answer)
    picture = build_grouped_elements(shown, entities, Layout(places, (), {}, 316, 106))
    card = next(node for node in picture["nodes"] if node["data"]["role"] == "group")
    told = {name: card["data"][name] for name in ("type_title", "title", "count", "icon", "family")}
    assert told == {
        "type_title": "7 \N{MULTIPLICATION SIGN} Data set",
        "title": "part-….csv",
        "count": 7,
        "icon": "dataset",
        "family": "data",
    }
    assert card["data"]["names"] == [f"part-{n}.csv" for n in range(5)]
    assert card["classes"] == "data match group"
    (edge,) = picture["edges"]
    assert (edge["data"]["source"], edge["data"]["count"]) == (card["data"]["id"], 7)


def test_member_of_an_open_group_names_its_group():
    answer = build_star(9)
    (group,) = build_grouped_graph(answer).closed_groups.values()
    shown = build_grouped_graph(answer, {group.id})
    where = Layout(dict.fromkeys(answer.vertices, Point(0, 0)), (), {}, 136, 106)
    picture = build_grouped_elements(shown, {}, where)
    assert Counter(node["data"].get("within") for node in picture["nodes"]) == {group.id: 9, None: 1}


def test_common_name_examples_hold():
    assert doctest.testmod(entity_names).failed == 0


@pytest.mark.parametrize(
    ("types", "told"),
    [
        (["ContributedTo"] * 6, "ContributedTo"),
        ([None] * 6, None),
        (["ContributedTo", None, "Produced"] * 2, "ContributedTo, Produced"),
    ],
)
def test_merged_edge_keeps_the_common_association_type(types, told):
    jobs = [vertex(f"job{n}", "TrainingJob") for n in range(6)]
    ends = [vertex("start", "DataSet"), *(vertex(f"model{n}", "Model") for n in range(6))]
    answer = build_graph(
        ends[0].arn,
        [*ends, *jobs],
        [
            *(Association(ends[0].arn, job.arn, kind) for job, kind in zip(jobs, types, strict=True)),
            *(Association(job.arn, end.arn) for job, end in zip(jobs, ends[1:], strict=True)),
        ],
    )
    shown = build_grouped_graph(answer, budget=3)
    assert [item.type for item in shown.graph.associations if item.source == ends[0].arn] == [told]


def test_small_graph_is_not_grouped():
    assert (
        len(group_siblings(build_star(MAX_UNGROUPED_VERTICES - 1)).graph.vertices) == MAX_UNGROUPED_VERTICES
    )
    assert len(group_siblings(build_star(MAX_UNGROUPED_VERTICES)).graph.vertices) == 2
