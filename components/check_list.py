"""Checks as a document: the rules by section, with their findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import data, icon
from lineage_explorer.checks.check_report import CheckReport, Finding, RuleResult
from lineage_explorer.checks.rule import Section, Severity, Verdict
from lineage_explorer.explore.check_content import CheckContent
from lineage_explorer.explore.view import View
from lineage_explorer.graph.date_text import format_time
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.query.address import Address, MainView, format_href
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.questions.answer import format_count

MAX_FINDINGS = 100
"""Findings of one rule that are listed; files have all."""

_MAX_DOUBTS = 5
_BROWSER_NOTE = (
    "What you accept counts in this browser alone. Save it as a file, and start the explorer with --accepted "
    "FILE: then it counts on cards and lists, in reports and over the API, for everybody."
)
_SIGNS = {
    Verdict.FOUND: ("found", "close", "Found"),
    Verdict.PASSED: ("passed", "check", "Passed"),
    Verdict.NOT_JUDGED: ("doubt", "help", "Not judged"),
    None: ("nothing", "minus", "Nothing here"),
}
"""Class, icon and word of what a rule says."""

Link = Callable[[Arn], str]


def render_checks(view: View) -> list[Component]:
    """Render the checks of a view's focus."""
    address = view.address
    if not isinstance(view.content, CheckContent):
        return []
    return check_document(
        view.content,
        link=lambda arn: format_href(
            replace(address.with_start(arn), view=MainView.GRAPH, compared=address.compared)
        ),
        files=format_file_link(address),
        account=format_href(
            Address(
                view=MainView.CHECKS,
                share=address.share,
                account=address.account,
                file=address.file,
                compared=address.compared,
            )
        ),
        can_accept=not address.share,
    )


def render_account_checks(content: CheckContent, base: Address) -> list[Component]:
    """Render the checks of the whole account.

    Args:
        content: The report, as far as it is there.
        base: Address of the first screen, with the moment of the checks.
    """
    address = replace(base, view=MainView.CHECKS)
    first = replace(base, compared=None)
    document = check_document(
        content,
        link=lambda arn: format_href(replace(base, query=LineageQuery(arn))),
        files=format_file_link(address),
        account="",
        can_accept=not base.share,
    )
    back = dcc.Link([icon("previous"), "First screen"], href=format_href(first), className="back")
    return [html.Div([back, *document], className="browse checks-page")]


def format_file_link(address: Address) -> str:
    """Return the address of the findings as a CSV file."""
    return f"./api/v1/export?format=csv&{format_href(address).partition('?')[2]}"


def check_document(
    content: CheckContent, *, link: Link, files: str, account: str, can_accept: bool
) -> list[Component]:
    """Return the checks of a focus, or of the account.

    Args:
        content: The report, as far as it is there.
        link: Returns the address of an entity.
        files: Address of the findings as a CSV file.
        account: Address of the checks of the whole account; empty if these are them.
        can_accept: Whether findings can be accepted in the browser: names are not hidden.
    """
    report = content.report
    if report is None:
        waits = f"{content.note}." if content.note else ""
        return [html.Div([html.H2("Checks"), html.P(f"Loading the checks… {waits}")], className="checks")]
    can_accept = can_accept and report.period is None  # nobody knows since when findings are accepted
    return [
        html.Div(
            [
                (html.H2 if report.title else html.H1)(escape_invisible(report.heading)),
                html.P(report.sentence, className="checks-sentence", role="status"),
                _counts(report),
                _actions(files, account, can_accept=can_accept),
                *(html.P(gap, className="gap") for gap in report.gaps),
                *(html.P(note, className="quiet") for note in report.notes),
                *_sections(report, link, can_accept=can_accept),
                html.P(
                    f"{len(report.results)} rules over {format_count(report.entities, 'entity')}, read "
                    f"{format_time(report.read_at)} with {format_count(report.calls, 'call')}. "
                    "A rule that could not be judged never passes.",
                    className="quiet",
                ),
            ],
            className="checks",
            **data(today=f"{report.read_at:%Y-%m-%d}"),
        )
    ]


def _counts(report: CheckReport) -> Component:
    """Return the numbers at the top; `web/panels/accepted-findings.js` counts again."""
    by_severity = [
        (severity, sum(each.severity is severity for each in report.findings)) for severity in Severity
    ]
    return html.Ul(
        [
            *(
                _count(severity.value, number, severity.value if number == 1 else f"{severity.value}s")
                for severity, number in by_severity
            ),
            _count("accepted", sum(each.accepted is not None for each in report.findings), "accepted"),
            _count("passed", report.count(Verdict.PASSED), "passed"),
            _count("doubt", report.count(Verdict.NOT_JUDGED), "not judged"),
        ],
        className="check-counts",
    )


def _count(kind: str, number: int, word: str) -> Component:
    return html.Li([html.B(f"{number:,}"), f" {word}"], className=f"count-{kind}", **data(count=kind))


