"""The status line: what was read, what is missing, how to continue."""

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
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, arn, build_graph

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS)
HERE = Address(QUERY)
LIMITS = (DepthLimit(DATA, Direction.ASCENDANTS),)


def status_parts(found=None, **known) -> ExtendedGraph:
    found = found or build_graph()
    return ExtendedGraph(found, found, **known)


def part(parts, word: str) -> CompletenessNote:
    (found,) = (one for one in parts if word in one.text)
    return found


def test_complete_graph_is_reported_without_a_link():
    facts = ("1 page read", "1 API call", "depth 3 of 10 reached")
    complete = CompletenessNote("Complete: all 4 entities", facts=facts, is_complete=True)
    assert describe_completeness(status_parts(), HERE) == (complete,)
    (found,) = describe_completeness(status_parts(build_graph(pages=3)), HERE, description_calls=4)
    assert found.text == complete.text
    assert found.facts[:2] == ("3 pages read", "7 API calls")


@pytest.mark.parametrize(
    "known",
    [
        {"undescribed": {DATA: "Gone."}},
        {"unread_endpoints": ["Gone."]},
        {"unnamed_count": 2},
        {"unnamed_count": 2, "is_final": True},
        {"is_partial": True},
    ],
)
def test_nothing_that_lacks_something_is_called_complete(known):
    assert describe_completeness(status_parts(), HERE, **known)[0].text == "4 entities loaded"


def test_reading_that_goes_on_is_not_called_complete():
    graph = build_graph()
    reading = replace(graph, read_status=replace(graph.read_status, has_more=True))
    found = describe_completeness(status_parts(reading), HERE)
    assert found[0].text == "4 entities loaded so far"


def test_unread_parts_can_be_retried():
    found = describe_completeness(status_parts(build_graph(pages=3, gaps=("Stopped.",))), HERE)
    note = CompletenessNote("4 entities loaded, some could not be read", "try again", "again")
    assert replace(found[0], facts=()) == note


def test_deepening_below_the_depth_limit_raises_the_depth():
    here = Address(replace(QUERY, depth=3))
    first, found = describe_completeness(status_parts(depth_limits=LIMITS), here)
    assert (first.text, first.facts[-1]) == ("4 entities loaded", "depth 3 reached")
    assert found == CompletenessNote("1 branch may continue", "show more", Address(replace(QUERY, depth=4)))


def test_deepening_at_the_depth_limit_adds_a_round():
    limits = (*LIMITS, DepthLimit(JOB, Direction.ASCENDANTS))
    first, found = describe_completeness(status_parts(depth_limits=limits, rounds=2), HERE)
    assert first.facts[-1] == "depth 2 to 3 reached"
    assert found.text == "2 branches may continue"
    assert found.target == replace(HERE, expansion=Expansion(rounds=3))


def test_last_round_offers_no_further_round():
    found = part(describe_completeness(status_parts(depth_limits=LIMITS, rounds=MAX_ROUNDS), HERE), "branch")
    assert (found.link_text, found.target) == ("", None)


@pytest.mark.parametrize("depth", [3, 10])
def test_filtered_graph_offers_no_deepening(depth):
    filtered = Address(LineageQuery(ENDPOINT, depth=depth, filters=Filters(types=("Model",))))
    first, *rest = describe_completeness(status_parts(), filtered)
    assert first.facts[-1] == f"depth 3 of {depth} reached"
    if depth == 3:
        (found,) = rest
        assert found.text == "there may be more beyond depth 3"
        assert found.target == replace(filtered, query=replace(filtered.query, depth=4))
        assert first.text == "4 entities loaded"
    else:
        assert not rest
        assert first.text == "Complete: all 4 entities"


def build_two_way_parts(**known) -> ExtendedGraph:
    """Return DATA → JOB → MODEL → ENDPOINT, read from the model."""
    return status_parts(build_graph(MODEL, VERTICES.values(), LINE), **known)


def test_each_way_is_reported_with_its_own_depth():
    here = Address(LineageQuery(MODEL, depth_up=4, depth_down=3))
    found = describe_completeness(build_two_way_parts(), here)[0]
    assert found.facts[-1] == "depth 2 of 4 up and 1 of 3 down reached"


def test_only_the_way_that_reached_its_depth_is_followed_further():
    here = Address(LineageQuery(MODEL, depth_up=2, depth_down=3))
    limits = (DepthLimit(DATA, Direction.ASCENDANTS),)
    found = part(describe_completeness(build_two_way_parts(depth_limits=limits), here), "branch")
    assert found.target == Address(LineageQuery(MODEL, depth=3))  # both ways are equal then
    here = Address(LineageQuery(MODEL, depth=5, depth_down=1))
    limits = (DepthLimit(ENDPOINT, Direction.DESCENDANTS),)
    found = part(describe_completeness(build_two_way_parts(depth_limits=limits), here), "branch")
    assert found.target == Address(LineageQuery(MODEL, depth=5, depth_down=2))


