"""What was searched is said as it was."""

from __future__ import annotations

import pytest

from lineage_explorer.sources.protocols import SearchBound, Suggestions
from lineage_explorer.views.search_texts import describe_matches, explain_no_match

WAY_OUT = "Paste an ARN or S3 URI to search everything."


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            Suggestions(()),
            "No match for “churn” in the whole account. Check the spelling, or paste an ARN or S3 URI.",
        ),
        (
            Suggestions((), scopes=("endpoints", "jobs"), bounds=(SearchBound(1_200, "artifacts"),)),
            f"No match for “churn” among all endpoints and jobs and the newest 1,200 artifacts. {WAY_OUT}",
        ),
        (
            Suggestions(
                (),
                bounds=(
                    SearchBound(100, "artifacts"),
                    SearchBound(100, "actions"),
                    SearchBound(300, "artifacts"),
                ),
            ),
            f"No match for “churn” among the newest 400 artifacts and 100 actions. {WAY_OUT}",
        ),
        (
            Suggestions((), gaps=("Access denied: no",)),
            f"No match for “churn”. {WAY_OUT}",
        ),
    ],
)
def test_no_match_says_what_was_searched_and_the_way_out(found, sentence):
    assert explain_no_match(" churn ", found) == sentence


def test_long_text_is_cut_in_the_middle():
    assert len(explain_no_match("x" * 500, Suggestions(()))) < 200


def test_matches_say_whether_everything_was_searched():
    assert describe_matches(Suggestions(())) == "Matches"
    bounded = Suggestions((), bounds=(SearchBound(100, "actions"),))
    assert describe_matches(bounded) == "Newest matches (not all were searched)"
