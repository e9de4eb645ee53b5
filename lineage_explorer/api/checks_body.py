"""Checks of a lineage as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.api.paging import select_page
from lineage_explorer.checks.check_report import CheckReport, Finding, RuleResult
from lineage_explorer.errors import TooSlow
from lineage_explorer.explore.moment_filter import find_check_scope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, MainView, format_link
from lineage_explorer.query.compare_query import CompareQuery
from lineage_explorer.query.lineage_query import LineageQuery

SeverityWord: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class FindingItem:
    """Finding of a check.

    Attributes:
        rule: Id of the rule.
        severity: How severe it is: `error`, `warning` or `note`.
        arn: The entity that it is about; null for the account.
        title: What that is called in the explorer; empty for the account.
        sentence: What was found.
        fix: Code that mends it; may be empty.
        others: ARNs of further entities that it is about.
        group: Name of the model package group, if it is about a version; else empty.
        accepted: Who accepted it, until when and why; null if nobody did.
    """

    rule: str
    severity: SeverityWord
    arn: Arn | None
    title: str
    sentence: str
    fix: str
    others: tuple[Arn, ...]
    group: str
    accepted: str | None


@dataclass(frozen=True, slots=True)
class RuleItem:
    """Rule of the checks, and what it says as a whole.

    Attributes:
        rule: Its id.
        section: Where it stands in lists.
        severity: Severity of its findings, unless they have their own.
        title: What holds where it passes.
        condition: What is a finding.
        reason: Why it matters.
        references: Clauses that ask for it.
        verdict: `finding`, `passed` or `not judged`; null if it had nothing to judge.
        doubts: Why subjects could not be judged.
    """

    rule: str
    section: str
    severity: SeverityWord
    title: str
    condition: str
    reason: str
    references: tuple[str, ...]
    verdict: Literal["finding", "passed", "not judged"] | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecksBody:
    """What a lineage lacks, by the rules of the checks.

    Attributes:
        start: ARN of the entity whose lineage was checked; null for the whole account.
        title: What that is called in the explorer; empty for the account.
        as_of: The moment, or the end of the day, that was asked about; null for now.
        sentence: All of it in a sentence.
        findings: The findings, the most severe first; accepted ones last.
        count: How many there are on all pages.
        next: Cursor of the next page; null on the last one.
        counts: Number of findings by rule, where there are any.
        passed: Number of subjects that passed, by rule.
        not_judged: Number of subjects that could not be judged, by rule; such a rule never passes.
        rules: All rules.
        entities: Number of entities that were looked at.
        calls: Number of API calls that reading took.
        read_at: When it was read.
        complete: Whether everything was read that the rules need.
        gaps: One sentence for each thing that could not be read.
        notes: What cannot be known of a moment of the past, one sentence each.
        link: The same in the explorer, as a path with its query string.
    """

    start: Arn | None
    title: str
    as_of: Moment | None
    sentence: str
    findings: tuple[FindingItem, ...]
    count: int
    next: str | None
    counts: dict[str, int]
    passed: dict[str, int]
    not_judged: dict[str, int]
    rules: tuple[RuleItem, ...]
    entities: int
    calls: int
    read_at: Moment
    complete: bool
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    link: str


def build_checks_body(services: ExplorerServices, request: ApiRequest) -> ChecksBody:
    """Check the lineage of a start, or of the account.

    Raises:
        SourceError: Nothing could be read, or not in time.
    """
    return convert_report(read_report(services, request), request.values, share=request.address.share)


def read_report(services: ExplorerServices, request: ApiRequest) -> CheckReport:
    """Return the report of a start, or of the account.

    Raises:
        InvalidQuery: The moment that is asked about is in the future, or before the start.
        SourceError: Nothing could be read, or not in time.
    """
    scope = find_check_scope(request.address)
    report = services.checks.read_within(
        services, scope, seconds=request.seconds, is_refresh=request.is_refresh
    )
    if report is None:
        waits = services.describe_wait()
        note = f" {waits}." if waits else ""
        raise TooSlow(
            f"Reading for the checks is not finished yet. Ask again: it continues where it stopped.{note}",
            operation="ListAssociations",
        )
    return report


def convert_report(report: CheckReport, values: Mapping[str, str], *, share: bool = False) -> ChecksBody:
    """Return a report as JSON.

    Args:
        report: The report.
        values: Values of the parameters `limit` and `cursor`.
        share: Whether names are hidden.
    """
    findings = report.findings
    page = select_page([f"{each.rule} {each.arn} {each.sentence}" for each in findings], values)
    query = LineageQuery(report.focus) if report.focus else None
    results, period = report.results, report.period
    address = Address(
        query,
        MainView.CHECKS,
        share=share,
        more_starts=report.more_starts,
        compared=CompareQuery(as_of=period) if period else None,
    )
    return ChecksBody(
        start=report.focus,
        title=report.title,
        as_of=period.end.replace(microsecond=0) if period else None,
        sentence=report.sentence,
        findings=tuple(map(_convert_finding, findings[page.first : page.end])),
        count=len(findings),
        next=page.next,
        counts={each.rule.id: len(each.findings) for each in results if each.findings},
        passed={each.rule.id: each.passed for each in results},
        not_judged={each.rule.id: each.not_judged for each in results if each.not_judged},
        rules=tuple(map(_convert_rule, results)),
        entities=report.entities,
        calls=report.calls,
        read_at=report.read_at,
        complete=not report.gaps,
        gaps=report.gaps,
        notes=report.notes,
        link=format_link(address),
    )


def _convert_finding(finding: Finding) -> FindingItem:
    return FindingItem(
        rule=finding.rule,
        severity=finding.severity.value,
        arn=finding.arn,
        title=finding.title,
        sentence=finding.sentence,
        fix=finding.fix,
        others=finding.others,
        group=finding.group,
        accepted=finding.accepted.sentence if finding.accepted else None,
    )


def _convert_rule(result: RuleResult) -> RuleItem:
    rule, verdict = result.rule, result.verdict
    return RuleItem(
        rule=rule.id,
        section=rule.section.value,
        severity=rule.severity.value,
        title=rule.title,
        condition=rule.condition,
        reason=rule.reason,
        references=rule.references,
        verdict=verdict.value if verdict else None,
        doubts=tuple(result.doubts),
    )
