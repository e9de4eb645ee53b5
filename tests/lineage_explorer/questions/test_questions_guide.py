"""The guide to the questions says what they do now."""

import pytest

from docs.questions_guide import GUIDE, build_guide
from lineage_explorer.questions.registry import QUESTIONS
from tests.support.question_accounts import demo_account


@pytest.fixture(scope="module")
def written(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield build_guide(subject.client)


def test_the_guide_is_up_to_date(written):
    assert GUIDE.read_text(encoding="utf-8") == written, "run `make guide`"


def test_every_question_has_an_example_that_found_something(written):
    sections = written.split("\n## ")[1:]

    assert [section.partition("\n")[0] for section in sections] == [
        question.wording for question in QUESTIONS
    ]
    assert [section for section in sections if "| name | type | when | status |" not in section] == []
