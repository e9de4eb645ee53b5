"""What served at a moment of the past, according to lineage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.graph.serving import Deployment, Evidence, ServingRecord
from lineage_explorer.graph.serving_history import Period, find_at, find_current

ENDPOINT, FIRST, SECOND = Arn("endpoint"), Arn("first"), Arn("second")
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def after(**time: int) -> datetime:
    return MONDAY + timedelta(**time)


# first: Monday 10:00 - 10:06, second: Wednesday 08:00
NEW = Deployment(SECOND, after(days=2, hours=8), "b", (Arn("v2"),))
OLD = Deployment(FIRST, after(hours=10), "a", (Arn("v1"),), ended=NEW.began)
ENTITIES = {FIRST: Entity(FIRST, LineageType.ACTION, modified=after(hours=10, minutes=6))}


def build_record(current: Deployment | None = NEW, evidence: Evidence = Evidence.CONFIRMED) -> ServingRecord:
    return ServingRecord(ENDPOINT, (NEW, OLD), current, evidence)


@pytest.mark.parametrize(
    ("period", "status", "actions"),
    [
        (Period(after(hours=9)), "not_recorded", []),
        (Period(after(hours=10)), "switching", [FIRST]),
        (Period(after(hours=10, minutes=6)), "served", [FIRST]),
        (Period(after(days=2, hours=8)), "served", [SECOND]),
        (Period(MONDAY, is_day=True), "served", [FIRST]),
        (Period(after(days=1), is_day=True), "served", [FIRST]),
        (Period(after(days=2), is_day=True), "served", [SECOND, FIRST]),
        (Period(after(days=-1), is_day=True), "not_recorded", []),
    ],
)
def test_newest_deployment_until_then_served(period, status, actions):
    moment = find_at(build_record(), period, ENTITIES, fully_read={ENDPOINT})
    assert (moment.status, [each.action for each in moment.deployments]) == (status, actions)
    assert moment.evidence is Evidence.LINEAGE
    assert (moment.deployment and moment.deployment.action) == (actions[0] if actions else None)


def test_deleted_endpoint_has_no_end_on_record():
    record = build_record(None, Evidence.DELETED)
    assert find_at(record, Period(after(days=5)), {}, fully_read={ENDPOINT}).status == "deleted"
    assert find_at(record, Period(after(days=1)), {}, fully_read={ENDPOINT}).status == "served"
    assert find_current(record).deployment is NEW


def test_nothing_is_said_where_deployments_may_be_missing():
    assert find_at(build_record(), Period(after(days=1)), {}, fully_read=()).status == "unknown"
    undated = ServingRecord(ENDPOINT, (NEW, Deployment(FIRST, None, "a", ())), NEW, Evidence.CONFIRMED)
    assert find_at(undated, Period(after(days=1)), {}, fully_read={ENDPOINT}).status == "unknown"


@pytest.mark.parametrize(
    ("current", "evidence", "status"),
    [
        (NEW, Evidence.CONFIRMED, "serving"),
        (NEW, Evidence.LINEAGE, "serving"),
        (None, Evidence.OTHER_CONFIGURATION, "other"),
        (None, Evidence.UNKNOWN, "unknown"),
    ],
)
def test_present_follows_the_record(current, evidence, status):
    moment = find_current(build_record(current, evidence))
    assert (moment.status, moment.deployment, moment.evidence) == (status, current, evidence)
