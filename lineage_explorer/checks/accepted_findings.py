"""Findings that somebody accepted, with a reason, in a JSON file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.date_text import format_day

_FIELD = "accepted"
_SUFFIX = ".accepted.json"


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """Finding that somebody accepted.

    Attributes:
        rule: Id of the rule.
        arn: The entity that it is about; empty for the account.
        reason: Why it is accepted.
        accepted_by: Name of the person.
        expires: Last day on which it is accepted; None for no end.
    """

    rule: str
    arn: str
    reason: str
    accepted_by: str
    expires: date | None = None

    def is_expired(self, moment: datetime) -> bool:
        """Return whether it counts again."""
        return self.expires is not None and moment.astimezone(UTC).date() > self.expires

    @property
    def entry(self) -> dict[str, str]:
        """The same as an entry of a file."""
        expires = self.expires.isoformat() if self.expires else ""
        return {
            "rule": self.rule,
            "arn": self.arn,
            "reason": self.reason,
            "name": self.accepted_by,
            "expires": expires,
        }

    @property
    def sentence(self) -> str:
        """All of it in words."""
        until = f" until {format_day(self.expires)}" if self.expires else ""
        return f"Accepted by {self.accepted_by}{until}: {self.reason}"


def find_accepted_file(account: str) -> Path | None:
    """Return the file of accepted findings beside an account file, if any."""
    path = Path(f"{account}{_SUFFIX}")
    return path if "://" not in account and path.is_file() else None


def hide_names(
    accepted: Iterable[AcceptedFinding], redact: Callable[[str], str]
) -> tuple[AcceptedFinding, ...]:
    """Return accepted findings without the names in them."""
    return tuple(
        replace(each, arn=redact(each.arn), reason="hidden", accepted_by="hidden") for each in accepted
    )


def read_accepted(path: Path, rules: Mapping[str, object]) -> tuple[AcceptedFinding, ...]:
    """Read the accepted findings in a file.

    Args:
        path: The file: a list of objects with `rule`, `arn`, `reason`, `name` and `expires`.
        rules: The rules by their ids.

    Raises:
        InvalidQuery: The file cannot be read, or an entry is wrong.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidQuery(f"{path} cannot be read: {error.strerror}.", field=_FIELD) from error
    except ValueError as error:
        raise InvalidQuery(f"{path} is not JSON: {error}.", field=_FIELD) from error
    if not isinstance(content, list):
        raise InvalidQuery(f"{path} does not hold a list of accepted findings.", field=_FIELD)
    return tuple(parse_accepted(item, rules, f"{path}, entry {n}") for n, item in enumerate(content, 1))


def parse_accepted(item: Any, rules: Mapping[str, object], place: str) -> AcceptedFinding:
    """Parse one accepted finding.

    Raises:
        InvalidQuery: It is wrong; the message names the place.
    """
    entry = item if isinstance(item, dict) else {}
    texts = {name: entry.get(name) or "" for name in ("rule", "arn", "reason", "name", "expires")}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise InvalidQuery(f"{place}: “{name}” is not text.", field=_FIELD)
        if not value.strip() and name in ("rule", "reason", "name"):
            raise InvalidQuery(f"{place}: “{name}” is missing.", field=_FIELD)
    if texts["rule"] not in rules:
        raise InvalidQuery(
            f"{place}: “{texts['rule']}” is not a rule: use one of {', '.join(rules)}.", field=_FIELD
        )
    try:
        expires = date.fromisoformat(texts["expires"]) if texts["expires"] else None
    except ValueError as error:
        raise InvalidQuery(
            f"{place}: “{texts['expires']}” is not a date: give “expires” as 2027-03-01.", field=_FIELD
        ) from error
    return AcceptedFinding(texts["rule"], texts["arn"], texts["reason"], texts["name"], expires)
