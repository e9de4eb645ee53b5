"""Rules, and what they say about entities: found, passed or not judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from lineage_explorer.checks.facts import Facts
from lineage_explorer.graph.model import Arn, LineageType


class Severity(StrEnum):
    """Severity of a finding, the most severe first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = tuple(Severity)


class Section(StrEnum):
    """Part of the list of rules."""

    SERVING = "Serving"
    APPROVAL = "Approval"
    TESTS = "Tests and bias"
    ORIGIN = "Data, code and jobs"
    RECORDS = "Records"


class Verdict(StrEnum):
    """What a rule says about one subject."""

    FOUND = "finding"
    PASSED = "passed"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """What a rule says about one subject.

    Attributes:
        subject: The entity that it is about; None for the account.
        verdict: What it says.
        sentence: What was found, or why it was not judged; empty if it passed.
        fix: Code that mends it; empty if nothing can, or nothing must.
        severity: Severity of this finding, if it differs from that of the rule.
        others: Further entities that it is about.
        group: Name of the model group; findings of one group are told together.
    """

    subject: Arn | None
    verdict: Verdict
    sentence: str = ""
    fix: str = ""
    severity: Severity | None = None
    others: tuple[Arn, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rule that a lineage should keep.

    Attributes:
        id: Its name in files, addresses and answers.
        severity: Severity of its findings, unless they have their own.
        section: Where it stands in lists.
        title: What holds where it passes.
        condition: What is a finding.
        reason: Why it matters.
        references: Clauses that ask for it.
        judge: Judges each of its subjects.
        kinds: Kinds of entities that must have been listed for it to pass.
        needs_age: Whether its subjects are judged only when they are an hour old: lineage is written late.
    """

    id: str
    severity: Severity
    section: Section
    title: str
    condition: str
    reason: str
    references: tuple[str, ...]
    judge: Callable[[Facts], Iterable[SubjectResult]]
    kinds: frozenset[LineageType] = frozenset(LineageType)
    needs_age: bool = True


def report_finding(  # noqa: PLR0913 - the parts of a finding
    subject: Arn | None,
    sentence: str,
    fix: str = "",
    *,
    severity: Severity | None = None,
    others: Iterable[Arn] = (),
    group: str = "",
) -> SubjectResult:
    """Return a finding; the arguments are those of `SubjectResult`."""
    return SubjectResult(subject, Verdict.FOUND, sentence, fix, severity, tuple(others), group)


def report_pass(subject: Arn | None) -> SubjectResult:
    """Return that a rule holds for a subject."""
    return SubjectResult(subject, Verdict.PASSED)


def report_doubt(subject: Arn | None, reason: str) -> SubjectResult:
    """Return that a rule could not be decided, and why."""
    return SubjectResult(subject, Verdict.NOT_JUDGED, reason)
