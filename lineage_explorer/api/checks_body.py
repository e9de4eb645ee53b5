"""Checks of a lineage as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import ChecksBody, FindingItem, RuleItem
from lineage_explorer.api.paging import select_page
from lineage_explorer.checks.check_report import CheckReport, Finding, RuleResult
from lineage_explorer.errors import TooSlow
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.query.address import Address, MainView, format_link
from lineage_explorer.query.lineage_query import LineageQuery


def build_checks_body(services: ExplorerServices, request: ApiRequest) -> ChecksBody:
    """Check the lineage of a start, or of the account.

    Raises:
        SourceError: Nothing could be read, or not in time.
    """
    return convert_report(read_report(services, request), request.values, share=request.address.share)


def read_report(services: ExplorerServices, request: ApiRequest) -> CheckReport:
    """Return the report of a start, or of the account.

    Raises:
        SourceError: Nothing could be read, or not in time.
    """
    query = request.address.query
    report = services.checks.read_within(
        services, query.start if query else None, seconds=request.seconds, is_refresh=request.is_refresh
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
    results = report.results
    return ChecksBody(
        start=report.focus,
        title=report.title,
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
        link=format_link(Address(query, MainView.CHECKS, share=share)),
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
