"""Each rule: a lineage without fault, one with it, and one in which it cannot be decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lineage_explorer.checks.check_report import RULES, RULES_BY_ID, RuleResult, check_record
from lineage_explorer.checks.rule import Severity, Verdict
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.lineage_record import Failure, Lookup, Maker, Makers, ResourceFacts, Unread
from tests.support.lineage_records import JUNE, NOW, GoodLineage, resource

GONE = Unread(Failure.GONE, "It no longer exists.")
ROLE = Makers(Maker(session_user="release", is_role=True), Maker())
PACKAGE = resource("model-package", "churn/2")
SOURCE = resource("endpoint", "churn-live")

Change = Callable[[GoodLineage], None]


def unregister(draft: GoodLineage) -> None:
    draft.cut(draft.second, draft.deployment)
    other = draft.artifact("other/model.tar.gz", "Model")
    draft.link(draft.training, other, type_="Produced")
    draft.link(other, draft.deployment)


def reject(draft: GoodLineage) -> None:
    draft.approve(draft.second, "Rejected", 5)
    draft.change_resource("DescribeModelPackage", PACKAGE, approval="Rejected")


def deploy_early(draft: GoodLineage) -> None:
    draft.change(draft.deployment, created=NOW - timedelta(days=19.5))


def add_version(draft: GoodLineage) -> None:
    """Add a third version, approved for long and not deployed."""
    package = draft.artifact("churn-3", "Model", source_uri=resource("model-package", "churn/3"))
    for source in (draft.model, draft.image):
        draft.link(source, package)
    draft.link(package, draft.group, type_="AssociatedWith")
    draft.approve(package, "PendingManualApproval", 17)
    draft.approve(package, "Approved", 16)
    facts = draft.resources[Lookup("DescribeModelPackage", PACKAGE)]
    draft.resources[Lookup("DescribeModelPackage", resource("model-package", "churn/3"))] = facts


def lose_name(draft: GoodLineage) -> None:
    draft.makers[draft.approval] = ROLE
    draft.change_resource("DescribeModelPackage", PACKAGE, makers=Makers(JUNE.created_by, Maker()))


def lose_owner(draft: GoodLineage) -> None:
    """Let neither tag, approver nor user be on record."""
    for package in ("churn/1", "churn/2"):
        draft.change_resource("DescribeModelPackage", resource("model-package", package), makers=ROLE)
    draft.makers[draft.approval] = ROLE
    draft.tags |= {SOURCE: {}, draft.endpoint: {}}


def lose_test(draft: GoodLineage) -> None:
    draft.cut(draft.model, draft.evaluation)


def lose_training(draft: GoodLineage) -> None:
    draft.cut(draft.training, draft.model)


def lose_inputs(draft: GoodLineage) -> None:
    for arn in (draft.train, draft.store, draft.foreign):
        draft.cut(arn, draft.training)


def lose_code(draft: GoodLineage) -> None:
    draft.cut(draft.script, draft.prepare)
    draft.change_resource("DescribeModelPackage", PACKAGE, commit="")


def write_again(draft: GoodLineage) -> None:
    late = draft.job("late", "ProcessingJob")
    draft.link(draft.raw, late)
    draft.link(late, draft.train, type_="Produced", days=1)


def lose_end(draft: GoodLineage) -> None:
    draft.forget(draft.raw)
    draft.unread[Lookup("DescribeArtifact", draft.raw)] = GONE


def lose_twin(draft: GoodLineage) -> None:
    draft.cut(draft.foreign, draft.twin)
    draft.link(draft.twin, draft.training)


def make_cycle(draft: GoodLineage) -> None:
    draft.link(draft.model, draft.training)


def fill_account(draft: GoodLineage) -> None:
    for number in range(410):
        draft.add(LineageType.CONTEXT, f"context-{number}", "Note")


FAULTS: dict[str, Change] = {
    "endpoint-unregistered": unregister,
    "serving-unapproved": reject,
    "deployed-before-approval": deploy_early,
    "serving-behind": add_version,
    "records-disagree": lambda draft: draft.change_resource(
        "DescribeModelPackage", PACKAGE, approval="Rejected"
    ),
    "model-stale": lambda draft: draft.change(draft.training, ended=NOW - timedelta(days=200)),
    "owner-unknown": lose_owner,
    "approver-unnamed": lose_name,
    "approval-unexplained": lambda draft: draft.change(draft.approval, description=None),
    "approved-unreviewed": lambda draft: draft.change(
        next(arn for arn in draft.entities if arn.endswith("churn-2-PendingManualApproval-0")), properties={}
    ),
    "approver-is-author": lambda draft: draft.makers.update({draft.approval: JUNE}),
    "approved-untested": lose_test,
    "evaluation-dropped": lose_test,
    "train-test-shared": lambda draft: draft.link(draft.train, draft.evaluation),
    "model-untrained": lose_training,
    "training-without-data": lose_inputs,
    "code-unknown": lose_code,
    "job-unfinished": lambda draft: draft.change(draft.running, started=NOW - timedelta(days=12)),
    "data-unversioned": lambda draft: draft.change(draft.train, source_ids=()),
    "data-overwritten": write_again,
    "image-by-tag": lambda draft: draft.change(draft.image, source_uri="1.dkr.ecr.amazonaws.com/xgb:1.7"),
    "source-twice": lambda draft: draft.change(draft.raw, source_uri="s3://bucket/v2/train.csv/"),
    "end-unreadable": lose_end,
    "foreign-unlinked": lose_twin,
    "source-gone": lambda draft: draft.deny("DescribeEndpoint", SOURCE, GONE),
    "loose-end": lambda draft: draft.cut(draft.deployment, draft.endpoint),
    "cycle": make_cycle,
    "feature-link-missing": lambda draft: draft.cut(draft.features, draft.store),
    "type-unclear": lambda draft: draft.change(draft.raw, type="Dataset"),
    "near-quota": fill_account,
}
"""One fault for each rule."""


def deny_approvals(draft: GoodLineage) -> None:
    for arn, entity in list(draft.entities.items()):
        if entity.type == "Approval":
            draft.deny("DescribeAction", arn)


def deny_endpoint(draft: GoodLineage) -> None:
    draft.deny("DescribeEndpoint", SOURCE)


def deny_package(draft: GoodLineage) -> None:
    draft.deny("DescribeModelPackage", PACKAGE)


def deny_associations(draft: GoodLineage) -> None:
    draft.edges.clear()
    draft.hide_associations()


def deny_lists(draft: GoodLineage) -> None:
    draft.rest["missing_kinds"] = frozenset(LineageType)


def without_owner(draft: GoodLineage) -> None:
    lose_owner(draft)
    draft.tags.clear()
    draft.deny("ListTags", SOURCE)


def without_times(draft: GoodLineage) -> None:
    for job in (draft.training, draft.running):
        draft.change(job, ended=None, started=None, created=None)


def after(first: Change, second: Change) -> Change:
    def change(draft: GoodLineage) -> None:
        first(draft)
        second(draft)

    return change


DOUBTS: dict[str, Change] = {
    "endpoint-unregistered": deny_endpoint,
    "serving-unapproved": deny_approvals,
    "deployed-before-approval": deny_approvals,
    "serving-behind": deny_endpoint,
    "records-disagree": deny_package,
    "model-stale": without_times,
    "owner-unknown": without_owner,
    "approver-unnamed": deny_approvals,
    "approval-unexplained": deny_approvals,
    "approved-unreviewed": deny_approvals,
    "approver-is-author": deny_approvals,
    "approved-untested": deny_approvals,
    "evaluation-dropped": after(lose_test, lambda draft: draft.hide_associations()),
    "train-test-shared": lambda draft: draft.hide_associations(),
    "model-untrained": deny_associations,
    "training-without-data": deny_associations,
    "code-unknown": deny_approvals,
    "job-unfinished": lambda draft: draft.deny("DescribeTrainingJob", draft.running_arn),
    "data-unversioned": deny_associations,
    "data-overwritten": without_times,
    "image-by-tag": lambda draft: draft.change(draft.image, source_uri=None),
    "source-twice": deny_lists,
    "end-unreadable": lambda draft: draft.forget(draft.raw),
    "foreign-unlinked": after(lose_twin, lambda draft: draft.hide_associations()),
    "source-gone": deny_endpoint,
    "loose-end": deny_associations,
    "cycle": lambda draft: draft.hide_associations(),
    "feature-link-missing": deny_associations,
    "type-unclear": lambda draft: (
        draft.stubs.update({draft.raw: replace(draft.build().vertices[draft.raw], type=None)})
        or (draft.entities.pop(draft.raw) and None)
    ),
    "near-quota": deny_lists,
}
"""One way for each rule not to be decided."""


def judge(rule: str, change: Change = lambda _: None) -> RuleResult:
    draft = GoodLineage()
    change(draft)
    report = check_record(draft.build())
    return next(result for result in report.results if result.rule.id == rule)


def test_every_rule_is_tried():
    assert list(RULES_BY_ID) == list(FAULTS) == list(DOUBTS)
    assert len(RULES) == 30


@pytest.mark.parametrize("rule", RULES_BY_ID)
def test_rule_passes_a_lineage_without_fault(rule):
    result = judge(rule)

    assert result.verdict is Verdict.PASSED, (result.findings, result.doubts)
    assert result.passed


@pytest.mark.parametrize("rule", RULES_BY_ID)
def test_rule_finds_its_fault_and_says_how_to_mend_it(rule):
    result = judge(rule, FAULTS[rule])

    assert result.verdict is Verdict.FOUND, result.doubts
    (finding,) = result.findings
    assert finding.sentence.endswith(".")
    assert finding.fix or rule in ("deployed-before-approval", "source-gone")


@pytest.mark.parametrize("rule", RULES_BY_ID)
def test_rule_that_cannot_be_decided_never_passes(rule):
    result = judge(rule, DOUBTS[rule])

    assert result.verdict is Verdict.NOT_JUDGED, result.findings
    assert all(result.doubts)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.kinds], ids=lambda rule: rule.id)
def test_rule_passes_no_list_that_was_cut(rule):
    assert judge(rule.id, deny_lists).verdict is Verdict.NOT_JUDGED


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if rule.needs_age])
def test_what_is_missing_is_not_judged_for_an_hour(rule):
    def change(draft: GoodLineage) -> None:
        FAULTS[rule](draft)
        for arn in list(draft.entities):
            draft.change(arn, created=NOW - timedelta(minutes=59))
        draft.added = dict.fromkeys(draft.added, NOW - timedelta(minutes=58))

    result = judge(rule, change)

    assert not result.findings


def test_validation_data_in_a_test_is_a_note():
    def share(draft: GoodLineage) -> None:
        validation = draft.artifact("v2/validation/data.csv")
        draft.link(validation, draft.training)
        draft.link(validation, draft.evaluation)

    (finding,) = judge("train-test-shared", share).findings

    assert finding.severity is Severity.NOTE


def test_deployment_to_staging_before_approval_is_a_warning():
    def deploy(draft: GoodLineage) -> None:
        staging = draft.add(
            LineageType.CONTEXT, "churn-staging", "Endpoint", source_uri=resource("endpoint", "churn-staging")
        )
        draft.deploy(draft.second, staging, "churn-staging-v2", 19.5)
        draft.resources[Lookup("DescribeEndpoint", resource("endpoint", "churn-staging"))] = ResourceFacts(
            configuration="churn-staging-v2"
        )

    (finding,) = judge("deployed-before-approval", deploy).findings

    assert finding.severity is Severity.WARNING
    assert finding.sentence == "churn v2 was deployed to churn-staging 12 hours before it was approved."


def test_rules_say_nothing_of_compliance():
    texts = [f"{rule.title} {rule.condition} {rule.reason}" for rule in RULES]
    assert not [text for text in texts if "complian" in text.lower()]


def test_only_findings_of_the_scope_count():
    draft = GoodLineage()
    FAULTS["image-by-tag"](draft)
    draft.rest["scope"] = frozenset({draft.raw})

    report = check_record(draft.build())

    assert not report.findings
