"""What is drawn of an answer: siblings together, everything once, and always the same."""

from __future__ import annotations

import doctest
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage.model import Association, Entity, LineageType
from lineage.placement import Placement, Point
from lineage.views import stacks
from lineage.views.elements import grouped_elements
from lineage.views.grouping import SMALL, grouped, summarised
from lineage.views.siblings import FEWEST, FULLEST
from tests.graphs import graph
from tests.unit.placement_graphs import KINDS, at, chain, sketch, star, vertex


@st.composite
def answers(draw):
    """Small graphs that have twins: few types, and associations from and to the same few hubs."""
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
    return graph(draw(st.sampled_from(vertices)).arn, vertices, associations, matches=matches)


@st.composite
def drawings(draw):
    """An answer, and what is drawn of it with some of its groups open."""
    answer, budget = draw(answers()), draw(st.integers(1, 40))
    opened: set[str] = set()
    for _ in range(draw(st.integers(0, 3))):
        closed = [group.id for group in grouped(answer, opened, budget).closed.values()]
        opened |= draw(st.sets(st.sampled_from(closed))) if closed else set()
    return answer, grouped(answer, opened, budget), opened, budget


def drawn_for(shown, first):
    """The vertices that a drawn one stands for."""
    return shown.closed[first].members if first in shown.closed else (first,)


@given(drawings())
def test_every_vertex_is_drawn_once_alone_or_in_one_group(made):
    answer, shown, _, _ = made
    drawn = [arn for first in shown.graph.vertices for arn in drawn_for(shown, first)]
    assert sorted(drawn) == sorted(answer.vertices)


@given(drawings())
def test_every_association_between_two_that_are_drawn_is_drawn_once_with_its_count(made):
    answer, shown, _, _ = made
    first = {arn: one for one in shown.graph.vertices for arn in drawn_for(shown, one)}
    ends = Counter((first[item.source], first[item.destination]) for item in answer.associations)
    wanted = {
        pair: count for pair, count in ends.items() if pair[0] != pair[1] or pair[0] not in shown.closed
    }
    drawn = [(item.source, item.destination) for item in shown.graph.associations]
    assert sorted(drawn) == sorted(wanted)
    assert {pair: shown.counts.get(pair, 1) for pair in drawn} == wanted


@given(drawings())
def test_the_start_is_never_hidden_in_a_group(made):
    answer, shown, _, _ = made
    assert all(answer.start not in group.members for group in (*shown.closed.values(), *shown.opened))
    assert shown.graph.start == answer.start


@given(drawings())
def test_a_group_holds_what_is_of_one_kind_and_type_and_there_for_one_reason(made):
    answer, shown, _, _ = made
    for group in (*shown.closed.values(), *shown.opened):
        known = {(answer.vertices[arn].type, answer.vertices[arn].lineage_type) for arn in group.members}
        assert len(known) == len({answer.role(arn) for arn in group.members}) == 1
        assert len(group.members) > 1


@given(drawings())
def test_opening_a_group_draws_exactly_its_members_and_changes_nothing_else(made):
    answer, shown, opened, budget = made
    for group in shown.closed.values():
        after = grouped(answer, opened | {group.id}, budget)
        others = shown.graph.vertices.keys() - {group.members[0]}
        came = {arn for first in after.graph.vertices.keys() - others for arn in drawn_for(after, first)}
        assert came == set(group.members)
        stay = shown.closed.keys() - {group.members[0]}
        assert {first: after.closed[first] for first in stay} == {
            first: shown.closed[first] for first in stay
        }


@given(drawings(), st.randoms(use_true_random=False))
def test_the_order_of_reading_makes_no_difference(made, random: Random):
    answer, shown, opened, budget = made
    vertices, associations = list(answer.vertices.values()), list(answer.associations)
    random.shuffle(vertices)
    random.shuffle(associations)
    again = grouped(graph(answer.start, vertices, associations, matches=answer.matches), opened, budget)
    assert again.graph.vertices == shown.graph.vertices
    assert set(again.graph.associations) == set(shown.graph.associations)
    assert (again.closed, again.within, again.counts) == (shown.closed, shown.within, shown.counts)
    assert {group.id for group in again.opened} == {group.id for group in shown.opened}


@given(answers(), st.sets(st.text(max_size=5)))
def test_the_names_of_groups_that_do_not_exist_mean_nothing(answer, names):
    assert grouped(answer, names) == grouped(answer)


def test_twins_become_one_from_five_on():
    few = sketch(" ".join(f"d{number}>job" for number in range(FEWEST - 1)), start="job", job="TrainingJob")
    many = sketch(" ".join(f"d{number}>job" for number in range(FEWEST)), start="job", job="TrainingJob")
    assert grouped(few).graph is few
    assert [len(group.members) for group in grouped(many).closed.values()] == [FEWEST]


def test_vertices_without_neighbours_share_nothing():
    answer = sketch("a b c d e f g")
    assert grouped(answer).graph is answer


def fan(width):
    """A start, so many jobs that it leads to, and a model that each of them leads to."""
    lines = " ".join(f"start>job{n} job{n}>model{n}" for n in range(width))
    jobs, models = ({f"{name}{n}": kind for n in range(width)} for name, kind in FAN)
    return sketch(lines, **jobs, **models)


FAN = (("job", "TrainingJob"), ("model", "Model"))


