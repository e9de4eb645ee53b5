"""Counting phrases, and both spellings of an S3 source."""

import pytest

from lineage_explorer.questions import answer
from lineage_explorer.questions.answer import ResultItem
from lineage_explorer.questions.relationship_questions import list_source_spellings
from lineage_explorer.sources.linked_resources import DELETED
from tests.support.graph_builders import DATA


def item(distance=None, status=""):
    return ResultItem(DATA, DATA, "data", "DataSet", status=status, distance=distance)


@pytest.mark.parametrize(
    ("statuses", "clause"),
    [
        (["", "InService"], ""),
        ([DELETED], "; it is deleted"),
        ([DELETED, DELETED], "; all deleted"),
        ([DELETED, ""], "; 1 deleted"),
        ([DELETED, DELETED, "InService"], "; 2 deleted"),
    ],
)
def test_deleted_resources_are_counted(statuses, clause):
    assert answer.format_deleted([item(status=status) for status in statuses]) == clause


@pytest.mark.parametrize(
    ("distances", "clause"),
    [([1, 1], ""), ([3, 2, 2, 5], "; 2 directly, 2 further away"), ([None, None], ""), ([], "")],
)
def test_nearest_results_are_counted_separately_from_farther_ones(distances, clause):
    assert answer.format_nearest([item(distance) for distance in distances]) == clause


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [(1, "entity", "1 entity"), (2, "entity", "2 entities"), (2000, "data set", "2,000 data sets")],
)
def test_numbers_are_followed_by_singular_or_plural_nouns(number, noun, text):
    assert answer.format_count(number, noun) == text


def test_titles_are_counted_and_sorted_by_frequency():
    assert (
        answer.format_title_counts(["model", "data set", "image", "data set"])
        == "2 data sets, 1 image and 1 model"
    )


@pytest.mark.parametrize(
    ("uri", "spelled"),
    [
        ("s3://b/p", ("s3://b/p", "s3://b/p/")),
        ("s3://b/p/", ("s3://b/p/", "s3://b/p")),
        ("models:/m/4", ("models:/m/4",)),
    ],
)
def test_an_s3_source_is_looked_up_with_and_without_a_slash(uri, spelled):
    assert list_source_spellings(uri) == spelled