def test_filtered_graph_names_the_way_whose_depth_was_reached():
    filtered = Filters(types=("Model",))
    here = Address(LineageQuery(MODEL, depth_up=2, depth_down=3, filters=filtered))
    found = part(describe_completeness(build_two_way_parts(), here), "depth")
    assert found.text == "there may be more beyond depth 2 up"
    assert found.target == Address(LineageQuery(MODEL, depth=3, filters=filtered))


def test_expanding_and_collapsing_are_undone_separately():
    extent = Expansion((ExpandedVertex(JOB, Reach.UP), ExpandedVertex(JOB, Reach.DOWN)), (MODEL,))
    here = replace(HERE, expansion=extent)
    found = describe_completeness(status_parts(expanded=extent.expanded, hidden_count=2), here)
    assert part(found, "expanded") == CompletenessNote(
        "1 entity expanded", "undo", replace(HERE, expansion=Expansion(collapsed=(MODEL,)))
    )
    assert part(found, "collapsed") == CompletenessNote(
        "2 entities collapsed", "show", replace(HERE, expansion=Expansion(extent.expanded))
    )


def test_undescribed_entities_are_reported_with_reasons():
    arns = [arn(VERTICES[DATA].lineage_type, f"d{n}") for n in range(MAX_REASONS + 2)]
    reasons = dict.fromkeys(arns, "Access denied.") | {arns[0]: "No such entity."}
    found = part(describe_completeness(status_parts(), HERE, undescribed=reasons, unnamed_count=4), "Details")
    assert found.text == "Details missing for 10 entities"
    assert found.target == ("9 entities: Access denied.", "d0: No such entity.")


def test_only_the_most_frequent_reasons_are_listed():
    arns = [arn(VERTICES[DATA].lineage_type, f"d{n}") for n in range(MAX_REASONS + 2)]
    reasons = {one: f"Reason {number:02d}." for number, one in enumerate(arns)}
    found = part(describe_completeness(status_parts(), HERE, undescribed=reasons), "Details")
    assert isinstance(found.target, tuple)
    assert found.target[0] == "d0: Reason 00."
    assert found.target[-1] == "And 2 entities more."


def test_every_way_to_continue_is_a_labeled_link_button_or_disclosure():
    parts = (
        CompletenessNote("Complete: all 4 entities", facts=("1 page read", "2 API calls")),
        CompletenessNote("4 entities loaded, some could not be read", "try again", "again"),
        CompletenessNote("1 branch may continue", "show more", replace(HERE, expansion=Expansion(rounds=1))),
        CompletenessNote("Details missing for 1 entity", "why", ("d0: Access denied.",)),
    )
    plain, again, deeper, why = (span.children for span in completeness_line(parts, link=format_link))
    (facts,) = plain
    summary, items = facts.children
    assert (summary.children, summary.title) == ("Complete: all 4 entities", "1 page read · 2 API calls")
    assert [item.children for item in items.children] == ["1 page read", "2 API calls"]
    assert (
        again[2].to_plotly_json()["props"]["aria-label"]
        == "Try again: 4 entities loaded, some could not be read"
    )
    assert (deeper[2].children, deeper[2].href) == (
        "show more",
        f"/?start={ENDPOINT}&direction=Ascendants&further=1",
    )
    assert "d0: Access denied." in str(why[2])


def test_status_line_counts_what_expanding_added():
    asked = build_graph(vertices=[VERTICES[MODEL], VERTICES[ENDPOINT]], associations=LINE[2:])
    grown = (ExpandedVertex(MODEL, Reach.ALL_UP), ExpandedVertex(JOB, Reach.UP))
    assert (
        summarize_expansion(ExtendedGraph(asked, build_graph(), expanded=grown))
        == " Expanding 2 entities added 2 entities and 2 associations."
    )
    assert summarize_expansion(ExtendedGraph(asked, asked, expanded=grown[:1])) == " Nothing more to show."
    assert summarize_expansion(ExtendedGraph(asked, asked)) == ""


def test_status_line_counts_what_contracting_left_out():
    shown = build_graph(vertices=[VERTICES[MODEL], VERTICES[ENDPOINT]], associations=LINE[2:])
    contracted = ExtendedGraph(build_graph(), shown, hidden_count=2, hidden_association_count=2)
    assert summarize_expansion(contracted) == " Collapsing hid 2 entities and 2 associations."


def test_denied_operations_are_named_in_the_line_itself():
    reasons = {
        DATA: "Access to sagemaker:DescribeArtifact was denied: no policy.",
        JOB: "Access to sagemaker:DescribeTrialComponent was denied: no policy.",
    }
    found = part(describe_completeness(status_parts(), HERE, undescribed=reasons), "Details")
    assert found.text == (
        "Details missing for 2 entities (access denied to DescribeArtifact and DescribeTrialComponent)"
    )


def test_file_tells_the_names_that_will_never_come():
    (*_, found) = describe_completeness(status_parts(), HERE, unnamed_count=2, is_final=True)
    assert found.text == "2 names did not load in time"


def test_graph_without_an_address_tells_only_what_could_not_be_described():
    found = describe_completeness(status_parts(), Address(), undescribed={DATA: "Gone."}, unnamed_count=3)
    assert [note.text for note in found] == ["Details missing for 1 entity"]