def _actions(files: str, account: str, *, can_accept: bool) -> Component:
    links: list[Component] = [
        html.A([icon("save"), "Findings as CSV"], href=files, className="button", download="")
    ]
    if account:
        links.append(dcc.Link("Check the whole account", href=account, className="button"))
    if can_accept:
        links.append(
            html.Button(
                "Save accepted findings",
                type="button",
                className="button save-accepted",
                hidden=True,
                title="As a file for the option --accepted",
            )
        )
        links.append(html.P(_BROWSER_NOTE, className="quiet accepted-note", hidden=True))
    return html.Div(links, className="check-actions")


def _sections(report: CheckReport, link: Link, *, can_accept: bool) -> Iterator[Component]:
    """Yield what was found, then all other rules by their sections."""
    severities = list(Severity)
    found = sorted(
        (each for each in report.results if each.verdict is Verdict.FOUND),
        key=lambda result: min(severities.index(finding.severity) for finding in result.findings),
    )
    groups = {"Found": found} if found else {}
    for result in (each for each in report.results if each.verdict is not Verdict.FOUND):
        groups.setdefault(result.rule.section.value, []).append(result)
    order = ["Found", *(section.value for section in Section)]
    for title in sorted(groups, key=order.index):
        rows = [_rule_row(each, link, can_accept=can_accept) for each in groups[title]]
        yield html.Section([html.H3(title), *rows])


def _rule_row(result: RuleResult, link: Link, *, can_accept: bool) -> Component:
    kind, sign, word = _SIGNS[result.verdict]
    rule = result.rule
    return html.Details(
        [
            html.Summary(
                [
                    html.Span([icon(sign), html.Span(word)], className="verdict"),
                    html.Span(rule.title, className="rule-title"),
                    html.Span(_summarize(result), className="rule-result"),
                ]
            ),
            html.P([rule.condition, " ", html.Span(rule.reason)], className="rule-reason"),
            *([html.P(f"See {', '.join(rule.references)}", className="quiet")] if rule.references else []),
            *_finding_lists(result, link, can_accept=can_accept),
            *_doubts(result),
        ],
        className=f"check {kind}",
        open=result.verdict is Verdict.FOUND,
        **data(rule=rule.id),
    )


def _summarize(result: RuleResult) -> str:
    """Return the outcome of a rule in a few words."""
    if not result.total:
        return "Nothing here that it judges"
    parts = [
        format_count(len(result.findings), "finding") if result.findings else "",
        f"{result.passed:,} of {result.total:,} passed",
        f"{result.not_judged:,} not judged" if result.not_judged else "",
    ]
    return " · ".join(filter(None, parts))


def _doubts(result: RuleResult) -> list[Component]:
    doubts = list(result.doubts.items())
    lines = [
        html.Li(f"Not judged{f' ({count:,} times)' if count > 1 else ''}: {reason}")
        for reason, count in doubts[:_MAX_DOUBTS]
    ]
    if len(doubts) > _MAX_DOUBTS:
        lines.append(html.Li(f"Not judged for {format_count(len(doubts) - _MAX_DOUBTS, 'more reason')}."))
    return [html.Ul(lines, className="check-doubts")] if lines else []


def _finding_lists(result: RuleResult, link: Link, *, can_accept: bool) -> list[Component]:
    """Return the findings of a rule.

    Those of one model group fold to a row.
    """
    shown = sorted(result.findings, key=lambda each: each.group)[:MAX_FINDINGS]
    items: list[Component] = []
    for group, members in groupby(shown, key=lambda each: each.group):
        findings = list(members)
        rows = [_finding_row(each, link, can_accept=can_accept) for each in findings]
        if group and len(findings) > 1:
            words = f"{format_count(len(findings), 'version')} of {group}"
            rows = [html.Li(html.Details([html.Summary(words), html.Ul(rows, className="findings")]))]
        items += rows
    rest = len(result.findings) - len(shown)
    more = [html.P(f"{rest:,} more: the CSV file has all.", className="quiet")] if rest else []
    return [html.Ul(items, className="findings"), *more] if items else []


def _finding_row(finding: Finding, link: Link, *, can_accept: bool) -> Component:
    parts: list[Component] = [
        html.Span(finding.severity.value.title(), className=f"severity {finding.severity.value}"),
        html.Bdi(finding.sentence),
    ]
    if finding.arn:
        parts.append(
            dcc.Link(
                ["Show", html.Span(f" {finding.title}", className="unseen")],
                href=link(finding.arn),
                title=finding.arn,
                className="screen-only",
            )
        )
    buttons: Sequence[Component] = ()
    if can_accept and finding.arn and not finding.accepted:
        buttons = (html.Button("Accept…", type="button", className="button accept"),)
    return html.Li(
        [
            html.P([*parts, *buttons]),
            *([html.P(finding.accepted.sentence, className="acceptance")] if finding.accepted else []),
            *([_fix(finding.fix)] if finding.fix else []),
        ],
        className="finding accepted" if finding.accepted else "finding",
        **data(
            rule=finding.rule,
            arn=finding.arn or "",
            severity=finding.severity.value,
            **({"accepted": "file"} if finding.accepted else {}),
        ),
    )


def _fix(code: str) -> Component:
    return html.Details(
        [
            html.Summary("How to fix it"),
            html.Pre(html.Code(code)),
            html.Button([icon("copy"), "Copy"], type="button", className="button", **data(copy=code)),
        ],
        className="fix",
    )
