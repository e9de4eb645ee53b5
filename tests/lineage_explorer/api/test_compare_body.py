"""Comparisons of the demo account: the worked examples, whatever asks for them."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from lineage_explorer.api.agent_tools import TOOLS, run_tool
from lineage_explorer.errors import InvalidQuery, SourceError
from lineage_explorer.export.export_request import run_export
from tests.lineage_explorer.api.conftest import run_operation

PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/"
SIX, SEVEN, EIGHT = f"{PACKAGE}6", f"{PACKAGE}7", f"{PACKAGE}8"
PRODUCTION, STAGING = "endpoint/customer-churn-production", "endpoint/customer-churn-staging"


def counts(body) -> tuple[int, ...]:
    found = body.counts
    return found.same, found.again, found.changed, found.a, found.b, found.unknown


def facts(body) -> set[tuple[str, str, str]]:
    return {(fact.fact, fact.a, fact.b) for part in body.parts for fact in part.facts}


@pytest.mark.parametrize(
    ("first", "second", "expected", "associations"),
    [
        (SIX, SEVEN, (6, 3, 17, 0, 5, 0), (30, 0, 5)),
        (SEVEN, SIX, (6, 3, 17, 5, 0, 0), (30, 5, 0)),
        (SEVEN, EIGHT, (19, 4, 5, 3, 0, 0), (31, 4, 0)),
        (SEVEN, SEVEN, (31, 0, 0, 0, 0, 0), (35, 0, 0)),
        (PRODUCTION, STAGING, (28, 0, 0, 0, 0, 0), (31, 0, 0)),
    ],
)
def test_worked_examples(get_body, first, second, expected, associations):
    body = get_body("compare", start=first, against=second)
    found = body.associations
    assert counts(body) == expected
    assert (found.both, found.a, found.b) == associations
    assert body.complete


def test_what_differs_between_versions_six_and_seven(get_body):
    body = get_body("compare", start=SIX, against=SEVEN)
    assert body.sentence.startswith(
        "customer-churn v7 against v6: 17 parts changed, 5 new, 3 made again, 6 same."
    )
    assert body.notes == ("Batch jobs that used the model: 0 → 2.",)
    assert facts(body) >= {
        ("rows", "437402", "441036"),
        ("rows", "306181", "308725"),
        ("auc", "0.871", "0.884"),
        ("test:accuracy", "0.902", "0.915"),
        ("test:f1", "0.729", "0.742"),
        ("disparate_impact", "0.71", "0.93"),
        ("decision", "Rejected", "Approved"),
    }
    told = {fact.fact for part in body.parts for fact in part.facts}
    assert told.isdisjoint({"approver", "eta", "max_depth"})
    (commit,) = (fact for part in body.parts for fact in part.facts if fact.stage == "commit")
    assert (commit.a[:8], commit.b[:8]) == ("1f86cf85", "13dbb16b")
    assert {part.part for part in body.parts if part.state == "b"} == {
        "network-quality.parquet",
        "Deploy v7",
        "customer-churn-production",
        "customer-churn-staging",
    }


def test_version_eight_was_approved_without_the_check_of_seven(get_body):
    body = get_body("compare", start=SEVEN, against=EIGHT)
    assert "customer-churn v8 was approved without ChurnBias, which customer-churn v7 had." in body.sentence
    assert facts(body) >= {
        ("eta", "0.1", "0.05"),
        ("max_depth", "6", "8"),
        ("approver", "june-castellanos", "priya-raman"),
    }
    assert [part.part for part in body.parts if part.state == "a"] == [
        "analysis.json",
        "clarify-processing:1.0",
        "ChurnBias",
    ]


def test_other_products_are_not_said_to_lack_a_check(get_body):
    abalone = "arn:aws:sagemaker:us-west-2:000000000000:model-package/abalone/1"
    body = get_body("compare", start=abalone, against=EIGHT)
    assert "without" not in body.sentence
    assert "Approver not on record → priya-raman." in body.sentence
    assert body.complete


@pytest.mark.parametrize(
    ("first", "second", "expected", "associations"),
    [
        ("model-package/payment-fraud/2", "model-package/payment-fraud/3", (22, 5, 7, 0, 5, 0), (34, 0, 6)),
        ("model-package/payment-fraud/3", "model-package/payment-fraud/2", (22, 5, 7, 5, 0, 0), (34, 6, 0)),
        ("endpoint/payment-fraud-authorisation", "endpoint/payment-fraud-shadow", (39, 0, 0, 0, 0, 0), (40, 0, 0)),
        ("endpoint/abalone", "endpoint/abalone", (13, 0, 0, 0, 0, 0), (16, 0, 0)),
        (
            "model-package/lineage-test-1638576916/1",
            "model-package/lineage-test-1638749736/1",
            (3, 7, 0, 0, 0, 0),
            (10, 0, 0),
        ),
    ],
)  # fmt: skip
def test_other_products_and_their_mirrors(get_body, first, second, expected, associations):
    prefix = "arn:aws:sagemaker:us-west-2:000000000000:"
    body = get_body("compare", start=prefix + first, against=prefix + second)
    found = body.associations
    assert (counts(body), (found.both, found.a, found.b)) == (expected, associations)


@pytest.mark.parametrize(("day", "entities"), [("2026-10-01", 21), ("2026-11-05", 21)])
def test_endpoint_then_and_now(get_body, day, entities):
    body = get_body("compare", start=PRODUCTION, against=PRODUCTION, as_of=day)
    assert (body.entities_a, body.entities_b) == (entities, 27)
    assert (body.associations.both, body.associations.b) == (25, 12)
    assert body.counts.b == 6


def test_entities_that_existed_and_were_not_connected_are_told(get_body):
    body = get_body("compare", start=PRODUCTION, against=PRODUCTION, as_of="2026-11-05")
    assert "By 2026-11-05, 26 of these entities existed; 21 were connected." in body.notes


def test_endpoints_are_compared_by_what_they_served(get_body):
    body = get_body("compare", start=PRODUCTION, against=STAGING, as_of="2026-10-01")
    assert counts(body) == (19, 4, 5, 3, 0, 0)
    assert "(customer-churn v7) on 1 Oct" in body.title_a


def test_lineage_as_it_was(get_body):
    body = get_body("lineage", start=PRODUCTION, as_of="2026-10-01")
    assert (body.vertex_count, body.edge_count) == (21, 25)


@pytest.mark.parametrize(
    ("question", "count", "words"),
    [("endpoint-jobs", 3, "3 jobs went into"), ("context-actions", 3, "2 approvals and 1 deployment")],
)
def test_questions_are_answered_as_of_a_moment(get_body, question, count, words):
    then = get_body("answer", start=PRODUCTION, question=question, as_of="2026-10-01")
    now = get_body("answer", start=PRODUCTION, question=question)
    assert then.count == count < now.count
    assert words in then.sentence
    assert then.sentence.endswith("As of 2026-10-01.")
    assert "serves now" not in then.sentence


def test_filters_and_expansions_keep_to_the_moment(get_body):
    typed = get_body("lineage", start=PRODUCTION, as_of="2026-10-01", type="Model")
    alone = get_body("lineage", start=PRODUCTION, as_of="2026-10-01", type="Model", paths="0")
    assert (typed.vertex_count, alone.vertex_count) == (4, 3)
    seven = next(each.arn for each in typed.vertices if each.title == "customer-churn v7")
    grown = get_body("lineage", start=PRODUCTION, as_of="2026-10-01", grow=f"all:{seven}")
    assert not any("v8" in each.title for each in grown.vertices)
    whole = get_body("lineage", start=PRODUCTION, as_of="2026-10-01")
    assert {each.serving for each in whole.vertices if each.title == "customer-churn v7"} == {"serving"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"against": "endpoint/customer-churn-production"}, "choose two of a kind"),
        ({"against": "nothing-like-this"}, "“against” names nothing"),
        ({}, "“against” is missing"),
        ({"against": SIX, "as_of": "2030-01-01"}, "in the future"),
        ({"against": SIX, "as_of": "2026-01-01"}, "was made on 2026-08-24"),
        ({"against": SIX, "only": "some"}, "use one of same, again"),
        ({"against": SIX, "as_of": "soon"}, "is not a date"),
    ],
)
def test_what_cannot_be_compared_gets_its_sentence(get_body, values, words):
    with pytest.raises(InvalidQuery, match=words):
        get_body("compare", start=SEVEN, **values)


def test_only_one_state_of_parts(get_body):
    body = get_body("compare", start=SIX, against=SEVEN, only="again")
    assert {part.state for part in body.parts} == {"again"}
    assert counts(body) == (6, 3, 17, 0, 5, 0)
    assert body.link.endswith("only=again")


def test_denied_descriptions_leave_parts_unknown(build_demo_scope):
    denied = ("DescribeArtifact", "DescribeAction", "DescribeContext", "DescribeTrialComponent")
    scope = build_demo_scope(*denied)
    client_arns = [
        part.a_arn for part in run_operation(build_demo_scope(), "compare", start=SIX, against=SEVEN).parts
    ]
    assert client_arns
    body = run_operation(scope, "compare", start=SIX, against=SEVEN)
    assert body.counts.unknown > 0
    assert (body.counts.again, body.counts.changed, body.counts.a, body.counts.b) == (0, 0, 0, 0)
    assert not body.complete
    assert any("DescribeArtifact" in gap for gap in body.gaps)


def test_denied_reading_is_an_error(build_demo_scope):
    with pytest.raises(SourceError):
        run_operation(build_demo_scope("QueryLineage"), "compare", start=SIX, against=SEVEN)


def test_denied_associations_are_told_for_a_moment(build_demo_scope):
    with pytest.raises(SourceError, match="ListAssociations"):
        run_operation(
            build_demo_scope("ListAssociations"),
            "compare",
            start=PRODUCTION,
            against=PRODUCTION,
            as_of="2026-10-01",
        )


def test_files_say_what_the_comparison_says(demo_scope, get_body):
    body = get_body("compare", start=SIX, against=SEVEN)
    search = f"start={SIX}&against={body.against}"
    start = body.start

    def export(form: str) -> bytes:
        return b"".join(
            demo_scope.run(f"?format={form}&start={start}&against={body.against}", run_export).chunks
        )

    assert search
    rows = list(csv.DictReader(io.StringIO(export("csv").decode())))
    assert list(rows[0]) == ["part", "stage", "state", "why", "fact", "a", "b", "a_arn", "b_arn"]
    told = {(fact.fact, fact.a, fact.b) for part in body.parts for fact in part.facts}
    assert {(row["fact"], row["a"], row["b"]) for row in rows if row["fact"]} == told
    assert len({(row["a_arn"], row["b_arn"]) for row in rows}) == len(body.parts)
    found = json.loads(export("json"))["comparison"]
    assert found["counts"] == {"same": 6, "again": 3, "changed": 17, "a": 0, "b": 5, "unknown": 0}
    assert len(found["parts"]) == 31
    sheet = openpyxl.load_workbook(io.BytesIO(export("xlsx")))["Comparison"]
    assert sheet.max_row == len(rows) + 1


def test_names_are_hidden_in_a_comparison(demo_scope):
    values = {"start": SIX, "against": SEVEN, "share": "1"}
    body = run_operation(demo_scope, "compare", **values)
    assert counts(body) == (6, 3, 17, 0, 5, 0)
    told = repr(body)
    assert not any(name in told for name in ("june", "castellanos", "000000000000", "orchard-telecom"))


def test_agents_compare(demo_scope):
    tool = next(each for each in TOOLS if each.name == "compare")
    result = run_tool(demo_scope, tool, {"start": SEVEN, "against": EIGHT}, page_url="http://127.0.0.1:8050")
    assert result.text.startswith("customer-churn v8 against v7: 5 parts changed")
    assert "  - max_depth: 6 → 8" in result.text
    assert "In the explorer: http://127.0.0.1:8050/?start=" in result.text
