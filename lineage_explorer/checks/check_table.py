"""Findings as rows, the same for files, tables and terminals."""

from __future__ import annotations

from lineage_explorer.checks.check_report import RULES_BY_ID, CheckReport

FINDING_COLUMNS = {
    "severity": "How severe it is: error, warning or note.",
    "rule": "Id of the rule.",
    "name": "What it is about; empty for the account.",
    "sentence": "What was found.",
    "accepted": "Who accepted it, until when and why; empty if nobody did.",
    "reason": "Why it matters.",
    "references": "Clauses that ask for it.",
    "fix": "Code that fixes it.",
    "arn": "ARN of what it is about.",
}
"""Columns, and what they hold."""


def list_finding_rows(report: CheckReport) -> list[dict[str, str]]:
    """Return one row for each finding, the most severe first."""
    return [
        {
            "severity": finding.severity.value,
            "rule": finding.rule,
            "name": finding.title,
            "sentence": finding.sentence,
            "accepted": finding.accepted.sentence if finding.accepted else "",
            "reason": RULES_BY_ID[finding.rule].reason,
            "references": "; ".join(RULES_BY_ID[finding.rule].references),
            "fix": finding.fix,
            "arn": finding.arn or "",
        }
        for finding in report.findings
    ]
