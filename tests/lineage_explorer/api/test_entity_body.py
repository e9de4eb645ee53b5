"""Entities, matches and questions as JSON."""

from __future__ import annotations

import pytest

from lineage_explorer.errors import EntityNotFound, InvalidQuery
from lineage_explorer.questions.registry import QUESTIONS
from tests.lineage_explorer.api.conftest import run_operation

VERSION = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/7"
UNKNOWN = f"arn:aws:sagemaker:us-west-2:000000000000:artifact/{'0' * 32}"


def test_entity_has_facts_tags_neighbors_and_questions(get_body):
    body = get_body("entity", arn=VERSION)
    assert (body.title, body.kind, body.source_uri) == ("customer-churn v7", "Model package", VERSION)
    assert any(fact.section == "Model registry" and fact.title == "Approval" for fact in body.facts)
    assert body.tags is not None
    assert {each.type for each in body.children} >= {"Approval"} or body.children
    assert body.questions[0].slug == "model-datasets"
    assert body.console_url.startswith("https://")
    assert body.complete


def test_metrics_of_a_job_are_numbers_and_facts(get_body):
    (version,) = get_body("search", text=VERSION).matches
    lineage = get_body("lineage", start=version.arn, direction="Ascendants", type="TrainingJob")
    job = next(each.arn for each in lineage.vertices if each.role == "match")
    body = get_body("entity", arn=job)
    assert body.metrics
    assert {fact.title for fact in body.facts if fact.section == "Metrics"} >= {
        f"{body.metrics[0].name} (last)"
    }


def test_unknown_entity_is_not_found_but_a_denied_one_is_partial(get_body, build_demo_scope):
    with pytest.raises(EntityNotFound):
        get_body("entity", arn=UNKNOWN)
    denied = build_demo_scope("DescribeArtifact", "ListTags")
    arn = get_body("search", text=VERSION).matches[0].arn
    body = run_operation(denied, "entity", arn=arn)
    assert (body.complete, body.tags) == (False, None)
    assert any("DescribeArtifact" in gap for gap in body.gaps)
    assert body.children


def test_console_link_is_left_out_where_names_are_hidden(get_body):
    body = get_body("entity", arn=VERSION, share=1)
    assert body.console_url is None
    assert "000000000000" not in str(body)
    assert body.link.endswith("share=1")


def test_search_finds_names_sources_and_nothing(get_body):
    assert get_body("search", text="train.csv").matches[0].title == "train.csv"
    (found,) = get_body("search", text=VERSION).matches
    assert found.title == "customer-churn v7"
    nothing = get_body("search", text="s3://nowhere/at/all")
    assert (nothing.matches, nothing.complete) == ((), True)
    assert "s3://nowhere/at/all" in nothing.sentence


@pytest.mark.parametrize(("values", "named"), [({}, "text"), ({"text": "x" * 200}, "200 characters")])
def test_search_says_what_is_wrong_with_its_text(get_body, values, named):
    with pytest.raises(InvalidQuery, match=named):
        get_body("search", **values)


def test_search_that_was_denied_says_so(build_demo_scope):
    body = run_operation(build_demo_scope("ListArtifacts"), "search", text="customer-churn")
    assert not body.complete
    assert any("ListArtifacts" in gap for gap in body.gaps)


def test_questions_of_a_start_come_with_links_and_all_without_one(get_body):
    body = get_body("questions", start=VERSION)
    assert body.title == "customer-churn v7"
    assert body.questions[0].link == f"/?start={body.start}&question=model-datasets"
    everything = get_body("questions")
    assert [each.slug for each in everything.questions] == [each.slug for each in QUESTIONS]
    assert everything.start is None
