"""Answers as text and CSV: aligned, cut where they must be, harmless."""

from __future__ import annotations

import csv
import io

import pytest

from lineage_explorer.api.answer_body import AnswerBody, AnswerItem
from lineage_explorer.api.terminal_text import format_body, format_csv, require_question
from lineage_explorer.errors import InvalidQuery

PRODUCTION = "endpoint/customer-churn-production"


def build_body(*items: AnswerItem) -> AnswerBody:
    return AnswerBody(
        question="picture",
        wording="",
        start="a",
        title="a",
        sentence="This is what it looks like.",
        items=items,
        count=len(items),
        next=None,
        code="",
        complete=True,
        gaps=(),
        link="/",
    )


def build_item(title: str, **values: str) -> AnswerItem:
    empty = dict.fromkeys(
        ("arn", "created", "created_by", "status", "serving", "source", "distance", "unread")
    )
    texts = {"identifier": title, "title": title, "subtitle": "", "type": "Model", "kind": "Model"}
    return AnswerItem(**{**empty, **texts, **values})


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(get_body, width):
    for question in ("endpoint-models", "endpoint-datasets", "picture"):
        text = format_body(get_body("answer", start=PRODUCTION, question=question), width=width)
        assert max(map(len, text.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines())) <= width
    text = format_body(get_body("questions", start=PRODUCTION), width=width)
    assert "job-pipeline-execution " in text


def test_wide_characters_keep_columns_aligned():
    text = format_body(build_body(build_item("模型"), build_item("model")), width=None)
    *_, first, second = text.splitlines()
    assert (first, second) == ("模型   Model", "model  Model")


def test_answer_without_items_is_its_sentence():
    assert format_body(build_body(), width=None) == "This is what it looks like.\n"


def test_cells_that_a_spreadsheet_or_a_terminal_would_run_are_defused():
    body = build_body(build_item("\x1b[31mred", identifier="=1+1", type="-x", source='s3://b/é,"k"'))
    (row,) = csv.DictReader(io.StringIO(format_csv(body)))
    assert (row["identifier"], row["type"], row["source"]) == ("'=1+1", "'-x", 's3://b/é,"k"')
    assert "\x1b" not in format_body(body, width=None)
    assert "\\u001b[31mred" in format_body(body, width=None)


def test_near_questions_are_offered_first():
    with pytest.raises(
        InvalidQuery, match=r"^“dataset-endpoint” is not a question. Did you mean dataset-endpoints"
    ):
        require_question("dataset-endpoint")
    with pytest.raises(InvalidQuery, match=r"is not a question\.\n"):
        require_question("?")
    require_question("picture")
