"""The line that is always true: what was read, how deep, what is not shown, and how to go on from each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.status_bar import completeness_line
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.query.expansion import MAX_ROUNDS
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.sources.extend_graph import DepthLimit, ExpandedVertex, Expansion, ExtendedGraph, Reach
from lineage_explorer.views.summary import (
    MAX_REASONS,
    CompletenessNote,
    describe_completeness,
    summarize_expansion,
)
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, arn, graph

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS)
HERE = Address(QUERY)
LIMITS = (DepthLimit(DATA, Direction.ASCENDANTS),)


def seen(found=None, **known) -> ExtendedGraph:
    found = found or graph()
    return ExtendedGraph(found, found, **known)


def part(parts, word: str) -> CompletenessNote:
    (found,) = (one for one in parts if word in one.text)
    return found


def test_an_answer_that_was_read_whole_says_so_and_leads_nowhere():
    assert describe_completeness(seen(), HERE) == (
        CompletenessNote("1 page read"),
        CompletenessNote("1 call"),
        CompletenessNote("depth 3 of 10 reached"),
    )
    assert describe_completeness(seen(), HERE, description_calls=4)[1] == CompletenessNote("5 calls")
    assert describe_completeness(seen(graph(pages=3)), HERE)[0] == CompletenessNote("all 3 pages read")


def test_what_was_not_read_can_be_read_again():
    found = describe_completeness(seen(graph(pages=3, gaps=("Stopped.",))), HERE)
    assert found[0] == CompletenessNote("3 pages read, not all", "try again", "again")


def test_below_the_greatest_depth_going_deeper_is_a_greater_depth():
    here = Address(replace(QUERY, depth=3))
    found = part(describe_completeness(seen(depth_limits=LIMITS), here), "depth")
    assert found == CompletenessNote(
        "depth 3 reached at 1 entity", "go deeper", Address(replace(QUERY, depth=4))
    )


def test_at_the_greatest_depth_going_deeper_is_one_round_more():
    limits = (*LIMITS, DepthLimit(JOB, Direction.ASCENDANTS))
    found = part(describe_completeness(seen(depth_limits=limits, rounds=2), HERE), "depth")
    assert found.text == "depth 2 to 3 reached at 2 entities"
    assert found.target == replace(HERE, expansion=Expansion(rounds=3))


def test_the_last_round_leads_no_further():
    found = part(describe_completeness(seen(depth_limits=LIMITS, rounds=MAX_ROUNDS), HERE), "depth")
    assert (found.link_text, found.target) == ("", None)


@pytest.mark.parametrize("depth", [3, 10])
def test_with_filters_nobody_knows_where_the_depth_was_reached(depth):
    filtered = Address(LineageQuery(ENDPOINT, depth=depth, filters=Filters(types=("Model",))))
    found = part(describe_completeness(seen(), filtered), "depth")
    if depth == 3:
        assert found.text == "depth 3 reached, there may be more beyond"
        assert found.target == replace(filtered, query=replace(filtered.query, depth=4))
    else:
        assert found == CompletenessNote("depth 3 of 10 reached")


def test_what_was_expanded_and_contracted_can_be_undone_each_by_itself():
    extent = Expansion((ExpandedVertex(JOB, Reach.UP), ExpandedVertex(JOB, Reach.DOWN)), (MODEL,))
    here = replace(HERE, expansion=extent)
    found = describe_completeness(seen(expanded=extent.expanded, hidden_count=2), here)
    assert part(found, "expanded") == CompletenessNote(
        "1 entity expanded", "undo", replace(HERE, expansion=Expansion(collapsed=(MODEL,)))
    )
    assert part(found, "contracted") == CompletenessNote(
        "2 entities contracted", "show", replace(HERE, expansion=Expansion(extent.expanded))
    )


def test_what_could_not_be_described_says_why_of_some():
    reasons = {arn(VERTICES[DATA].lineage_type, f"d{n}"): "Access denied." for n in range(MAX_REASONS + 2)}
    found = part(describe_completeness(seen(), HERE, undescribed=reasons, unnamed_count=4), "described")
    assert found.text == "10 entities could not be described"
    assert isinstance(found.target, tuple)
    assert found.target[0] == "d0: Access denied."
    assert found.target[-1] == "And 2 entities more."


def test_each_lead_is_a_link_a_button_or_opens_with_its_part_as_a_name():
    parts = (
        CompletenessNote("1 page read"),
        CompletenessNote("2 pages read, not all", "try again", "again"),
        CompletenessNote(
            "depth 3 reached at 1 entity", "go deeper", replace(HERE, expansion=Expansion(rounds=1))
        ),
        CompletenessNote("1 entity could not be described", "why", ("d0: Access denied.",)),
    )
    plain, again, deeper, why = (span.children for span in completeness_line(parts, link=format_link))
    assert plain == ["1 page read"]
    assert again[2].to_plotly_json()["props"]["aria-label"] == "Try again: 2 pages read, not all"
    assert (deeper[2].children, deeper[2].href) == (
        "go deeper",
        f"/?start={ENDPOINT}&direction=Ascendants&further=1",
    )
    assert "d0: Access denied." in str(why[2])


def test_the_sentence_tells_what_expanding_brought():
    asked = graph(vertices=[VERTICES[MODEL], VERTICES[ENDPOINT]], associations=LINE[2:])
    grown = (ExpandedVertex(MODEL, Reach.ALL_UP), ExpandedVertex(JOB, Reach.UP))
    assert (
        summarize_expansion(ExtendedGraph(asked, graph(), expanded=grown)) == " Expanding 2 entities added 2."
    )
    assert (
        summarize_expansion(ExtendedGraph(asked, asked, expanded=grown[:1]))
        == " Expanding 1 entity added nothing."
    )
    assert summarize_expansion(ExtendedGraph(asked, asked)) == ""
