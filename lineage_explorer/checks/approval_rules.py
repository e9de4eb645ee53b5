"""Rules about approvals of model versions."""

from __future__ import annotations

from collections.abc import Iterator

from lineage_explorer.checks import fixes
from lineage_explorer.checks.facts import Facts, Version, decision_of_approval
from lineage_explorer.checks.rule import (
    Rule,
    Section,
    Severity,
    SubjectResult,
    report_doubt,
    report_finding,
    report_pass,
)
from lineage_explorer.graph.approvals import PENDING
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.lineage_record import Unread

_KINDS = frozenset({LineageType.ARTIFACT, LineageType.ACTION})


def _check_approver(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        if version.doubt:
            yield report_doubt(version.arn, version.doubt)
        elif not version.is_decided:
            continue
        elif facts.find_approver(version):
            yield report_pass(version.arn)
        elif version.unknown:
            yield report_doubt(version.arn, version.unknown)
        else:
            yield _report(
                facts,
                version,
                "{title}: who decided on it is not on record.",
                fixes.update_package(
                    version.package,
                    ModelApprovalStatus=version.decision,
                    ApprovalDescription="<reason>",
                ),
            )


def _check_reason(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        if version.doubt:
            yield report_doubt(version.arn, version.doubt)
        elif not version.is_decided:
            continue
        elif version.newest and version.newest.description:
            yield report_pass(version.arn)
        elif isinstance(version.facts, Unread) or version.unknown:
            yield report_doubt(version.arn, version.unknown)
        elif version.facts.approval_note:
            yield report_pass(version.arn)
        else:
            fix = fixes.update_package(version.package, ApprovalDescription="<reason>")
            yield _report(facts, version, f"{{title}} is {version.decision}; no reason is given.", fix)


def _check_review(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        if version.doubt:
            yield report_doubt(version.arn, version.doubt)
        elif not version.is_approved:
            continue
        elif any(decision_of_approval(each).casefold() == PENDING for each in version.approvals):
            yield report_pass(version.arn)
        else:
            fix = '# Register the next version with ModelApprovalStatus="PendingManualApproval".'
            yield _report(facts, version, "{title} was approved without waiting for a review.", fix)


def _check_author(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        if version.doubt:
            yield report_doubt(version.arn, version.doubt)
            continue
        if not version.is_approved:
            continue
        approver, authors = facts.find_approver(version), facts.list_authors(version)
        people = {author.person for author in authors if author.person}
        if approver and approver in people:
            yield _report(
                facts,
                version,
                f"{approver} approved {{title}}, and also made it.",
                fixes.update_package(
                    version.package, ModelApprovalStatus="Approved", ApprovalDescription="<second person>"
                ),
            )
        elif not approver:
            yield report_doubt(version.arn, "Who approved it is not on record.")
        elif not people or any(not author.person for author in authors):
            yield report_doubt(version.arn, "Who made it is not on record: only a role is, or nobody.")
        else:
            yield report_pass(version.arn)


def _report(facts: Facts, version: Version, sentence: str, fix: str) -> SubjectResult:
    others = (version.newest.arn,) if version.newest else ()
    text = sentence.replace("{title}", facts.title_of(version.arn))
    return report_finding(version.arn, text, fix, others=others, group=version.group)


APPROVAL_RULES = (
    Rule(
        "approver-unnamed",
        Severity.ERROR,
        Section.APPROVAL,
        "Who decided on a version is on record",
        "A decision on a version has no user profile and no source identity, and so has the registry.",
        "Nobody can be asked about an unsigned decision, and human oversight cannot be shown.",
        ("EU AI Act Art. 14", "EU AI Act Annex IV 2(e)"),
        _check_approver,
        _KINDS,
    ),
    Rule(
        "approval-unexplained",
        Severity.WARNING,
        Section.APPROVAL,
        "Decisions give a reason",
        "A decision has no description, in lineage or in the registry.",
        "The reason tells the next reviewer what was looked at and what was accepted.",
        ("EU AI Act Annex IV 2(g)", "Model card: evaluation details"),
        _check_reason,
        _KINDS,
    ),
    Rule(
        "approved-unreviewed",
        Severity.NOTE,
        Section.APPROVAL,
        "Versions wait for a review before they are approved",
        "An approved version never had the status PendingManualApproval.",
        "A version that is registered as approved may have been seen by nobody.",
        ("EU AI Act Art. 14",),
        _check_review,
        _KINDS,
    ),
    Rule(
        "approver-is-author",
        Severity.ERROR,
        Section.APPROVAL,
        "Another person approves than the one who made it",
        "Who approved a version also registered it, or started its training.",
        "A second pair of eyes is what an approval is for.",
        ("SR 26-2", "NIST AI RMF MEASURE 1.3"),
        _check_author,
        frozenset({*_KINDS, LineageType.TRIAL_COMPONENT}),
    ),
)