def test_ranks_are_gathered_until_the_budget_is_kept():
    answer = fan(20)
    assert len(grouped(answer, budget=41).graph.vertices) == 41
    assert len(grouped(answer, budget=40).graph.vertices) == 22
    closed = grouped(answer, budget=10)
    assert sorted(len(group.members) for group in closed.closed.values()) == [20, 20]
    assert [closed.counts[item.source, item.destination] for item in closed.graph.associations] == [20, 20]


def test_no_rank_is_left_full_where_another_is_gathered():
    assert len(grouped(fan(FULLEST + 1), budget=2 * FULLEST).graph.vertices) == 3


def test_twins_within_a_gathered_rank_are_a_group_within_the_group():
    lines = " ".join(f"d{n}-{k}>job{n}" for n in range(4) for k in range(6)) + " job0>end job1>end job2>end"
    answer = sketch(lines, start="end", **{f"job{n}": "TrainingJob" for n in range(4)})
    outer = next(group for group in grouped(answer, budget=3).closed.values() if len(group.members) == 24)
    shown = grouped(answer, {outer.id}, budget=3)
    assert sorted(len(group.members) for group in shown.closed.values()) == [4, 6, 6, 6, 6]
    inner = shown.closed[at("d1-0")]
    both = grouped(answer, {outer.id, inner.id}, budget=3)
    assert both.opened == (outer, inner)
    assert {both.within[arn] for arn in inner.members} == {inner}


def test_a_chain_has_no_siblings_however_long_it_is():
    answer = chain(1_000)
    assert grouped(answer).graph is answer


def test_a_star_of_three_thousand_is_two_cards_until_it_is_opened():
    answer = star(3_000)
    closed = grouped(answer)
    assert len(closed.graph.vertices) == 2
    opened = grouped(answer, {group.id for group in closed.closed.values()})
    assert opened.graph.vertices == answer.vertices


@settings(max_examples=20)
@given(st.integers(1, 30))
def test_a_group_keeps_its_name_when_it_gains_members(more):
    names = {
        group.id
        for count in (FEWEST, FEWEST + more)
        for group in grouped(sketch(" ".join(f"d{n}>job" for n in range(count)), start="job")).closed.values()
    }
    assert len(names) == 1
    assert "arn" not in names.pop()


def test_the_card_of_a_group_tells_how_many_it_stands_for_and_what_they_are_called():
    answer = sketch(" ".join(f"d{n}>job" for n in range(7)), start="job", job="TrainingJob")
    entities = {
        at(f"d{n}"): Entity(at(f"d{n}"), LineageType.ARTIFACT, source_uri=f"s3://b/raw/part-{n}.csv")
        for n in range(7)
    }
    places = {at("d0"): Point(0, 0), at("job", "TrainingJob"): Point(180, 0)}
    shown = grouped(answer)
    picture = grouped_elements(shown, entities, Placement(places, (), {}, 316, 106))
    card = next(node for node in picture["nodes"] if node["data"]["role"] == "group")
    told = {name: card["data"][name] for name in ("title", "name", "count", "icon", "family")}
    assert told == {
        "title": "7 \N{MULTIPLICATION SIGN} Data set",
        "name": "part-….csv",
        "count": 7,
        "icon": "dataset",
        "family": "data",
    }
    assert card["data"]["names"] == [f"part-{n}.csv" for n in range(5)]
    assert card["classes"] == "data match group"
    (edge,) = picture["edges"]
    assert (edge["data"]["source"], edge["data"]["count"]) == (card["data"]["id"], 7)


def test_a_vertex_that_came_out_of_a_group_says_so():
    answer = star(9)
    (group,) = grouped(answer).closed.values()
    shown = grouped(answer, {group.id})
    where = Placement(dict.fromkeys(answer.vertices, Point(0, 0)), (), {}, 136, 106)
    picture = grouped_elements(shown, {}, where)
    assert Counter(node["data"].get("within") for node in picture["nodes"]) == {group.id: 9, None: 1}


def test_the_examples_of_what_names_have_in_common_are_true():
    assert doctest.testmod(stacks).failed == 0


@pytest.mark.parametrize(
    ("types", "told"),
    [
        (["ContributedTo"] * 6, "ContributedTo"),
        ([None] * 6, None),
        (["ContributedTo", None, "Produced"] * 2, "ContributedTo, Produced"),
    ],
)
def test_an_association_that_stands_for_several_says_what_they_say(types, told):
    jobs = [vertex(f"job{n}", "TrainingJob") for n in range(6)]
    ends = [vertex("start", "DataSet"), *(vertex(f"model{n}", "Model") for n in range(6))]
    answer = graph(
        ends[0].arn,
        [*ends, *jobs],
        [
            *(Association(ends[0].arn, job.arn, kind) for job, kind in zip(jobs, types, strict=True)),
            *(Association(job.arn, end.arn) for job, end in zip(jobs, ends[1:], strict=True)),
        ],
    )
    shown = grouped(answer, budget=3)
    assert [item.type for item in shown.graph.associations if item.source == ends[0].arn] == [told]


def test_a_small_answer_is_drawn_whole_whatever_its_siblings():
    assert len(summarised(star(SMALL - 1)).graph.vertices) == SMALL
    assert len(summarised(star(SMALL)).graph.vertices) == 2
