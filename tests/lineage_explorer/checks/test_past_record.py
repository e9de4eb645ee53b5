"""Checks of a past day: what is not known of it is not judged, and never passes quietly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.checks.accepted_findings import AcceptedFinding
from lineage_explorer.checks.check_report import RULES_BY_ID, CheckReport, accept_findings, check_record
from lineage_explorer.checks.past_record import look_back_record
from lineage_explorer.checks.rule import Section, Verdict
from lineage_explorer.checks.wanted_lookups import list_wanted
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.sources.lineage_record import Failure, Lookup, Unread
from tests.support.lineage_records import JUNE, NOW, GoodLineage, resource

DAY = 10
"""Days before now that are asked about; everything of the lineage is older."""

GONE = Unread(Failure.GONE, "It no longer exists.")
PACKAGE = resource("model-package", "churn/2")
SOURCE = resource("endpoint", "churn-live")


def find_period(days: float = DAY) -> Period:
    day = (NOW - timedelta(days=days)).replace(hour=0)
    return Period(day, is_day=True)


def settle(draft: GoodLineage) -> GoodLineage:
    """Let nothing have been changed since it was made, or since its job had ended."""
    for arn, entity in draft.entities.items():
        draft.change(arn, modified=entity.ended or entity.created)
    for lookup, facts in draft.resources.items():
        draft.resources[lookup] = replace(facts, modified=NOW - timedelta(days=14), created=None)
    return draft


def check_past(draft: GoodLineage, days: float = DAY, **changes) -> CheckReport:
    record = replace(draft.build(), period=find_period(days), **changes)
    return check_record(look_back_record(record))


def result_of(report: CheckReport, rule: str):
    return next(each for each in report.results if each.rule.id == rule)


def verdict_of(report: CheckReport, rule: str) -> Verdict | None:
    return result_of(report, rule).verdict


def test_what_has_not_changed_since_is_judged_as_now():
    report = check_past(settle(GoodLineage()))
    judged = [each for each in report.results if each.rule.section is not Section.RECORDS]
    verdicts = {each.rule.id: each.verdict for each in judged if each.rule.id != "owner-unknown"}
    assert set(verdicts.values()) == {Verdict.PASSED}


@pytest.mark.parametrize("rule", [each for each in RULES_BY_ID.values() if each.section is Section.RECORDS])
def test_faults_that_are_mended_by_deleting_them_never_pass(rule):
    result = result_of(check_past(settle(GoodLineage())), rule.id)
    assert result.verdict is Verdict.NOT_JUDGED
    assert "What was deleted since 2026-11-18 is not on record." in result.doubts


def test_report_names_its_day():
    report = check_past(settle(GoodLineage()))
    assert report.heading == "Checks of the account as of 2026-11-18"
    assert "as of 2026-11-18" in report.sentence
    assert "2026-11-18" in report.notes[0]


def test_report_of_now_has_no_notes_and_no_day():
    report = check_record(GoodLineage().build())
    assert report.notes == ()
    assert "as of" not in report.sentence


def test_a_fault_that_came_later_is_not_found_then():
    draft = settle(GoodLineage())
    late = draft.approve(draft.second, "Rejected", 5)
    draft.change(late, modified=NOW - timedelta(days=5))
    draft.added[late, draft.second] = NOW - timedelta(days=5)
    assert verdict_of(check_past(draft), "serving-unapproved") is Verdict.PASSED
    assert verdict_of(check_past(draft, days=2), "serving-unapproved") is Verdict.FOUND


def test_a_fault_that_was_mended_later_is_found_then():
    draft = settle(GoodLineage())
    draft.cut(draft.model, draft.evaluation)
    draft.change_resource("DescribeModelPackage", PACKAGE, modified=NOW - timedelta(days=14))
    late = draft.job("late", "ProcessingJob", created=NOW - timedelta(days=3), ended=NOW - timedelta(days=2))
    draft.link(draft.model, late, days=3)
    assert verdict_of(check_past(draft), "approved-untested") is Verdict.FOUND
    assert verdict_of(check_past(draft, days=1), "approved-untested") is Verdict.PASSED


def test_an_association_that_was_added_later_does_not_count():
    draft = settle(GoodLineage())
    draft.added[draft.training, draft.model] = NOW - timedelta(days=3)
    assert verdict_of(check_past(draft), "model-untrained") is Verdict.FOUND


def test_findings_of_the_past_offer_no_code_that_may_have_run_since():
    draft = settle(GoodLineage())
    draft.added[draft.training, draft.model] = NOW - timedelta(days=3)
    assert all(not finding.fix for finding in check_past(draft).findings)


@pytest.mark.parametrize(
    "rule",
    [
        "endpoint-unregistered",
        "serving-unapproved",
        "serving-behind",
        "records-disagree",
        "model-stale",
        "owner-unknown",
    ],
)
def test_an_endpoint_that_changed_since_never_passes_by_lineage_alone(rule):
    draft = settle(GoodLineage())
    draft.change_resource("DescribeEndpoint", SOURCE, modified=NOW - timedelta(days=2))
    result = result_of(check_past(draft), rule)
    assert result.verdict is Verdict.NOT_JUDGED
    assert draft.endpoint not in {each.arn for each in result.findings}


@pytest.mark.parametrize("rule", ["serving-unapproved", "model-stale", "owner-unknown", "source-gone"])
def test_an_endpoint_that_is_gone_may_have_been_there(rule):
    draft = settle(GoodLineage())
    draft.deny("DescribeEndpoint", SOURCE, GONE)
    result = result_of(check_past(draft), rule)
    assert result.verdict is Verdict.NOT_JUDGED
    assert any("It is gone" in reason for reason in result.doubts)


def test_an_endpoint_that_was_made_again_says_nothing_of_the_one_before():
    draft = settle(GoodLineage())
    draft.change_resource("DescribeEndpoint", SOURCE, created=NOW - timedelta(days=2))
    result = result_of(check_past(draft), "serving-unapproved")
    assert any("made again" in reason for reason in result.doubts)


def test_a_deployment_that_changed_since_leaves_open_what_served():
    draft = settle(GoodLineage())
    draft.change(draft.deployment, modified=NOW - timedelta(days=2))
    assert verdict_of(check_past(draft), "serving-unapproved") is Verdict.NOT_JUDGED


@pytest.mark.parametrize("rule", ["approver-unnamed", "approval-unexplained", "code-unknown"])
def test_an_approval_that_changed_since_leaves_open_what_was_decided(rule):
    draft = settle(GoodLineage())
    draft.change(draft.approval, modified=NOW - timedelta(days=2))
    assert verdict_of(check_past(draft), rule) is Verdict.NOT_JUDGED


def test_an_approval_without_a_time_of_change_leaves_it_open_too():
    draft = settle(GoodLineage())
    draft.change(draft.approval, modified=None)
    assert verdict_of(check_past(draft), "approval-unexplained") is Verdict.NOT_JUDGED


def test_a_version_that_changed_since_keeps_only_what_never_changes():
    draft = settle(GoodLineage())
    draft.change_resource("DescribeModelPackage", PACKAGE, modified=NOW - timedelta(days=2))
    draft.change(draft.approval, description="")
    report = check_past(draft)
    assert verdict_of(report, "records-disagree") is Verdict.NOT_JUDGED
    assert verdict_of(report, "approval-unexplained") is Verdict.NOT_JUDGED
    assert verdict_of(report, "code-unknown") is Verdict.PASSED


def test_the_person_who_changed_a_version_later_is_not_its_approver():
    draft = settle(GoodLineage())
    draft.makers.pop(draft.approval)
    draft.change_resource("DescribeModelPackage", PACKAGE, modified=NOW - timedelta(days=2), makers=JUNE)
    result = result_of(check_past(draft), "approver-unnamed")
    assert result.verdict is Verdict.NOT_JUDGED


def test_a_test_that_was_running_is_no_test_and_one_of_unknown_end_leaves_it_open():
    draft = settle(GoodLineage())
    draft.change(draft.evaluation, started=NOW - timedelta(days=11), ended=NOW - timedelta(days=9))
    assert verdict_of(check_past(draft), "approved-untested") is Verdict.FOUND
    draft.change(draft.evaluation, started=None, ended=None, modified=NOW - timedelta(days=9))
    report = check_past(draft)
    assert verdict_of(report, "approved-untested") is Verdict.NOT_JUDGED
    assert verdict_of(report, "evaluation-dropped") is Verdict.NOT_JUDGED
    assert verdict_of(report, "train-test-shared") is Verdict.NOT_JUDGED


def test_a_job_that_ran_beyond_its_limit_then_is_found_though_it_has_ended():
    draft = settle(GoodLineage())
    draft.change(draft.running, started=NOW - timedelta(days=14), ended=NOW - timedelta(days=5))
    draft.change_resource("DescribeTrainingJob", draft.running_arn, status="Completed", modified=NOW)
    assert verdict_of(check_past(draft), "job-unfinished") is Verdict.FOUND


def test_a_job_of_unknown_end_is_not_judged():
    draft = settle(GoodLineage())
    draft.change(draft.running, started=NOW - timedelta(days=14), modified=NOW)
    draft.change_resource("DescribeTrainingJob", draft.running_arn, status="Completed", modified=NOW)
    assert verdict_of(check_past(draft), "job-unfinished") is Verdict.NOT_JUDGED


def test_tags_of_now_say_nothing_of_the_past_and_are_not_read():
    draft = settle(GoodLineage())
    for package in ("churn/1", "churn/2"):
        draft.change_resource("DescribeModelPackage", resource("model-package", package), makers=JUNE)
    draft.makers.clear()
    draft.tags |= {SOURCE: {"owner": "june"}}
    draft.change_resource("DescribeModelPackage", PACKAGE, modified=NOW)
    result = result_of(check_past(draft), "owner-unknown")
    assert any("Tags are known as they are now" in reason for reason in result.doubts)
    wanted = list_wanted(look_back_record(replace(draft.build(), period=find_period())))
    assert not [each for each in wanted if each.operation == "ListTags"]


def test_a_denied_look_up_stays_a_denial():
    draft = settle(GoodLineage())
    draft.deny("DescribeEndpoint", SOURCE)
    result = result_of(check_past(draft), "serving-unapproved")
    assert "Access to it was denied." in result.doubts


def test_nothing_is_judged_where_later_things_cannot_be_told_apart():
    report = check_past(settle(GoodLineage()), is_blurred=True)
    assert {each.verdict for each in report.results} <= {Verdict.NOT_JUDGED, None}


def test_accepted_findings_count_since_nobody_knows_since_when_they_are_accepted():
    draft = settle(GoodLineage())
    draft.added[draft.training, draft.model] = NOW - timedelta(days=3)
    report = check_past(draft)
    accepted = AcceptedFinding("model-untrained", draft.model, "known", "june")
    waived = accept_findings(report, [accepted])
    assert waived.open_findings == report.open_findings
    assert "accepted" in waived.notes[-1]


def test_a_record_of_now_stays_as_it_is():
    record = GoodLineage().build()
    assert look_back_record(record) is record


def test_looking_back_twice_is_looking_back_once():
    record = replace(settle(GoodLineage()).build(), period=find_period(16))
    once = look_back_record(record)
    assert look_back_record(once).vertices == once.vertices
    assert look_back_record(once).associations == once.associations


def test_what_was_made_on_the_day_itself_was_there():
    draft = settle(GoodLineage())
    moment = datetime(2026, 11, 18, 9, tzinfo=UTC)
    late = draft.artifact("late.csv", created=moment, modified=moment)
    record = look_back_record(replace(draft.build(), period=find_period()))
    assert late in record.vertices
    before = Period(moment - timedelta(hours=1))
    assert late not in look_back_record(replace(draft.build(), period=before)).vertices


def test_look_ups_of_a_day_are_those_of_its_versions():
    draft = settle(GoodLineage())
    draft.resources.clear()
    record = look_back_record(replace(draft.build(), period=find_period()))
    assert Lookup("DescribeModelPackage", PACKAGE) in list_wanted(record)
