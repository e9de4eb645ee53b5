"""Whom a change reaches: what depends on an entity, the most urgent first, with owners."""

from __future__ import annotations

import pytest

from lineage_explorer.errors import AccessDenied, InvalidQuery
from tests.lineage_explorer.api.conftest import run_operation

OLD_DATA = "s3://orchard-telecom-ml/churn/runs/jjhww2j16b21/train/train.csv"
SERVED_DATA = "s3://orchard-telecom-ml/churn/runs/dxzqrhrcf8mu/train/train.csv"


def list_titles(body, group):
    return [item.title for item in body.items if item.group == group]


def test_data_that_serves_no_longer_names_former_and_deleted_endpoints(get_body):
    body = get_body("impact", start=OLD_DATA)
    assert sum(body.counts.values()) == len(body.items) == 35
    assert body.counts.get("serving", 0) == body.counts.get("uncertain", 0) == 0
    assert list_titles(body, "former") == ["customer-churn-staging"]
    assert list_titles(body, "deleted") == ["churn-scoring"] == [body.items[-1].title]
    assert body.sentence.startswith("35 entities depend on data set train.csv. No endpoint serves it now.")
    assert body.complete


def test_data_in_service_begins_with_its_endpoints(get_body):
    body = get_body("impact", start=SERVED_DATA)
    assert len(body.items) == 25
    assert [item.title for item in body.items[:2]] == ["customer-churn-production", "customer-churn-staging"]
    assert [item.state for item in body.items[:2]] == ["Serving v8", "Serving v8"]
    assert list_titles(body, "approved") == ["customer-churn v7", "customer-churn v8"]
    assert "2 endpoints serve it now" in body.sentence


def test_owner_of_production_is_its_team_by_the_tag_of_the_context(get_body):
    owner = get_body("impact", start=SERVED_DATA).items[0].owner
    assert (owner.name, owner.source, owner.is_role) == ("retention", "tag “team” of the entity", False)


def test_without_tags_the_approver_is_asked_and_a_role_is_no_person(build_demo_scope):
    body = run_operation(build_demo_scope("ListTags"), "impact", start=SERVED_DATA)
    owners = {item.title: item.owner for item in body.items}
    endpoint, job = owners["customer-churn-production"], owners["ChurnTrain"]
    assert (endpoint.name, endpoint.source) == ("priya-raman", "approved its version")
    assert (owners["customer-churn v7"].name, owners["customer-churn v7"].source) == (
        "june-castellanos",
        "changed it last",
    )
    assert job.is_role
    assert not body.complete
    assert "ListTags" in body.gaps[0]


def test_endpoints_that_cannot_be_read_may_serve_it(build_demo_scope):
    body = run_operation(build_demo_scope("DescribeEndpoint"), "impact", start=SERVED_DATA)
    assert body.counts["uncertain"] == 2
    assert "serving" not in body.counts
    assert "No endpoint serves it now" not in body.sentence
    assert not body.complete


def test_versions_whose_approval_cannot_be_read_are_told_apart(build_demo_scope):
    body = run_operation(build_demo_scope("DescribeModelPackage"), "impact", start=SERVED_DATA)
    assert body.counts["undecided"] == 2
    assert "approved" not in body.counts


def test_pages_follow_each_other(get_body):
    whole = get_body("impact", start=SERVED_DATA)
    first = get_body("impact", start=SERVED_DATA, limit=20)
    rest = get_body("impact", start=SERVED_DATA, limit=20, cursor=first.next)
    assert first.items + rest.items == whole.items
    assert rest.next is None


def test_filters_of_an_address_hide_nobody(get_body):
    assert len(get_body("impact", start=SERVED_DATA, type="Endpoint").items) == 25


def test_names_are_hidden_in_shared_lists(build_demo_scope):
    body = run_operation(build_demo_scope("ListTags"), "impact", start=SERVED_DATA, share="1")
    text = repr(body)
    for name in ("priya", "june", "castellanos", "orchard-telecom-ml", "000000000000"):
        assert name not in text
    assert len(body.items) == 25


def test_start_is_needed(get_body):
    with pytest.raises(InvalidQuery, match="start"):
        get_body("impact")


def test_of_a_past_day_lineage_tells_whom_a_change_reached(get_body):
    body = get_body("impact", start=SERVED_DATA, as_of="2026-10-01")
    assert [(item.title, item.state) for item in body.items[:2]] == [
        ("customer-churn-production", "Served v7, according to lineage"),
        ("customer-churn-staging", "Served v7, according to lineage"),
    ]
    assert "depended on data set train.csv as of 2026-10-01" in body.sentence
    assert len(body.items) < len(get_body("impact", start=SERVED_DATA).items)
    assert "as_of=2026-10-01" in body.link
    assert body.as_of.isoformat() == "2026-10-01T23:59:59+00:00"
    assert any("Owners are those of now" in note for note in body.notes)


def test_a_version_has_the_approval_that_it_had_on_a_past_day(get_body):
    before, after = (get_body("impact", start=SERVED_DATA, as_of=day) for day in ("2026-08-25", "2026-08-28"))
    assert list_titles(before, "approved") == []
    assert list_titles(after, "approved") == ["customer-churn v7"]
    assert [item.state for item in before.items if item.title == "customer-churn v7"] == ["Pending"]


def test_an_endpoint_that_is_gone_could_not_be_decided_on_a_past_day(get_body):
    body = get_body("impact", start=OLD_DATA, as_of="2026-10-01")
    assert list_titles(body, "uncertain") == ["churn-scoring"]
    assert "For 1 endpoint it could not be decided: churn-scoring" in body.sentence
    assert "deleted" not in body.counts


def test_denied_approvals_of_a_past_day_could_not_be_decided(build_demo_scope):
    body = run_operation(
        build_demo_scope("DescribeAction", "ListActions"), "impact", start=SERVED_DATA, as_of="2026-10-01"
    )
    assert list_titles(body, "undecided") == ["customer-churn v7"]
    assert list_titles(body, "serving") == []
    assert "could not be decided" in body.sentence


def test_past_without_times_of_associations_is_refused(build_demo_scope):
    with pytest.raises(AccessDenied):
        run_operation(build_demo_scope("ListAssociations"), "impact", start=SERVED_DATA, as_of="2026-10-01")


def test_impact_of_the_future_is_refused(get_body):
    with pytest.raises(InvalidQuery, match="in the future"):
        get_body("impact", start=SERVED_DATA, as_of="2099-01-01")
