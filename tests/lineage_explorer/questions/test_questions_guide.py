"""The guide to the questions is up to date."""

import pytest

from docs.questions_guide import GUIDE, build_guide
from lineage_explorer.questions.registry import QUESTIONS
from tests.support.question_accounts import demo_account


@pytest.fixture(scope="module")
def generated_guide(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield build_guide(subject.client)


def test_the_guide_is_up_to_date(generated_guide):
    assert GUIDE.read_text(encoding="utf-8") == generated_guide, "run `make guide`"


def test_every_question_has_an_example_with_results(generated_guide):
    sections = generated_guide.split("\n## ")[1:]

    assert [section.partition("\n")[0] for section in sections] == [
        question.wording for question in QUESTIONS
    ]
    assert [section for section in sections if "| name | type | when | status |" not in section] == []
