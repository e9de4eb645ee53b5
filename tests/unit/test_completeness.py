"""The line that is always true: what was read, how deep, what is not shown, and how to go on from each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.completeness import completeness_line
from lineage.address import Address, link
from lineage.growth import Expansion, Extended, Extent, Limit, Reach
from lineage.growth.extent import MOST_ROUNDS
from lineage.query import Direction, Filters, LineageQuery
from lineage.views.completeness import MOST_REASONS, Part, completeness
from lineage.views.summary import added
from tests.graphs import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, arn, graph

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS)
HERE = Address(QUERY)
LIMITS = (Limit(DATA, Direction.ASCENDANTS),)


def seen(found=None, **known) -> Extended:
    found = found or graph()
    return Extended(found, found, **known)


def part(parts, word: str) -> Part:
    (found,) = (one for one in parts if word in one.words)
    return found


def test_an_answer_that_was_read_whole_says_so_and_leads_nowhere():
    assert completeness(seen(), HERE) == (Part("1 page read"), Part("1 call"), Part("depth 3 of 10 reached"))
    assert completeness(seen(), HERE, described=4)[1] == Part("5 calls")
    assert completeness(seen(graph(pages=3)), HERE)[0] == Part("all 3 pages read")


def test_what_was_not_read_can_be_read_again():
    found = completeness(seen(graph(pages=3, gaps=("Stopped.",))), HERE)
    assert found[0] == Part("3 pages read, not all", "try again", "again")


def test_below_the_greatest_depth_going_deeper_is_a_greater_depth():
    here = Address(replace(QUERY, depth=3))
    found = part(completeness(seen(limits=LIMITS), here), "depth")
    assert found == Part("depth 3 reached at 1 entity", "go deeper", Address(replace(QUERY, depth=4)))


def test_at_the_greatest_depth_going_deeper_is_one_round_more():
    limits = (*LIMITS, Limit(JOB, Direction.ASCENDANTS))
    found = part(completeness(seen(limits=limits, rounds=2), HERE), "depth")
    assert found.words == "depth 2 to 3 reached at 2 entities"
    assert found.lead == replace(HERE, extent=Extent(rounds=3))


def test_the_last_round_leads_no_further():
    found = part(completeness(seen(limits=LIMITS, rounds=MOST_ROUNDS), HERE), "depth")
    assert (found.way, found.lead) == ("", None)


@pytest.mark.parametrize("depth", [3, 10])
def test_with_filters_nobody_knows_where_the_depth_was_reached(depth):
    filtered = Address(LineageQuery(ENDPOINT, depth=depth, filters=Filters(types=("Model",))))
    found = part(completeness(seen(), filtered), "depth")
    if depth == 3:
        assert found.words == "depth 3 reached, there may be more beyond"
        assert found.lead == replace(filtered, query=replace(filtered.query, depth=4))
    else:
        assert found == Part("depth 3 of 10 reached")


def test_what_was_expanded_and_contracted_can_be_undone_each_by_itself():
    extent = Extent((Expansion(JOB, Reach.UP), Expansion(JOB, Reach.DOWN)), (MODEL,))
    here = replace(HERE, extent=extent)
    found = completeness(seen(expanded=extent.expanded, hidden=2), here)
    assert part(found, "expanded") == Part(
        "1 entity expanded", "undo", replace(HERE, extent=Extent(contracted=(MODEL,)))
    )
    assert part(found, "contracted") == Part(
        "2 entities contracted", "show", replace(HERE, extent=Extent(extent.expanded))
    )


def test_what_could_not_be_described_says_why_of_some():
    reasons = {arn(VERTICES[DATA].lineage_type, f"d{n}"): "Access denied." for n in range(MOST_REASONS + 2)}
    found = part(completeness(seen(), HERE, undescribed=reasons, unnamed=4), "described")
    assert found.words == "10 entities could not be described"
    assert isinstance(found.lead, tuple)
    assert found.lead[0] == "d0: Access denied."
    assert found.lead[-1] == "And 2 entities more."


def test_each_lead_is_a_link_a_button_or_opens_with_its_part_as_a_name():
    parts = (
        Part("1 page read"),
        Part("2 pages read, not all", "try again", "again"),
        Part("depth 3 reached at 1 entity", "go deeper", replace(HERE, extent=Extent(rounds=1))),
        Part("1 entity could not be described", "why", ("d0: Access denied.",)),
    )
    plain, again, deeper, why = (span.children for span in completeness_line(parts, link=link))
    assert plain == ["1 page read"]
    assert again[2].to_plotly_json()["props"]["aria-label"] == "Try again: 2 pages read, not all"
    assert (deeper[2].children, deeper[2].href) == (
        "go deeper",
        f"/?start={ENDPOINT}&direction=Ascendants&further=1",
    )
    assert "d0: Access denied." in str(why[2])


def test_the_sentence_tells_what_expanding_brought():
    asked = graph(vertices=[VERTICES[MODEL], VERTICES[ENDPOINT]], associations=LINE[2:])
    grown = (Expansion(MODEL, Reach.ALL_UP), Expansion(JOB, Reach.UP))
    assert added(Extended(asked, graph(), expanded=grown)) == " Expanding 2 entities added 2."
    assert added(Extended(asked, asked, expanded=grown[:1])) == " Expanding 1 entity added nothing."
    assert added(Extended(asked, asked)) == ""
