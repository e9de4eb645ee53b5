"""Run all rules over a record, and sum up what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lineage_explorer.checks.accepted_findings import AcceptedFinding
from lineage_explorer.checks.approval_rules import APPROVAL_RULES
from lineage_explorer.checks.evaluation_rules import EVALUATION_RULES
from lineage_explorer.checks.facts import Facts
from lineage_explorer.checks.origin_rules import ORIGIN_RULES
from lineage_explorer.checks.record_rules import RECORD_RULES
from lineage_explorer.checks.rule import SEVERITIES, Rule, Section, Severity, SubjectResult, Verdict
from lineage_explorer.checks.serving_rules import SERVING_RULES
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.compare_query import format_period
from lineage_explorer.questions.answer import format_count, join_phrases
from lineage_explorer.sources.lineage_record import LineageRecord

RULES: tuple[Rule, ...] = (
    *SERVING_RULES,
    *APPROVAL_RULES,
    *EVALUATION_RULES,
    *ORIGIN_RULES,
    *RECORD_RULES,
)
RULES_BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}

_MAX_NAMED = 3
_BLURRED = "Too much was made since then to be told from what was there."
_LINEAGE_ALONE = "It was changed since: only lineage tells what it served then, and may miss an update."
_NOT_ACCEPTED = "Findings that somebody accepted count here: since when they are accepted is not on record."
_YOUNG = "It is less than an hour old: its lineage may still be on its way."


@dataclass(frozen=True, slots=True)
class Finding:
    """Finding of a rule.

    Attributes:
        rule: Id of the rule.
        severity: How severe it is.
        arn: The entity that it is about; None for the account.
        title: What that is called; empty for the account.
        sentence: What was found.
        fix: Code that mends it; may be empty.
        others: Further entities that it is about.
        group: Name of the model group, if it is about a version.
        accepted: Why it is accepted; None if it is not.
    """

    rule: str
    severity: Severity
    arn: Arn | None
    title: str
    sentence: str
    fix: str
    others: tuple[Arn, ...] = ()
    group: str = ""
    accepted: AcceptedFinding | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What a rule says about all of its subjects.

    Attributes:
        rule: The rule.
        findings: What it found.
        passed: Number of subjects that passed.
        doubts: Why subjects were not judged, with their number.
    """

    rule: Rule
    findings: tuple[Finding, ...]
    passed: int
    doubts: Mapping[str, int]

    @property
    def not_judged(self) -> int:
        """Number of subjects that could not be judged."""
        return sum(self.doubts.values())

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that nobody accepted."""
        return tuple(each for each in self.findings if each.accepted is None)

    @property
    def verdict(self) -> Verdict | None:
        """What the rule says as a whole.

        None if it had nothing to judge. A rule that could not judge everything never passes.
        """
        if self.open_findings:
            return Verdict.FOUND
        if self.doubts:
            return Verdict.NOT_JUDGED
        return Verdict.PASSED if self.passed or self.findings else None

    @property
    def total(self) -> int:
        """Number of subjects that it says something about."""
        return len(self.findings) + self.passed + self.not_judged


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Results of all rules over a record.

    Attributes:
        results: One for each rule.
        read_at: When the record was read.
        focus: What it is about; None for the whole account.
        more_starts: What else it is about.
        title: What the starts are called; empty for the account.
        entities: Number of entities that were looked at.
        gaps: One sentence for each thing that could not be read.
        calls: Number of API calls of the reading.
        titles: What further entities of findings are called.
        period: The moment or day of the past that it is about; None for now.
        notes: What cannot be known of that moment, one sentence each.
    """

    results: tuple[RuleResult, ...]
    read_at: datetime
    focus: Arn | None
    more_starts: tuple[Arn, ...]
    title: str
    entities: int
    gaps: tuple[str, ...]
    calls: int
    titles: Mapping[Arn, str]
    period: Period | None = None
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The moment or day of the past in words; empty for now."""
        return format_period(self.period) if self.period else ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the most severe first; accepted ones last."""
        found = [finding for result in self.results for finding in result.findings]
        return tuple(
            sorted(found, key=lambda each: (each.accepted is not None, SEVERITIES.index(each.severity)))
        )

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that nobody accepted, the most severe first."""
        return tuple(each for each in self.findings if each.accepted is None)

    def count(self, verdict: Verdict) -> int:
        """Return how many rules say something."""
        return sum(result.verdict is verdict for result in self.results)

    def has_found(self, lowest: Severity) -> bool:
        """Return whether an open finding is at least that severe."""
        limit = SEVERITIES.index(lowest)
        return any(SEVERITIES.index(each.severity) <= limit for each in self.open_findings)

    @property
    def heading(self) -> str:
        """What was checked, as a heading."""
        return f"Checks of {self._place}"

    @property
    def _place(self) -> str:
        return f"{self.title or 'the account'}{f' as of {self.day}' if self.day else ''}"

    @property
    def sentence(self) -> str:
        """All of it in a sentence."""
        counts = [
            format_count(sum(each.severity is severity for each in self.open_findings), word)
            for severity, word in zip(SEVERITIES, ("error", "warning", "note"), strict=True)
        ]
        where = self._place
        found = [each for each in counts if not each.startswith("0 ")]
        beginning = f"{join_phrases(found)} in {where}" if found else f"Nothing found in {where}"
        accepted = sum(each.accepted is not None for each in self.findings)
        rest = [
            f"{self.count(Verdict.PASSED)} of {len(self.results)} rules passed",
            f"{self.count(Verdict.NOT_JUDGED)} could not be judged",
            *([f"{format_count(accepted, 'finding')} accepted"] if accepted else []),
        ]
        return f"{beginning}; {join_phrases(rest)}."


def accept_findings(report: CheckReport, accepted: Iterable[AcceptedFinding]) -> CheckReport:
    """Return a report in which some findings are accepted.

    Those whose time is over count again. Of the past nothing is accepted: nobody knows since when it is.
    """
    waived = {(each.rule, each.arn): each for each in accepted if not each.is_expired(report.read_at)}
    if not waived:
        return report
    if report.period:
        return replace(report, notes=(*report.notes, _NOT_ACCEPTED))

    def mark(result: RuleResult) -> RuleResult:
        marked = (replace(each, accepted=waived.get((each.rule, each.arn or ""))) for each in result.findings)
        return replace(result, findings=tuple(marked))

    return replace(report, results=tuple(map(mark, report.results)))


def check_record(record: LineageRecord) -> CheckReport:
    """Run all rules over a record; a pure function."""
    facts = Facts(record)
    results = tuple(_run_rule(rule, facts) for rule in RULES)
    titles = {
        arn: facts.title_of(arn)
        for result in results
        for finding in result.findings
        for arn in finding.others
        if arn in facts.vertices
    }
    return CheckReport(
        results,
        record.read_at,
        record.focus,
        record.more_starts,
        _format_starts(facts),
        len(record.vertices if record.scope is None else record.scope),
        record.gaps,
        record.calls,
        titles,
        record.period,
        _list_past_notes(record.period),
    )


def _list_past_notes(period: Period | None) -> tuple[str, ...]:
    if period is None:
        return ()
    sentence = (
        f"Of {format_period(period)} there is what is still on record: what was deleted since is not, and "
        "of what was changed since, only what never changes."
    )
    return (sentence,)


def _format_starts(facts: Facts) -> str:
    """Return what a record is about; empty for the account."""
    record = facts.record
    starts = (record.focus, *record.more_starts) if record.focus else ()
    titles = [facts.title_of(arn) for arn in starts[:_MAX_NAMED]]
    more = [f"{len(starts) - len(titles)} more"] if len(starts) > len(titles) else []
    return join_phrases([*titles, *more])


def _run_rule(rule: Rule, facts: Facts) -> RuleResult:
    findings: list[Finding] = []
    passed = 0
    doubts: dict[str, int] = {}
    for result in _list_results(rule, facts):
        if result.verdict is Verdict.PASSED:
            passed += 1
        elif result.verdict is Verdict.NOT_JUDGED:
            doubts[result.sentence] = doubts.get(result.sentence, 0) + 1
        else:
            findings.append(_build_finding(rule, facts, result))
    return RuleResult(rule, tuple(findings), passed, doubts)


def _list_results(rule: Rule, facts: Facts) -> Sequence[SubjectResult]:
    scope = facts.record.scope
    results = [
        _mark_unknown(rule, facts, _mark_young(rule, facts, each))
        for each in rule.judge(facts)
        if scope is None or each.subject is None or each.subject in scope
    ]
    missing = sorted(rule.kinds & facts.record.missing_kinds)
    if missing:
        names = join_phrases([f"List{kind}s" for kind in missing])
        results.append(SubjectResult(None, Verdict.NOT_JUDGED, f"{names} did not return everything."))
    if facts.record.period and rule.section is Section.RECORDS:  # such faults are deleted
        reason = f"What was deleted since {format_period(facts.record.period)} is not on record."
        results.append(SubjectResult(None, Verdict.NOT_JUDGED, reason))
    return results


def _mark_unknown(rule: Rule, facts: Facts, result: SubjectResult) -> SubjectResult:
    """Return a result, or why it cannot be made."""
    doubt = ""
    if facts.record.is_blurred and result.verdict is not Verdict.NOT_JUDGED:
        doubt = _BLURRED
    elif facts.record.period and result.verdict is Verdict.PASSED and rule.section is Section.SERVING:
        is_changed = result.subject is not None and facts.has_changed_configuration(result.subject)
        doubt = _LINEAGE_ALONE if is_changed else ""
    return replace(result, verdict=Verdict.NOT_JUDGED, sentence=doubt, fix="") if doubt else result


def _mark_young(rule: Rule, facts: Facts, result: SubjectResult) -> SubjectResult:
    is_young = rule.needs_age and result.verdict is Verdict.FOUND and facts.is_young(result.subject)
    return replace(result, verdict=Verdict.NOT_JUDGED, sentence=_YOUNG, fix="") if is_young else result


def _build_finding(rule: Rule, facts: Facts, result: SubjectResult) -> Finding:
    subject = result.subject
    return Finding(
        rule.id,
        result.severity or rule.severity,
        subject,
        facts.title_of(subject) if subject else "",
        result.sentence,
        "" if facts.record.period else result.fix,  # it may have been mended since
        result.others,
        result.group,
    )
