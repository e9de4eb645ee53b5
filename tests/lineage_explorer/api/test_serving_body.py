"""Which version an endpoint serves, now and at a moment."""

from __future__ import annotations

import pytest

from lineage_explorer.errors import InvalidQuery
from tests.lineage_explorer.api.conftest import run_operation

PRODUCTION, DELETED = "endpoint/customer-churn-production", "endpoint/churn-scoring"


@pytest.mark.parametrize(
    ("values", "status", "version", "evidence", "words"),
    [
        ({}, "serving", "v8", "confirmed", "serves customer-churn v8, since 9 Nov 2026, confirmed"),
        (
            {"as_of": "2026-10-01"},
            "served",
            "v7",
            "lineage",
            "On 1 Oct 2026, customer-churn-production served",
        ),
        (
            {"as_of": "2026-11-09T07:03Z"},
            "switching",
            "v8",
            "lineage",
            "was switching to customer-churn v8",
        ),
        ({"as_of": "2026-11-09T09:03+02:00"}, "switching", "v8", "lineage", "At 07:03 UTC on 9 Nov 2026"),
        ({"as_of": "2026-11-09T07:07Z"}, "served", "v8", "lineage", "according to lineage"),
        ({"as_of": "2026-11-09"}, "served", "v8", "lineage", "customer-churn v7, then customer-churn v8"),
        ({"as_of": "2026-01-01"}, "not_recorded", None, "lineage", "by 1 Jan 2026 is on record"),
    ],
)
def test_version_of_the_production_endpoint(get_body, values, status, version, evidence, words):
    body = get_body("serving", start=PRODUCTION, **values)
    assert (body.status, body.version, body.evidence) == (status, version, evidence)
    assert words in body.sentence
    assert body.complete


def test_day_lists_all_that_served_in_its_course(get_body):
    body = get_body("serving", start=PRODUCTION, as_of="2026-11-09")
    assert [each.versions for each in body.deployments] == [("v8",), ("v7",)]
    assert body.deployments[1].until == body.deployments[0].since == body.since
    assert body.model_package_arn.endswith(":model-package/customer-churn/8")


def test_deleted_endpoint_tells_what_it_last_served(get_body):
    now, then = get_body("serving", start=DELETED), get_body("serving", start=DELETED, as_of="2026-10-01")
    assert (now.status, now.version, then.status, then.version) == ("deleted", "v5", "deleted", "v5")
    assert then.sentence == (
        "churn-scoring is deleted; on 1 Oct 2026 it had last served customer-churn v5. "
        "When it was deleted is not on record."
    )


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("customer-churn-production", "v7"),
        ("customer-churn-staging", "v7"),
        ("payment-fraud-authorisation", "v3"),
        ("payment-fraud-shadow", "v3"),
    ],
)
def test_versions_on_the_first_of_october(get_body, name, version):
    assert get_body("serving", start=f"endpoint/{name}", as_of="2026-10-01").version == version


def test_denied_configuration_leaves_what_lineage_tells(build_demo_scope):
    body = run_operation(build_demo_scope("DescribeEndpoint"), "serving", start=PRODUCTION)
    assert (body.version, body.evidence, body.complete) == ("v8", "lineage", False)
    assert "according to lineage" in body.sentence
    assert "DescribeEndpoint" in body.gaps[0]


def test_denied_deployments_are_not_taken_for_none(build_demo_scope):
    scope = build_demo_scope("DescribeAction", "ListActions", "DescribeEndpoint")
    body = run_operation(scope, "serving", start=PRODUCTION, as_of="2026-10-01")
    assert (body.status, body.version, body.complete) == ("unknown", None, False)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"start": PRODUCTION, "as_of": "soon"}, "soon"),
        ({"start": PRODUCTION, "as_of": "2999-01-01"}, "2999"),
        ({"start": "customer-churn v8"}, "model package customer-churn v8"),
        ({}, "start"),
    ],
)
def test_wrong_requests_are_explained(get_body, values, named):
    with pytest.raises(InvalidQuery, match=named):
        get_body("serving", **values)
