"""Findings about a set-up, and the policy that it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """Weight of a finding.

    A problem leaves nothing readable, a warning means that something is missing or about to fail, a note only
    tells how things are set up.
    """

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


class Outcome(StrEnum):
    """Outcome of a call that tries a permission."""

    ALLOWED = "allowed"
    DENIED = "denied"
    FORBIDDEN = "forbidden"
    """Denied in a way that no permission changes: an explicit denial."""

    NOT_OFFERED = "not offered"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """Part of the product that needs an operation."""

    PAGE = "page"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check.

    Attributes:
        check: What was checked, in one or two words.
        level: Its weight.
        sentence: What was found, and what to do.
    """

    check: str
    level: Level
    sentence: str


@dataclass(frozen=True, slots=True)
class Permission:
    """Result of trying one operation.

    Attributes:
        operation: The API operation.
        use: What needs it.
        outcome: Whether it is allowed.
        reason: What AWS said, where it is not.
    """

    operation: str
    use: Use
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was found about a set-up.

    Attributes:
        account: Title of the account: "AWS · us-west-2".
        findings: In the order of the checks.
        permissions: In the order of their use and name; empty if no call can be made.
    """

    account: str
    findings: tuple[Finding, ...]
    permissions: tuple[Permission, ...] = ()

    @property
    def level(self) -> Level:
        """Weight of the heaviest finding."""
        levels = {finding.level for finding in self.findings}
        return next((level for level in reversed(Level) if level in levels), Level.OK)

    @property
    def policy(self) -> dict[str, Any] | None:
        """IAM policy that allows what is denied; None for none."""
        denied = {use: list_operations(self.permissions, Outcome.DENIED, use) for use in Use}
        statements = [
            {
                "Sid": _SIDS[use],
                "Effect": "Allow",
                "Action": [f"sagemaker:{operation}" for operation in operations],
                "Resource": "*",
            }
            for use, operations in denied.items()
            if operations
        ]
        return {"Version": "2012-10-17", "Statement": statements} if statements else None


_SIDS = {Use.PAGE: "ReadLineage", Use.SNAPSHOT: "ReadForSnapshots"}


def list_operations(permissions: Iterable[Permission], outcome: Outcome, use: Use) -> list[str]:
    """Return the operations of a use that had an outcome."""
    return [
        permission.operation
        for permission in permissions
        if permission.outcome is outcome and permission.use is use
    ]
