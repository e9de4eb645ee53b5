"""Reports of checks as text for a terminal, and as CSV."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from lineage_explorer.checks.check_report import CheckReport, Finding, RuleResult
from lineage_explorer.checks.check_table import FINDING_COLUMNS, list_finding_rows
from lineage_explorer.checks.rule import Section, Verdict
from lineage_explorer.graph.date_text import format_time
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.questions.answer import format_count

_MARKS = {Verdict.FOUND: "x", Verdict.PASSED: "+", Verdict.NOT_JUDGED: "?", None: "-"}
_MAX_DOUBTS = 3


def format_report(report: CheckReport) -> str:
    """Return a report as text: the sentence, then the rules by section.

    Accepted findings are printed with their reasons, and so is why something was not judged.
    """
    return "\n".join(map(escape_invisible, _list_lines(report))) + "\n"


def _list_lines(report: CheckReport) -> Iterator[str]:
    yield report.sentence
    yield f"Read {format_time(report.read_at)}, {format_count(report.entities, 'entity')}."
    yield from report.notes
    for section in Section:
        yield ""
        yield section
        for result in report.results:
            if result.rule.section is section:
                yield from _format_result(result)
    if any(finding.fix for finding in report.open_findings):
        yield ""
        yield "x found   + passed   ? not judged   - nothing to judge. How to fix it: --json or the page."
    else:
        yield ""
        yield "x found   + passed   ? not judged   - nothing to judge"


def _format_result(result: RuleResult) -> Iterator[str]:
    counts = f"passed {result.passed:,} of {result.total:,}" if result.total else "nothing to judge"
    yield f"  {_MARKS[result.verdict]} {result.rule.title} ({result.rule.id}): {counts}"
    for finding in result.findings:
        yield from _format_finding(finding)
    for reason, count in list(result.doubts.items())[:_MAX_DOUBTS]:
        times = f" ({count:,} times)" if count > 1 else ""
        yield f"      not judged{times}: {textwrap.shorten(reason, 300)}"
    if len(result.doubts) > _MAX_DOUBTS:
        yield f"      not judged: {format_count(len(result.doubts) - _MAX_DOUBTS, 'more reason')}"


def _format_finding(finding: Finding) -> Iterator[str]:
    if finding.accepted:
        yield f"      accepted: {finding.sentence} {finding.accepted.sentence}"
    else:
        yield f"      {finding.severity}: {finding.sentence}"


def format_findings_csv(report: CheckReport) -> str:
    """Return the findings as CSV, safe for spreadsheets."""
    from lineage_explorer.api.terminal_text import format_rows_csv  # noqa: PLC0415 - takes long to import

    return format_rows_csv(list_finding_rows(report), list(FINDING_COLUMNS))
