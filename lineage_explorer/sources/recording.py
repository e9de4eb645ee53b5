"""Record of calls, and of what they were answered with.

Calls and responses are JSON values, with moments as ISO 8601 in UTC: what an evidence pack keeps.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from lineage_explorer.errors import InvalidQuery

_NEXT_PAGE = "NextToken"

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""Environment variable with the seconds since 1970 that files are dated with."""


def read_fixed_moment(text: str) -> datetime | None:
    """Return the moment of the variable's text; None if it is empty.

    Raises:
        InvalidQuery: It is no number of seconds.
    """
    if not text.strip():
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        raise InvalidQuery(
            f"{EPOCH_VARIABLE} is “{text[:40]}”: give whole seconds since 1970, as “date +%s” prints them.",
            field=EPOCH_VARIABLE,
        ) from None


def format_json_line(value: Any) -> str:
    """Return a JSON value in one line, with sorted keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def convert_to_plain(value: Any) -> Any:
    """Return boto3 values as sorted JSON values; moments become text.

    >>> convert_to_plain({"Time": datetime(2026, 11, 28, 15, tzinfo=UTC)})
    {'Time': '2026-11-28T15:00:00Z'}
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {str(key): convert_to_plain(item) for key, item in sorted(value.items())}
    if isinstance(value, (list, tuple)):
        return [convert_to_plain(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class CallError:
    """Error that a call was answered with.

    Attributes:
        code: As the API spells it.
        message: What the API says.
        status: HTTP status.
    """

    code: str
    message: str
    status: int


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """Call, and what it was answered with.

    Attributes:
        operation: As the API spells it.
        request: Its members.
        response: What it answered; empty after an error.
        error: The error; None if it succeeded.
        read_at: When it was answered, aware, in UTC.
        request_id: Id that the API gave it; may be empty.
    """

    operation: str
    request: Mapping[str, Any]
    response: Mapping[str, Any]
    error: CallError | None
    read_at: datetime
    request_id: str = ""

    @property
    def key(self) -> str:
        """What tells it apart from other calls."""
        return _format_key(self.operation, self.request)


@dataclass(slots=True)
class Recording:
    """Thread-safe record of calls.

    Attributes:
        sent: Number of calls that were not on record when they were wanted.
        fixed_at: When all calls count as answered, without the ids that the API gave them; None for when
            each was.
    """

    sent: int = 0
    fixed_at: datetime | None = None
    _calls: dict[str, RecordedCall] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def find(self, operation: str, request: Mapping[str, Any]) -> RecordedCall | None:
        """Return a call that is on record, and mark it as used."""
        key = _format_key(operation, request)
        with self._lock:
            call = self._calls.get(key)
            if call is None:
                self.sent += 1
            else:
                self._used.add(key)
            return call

    def put(self, call: RecordedCall) -> RecordedCall:
        """Record a call; return it as it is on record."""
        if self.fixed_at:
            call = replace(call, read_at=self.fixed_at, request_id="")
        with self._lock:
            self._used.add(call.key)
            return self._calls.setdefault(call.key, call)

    def begin_pass(self) -> None:
        """Forget what was used and sent; what is on record stays."""
        with self._lock:
            self._used.clear()
            self.sent = 0

    def list_used(self) -> tuple[RecordedCall, ...]:
        """Return the used calls: by operation and request, pages in their order."""
        with self._lock:
            calls = [self._calls[key] for key in self._used]
        pages: dict[tuple[str, str], list[RecordedCall]] = defaultdict(list)
        for call in calls:
            first = {name: value for name, value in call.request.items() if name != _NEXT_PAGE}
            pages[call.operation, format_json_line(first)].append(call)
        return tuple(call for key in sorted(pages) for call in _order_pages(pages[key]))


def _format_key(operation: str, request: Mapping[str, Any]) -> str:
    return f"{operation} {format_json_line(request)}"


def _order_pages(calls: list[RecordedCall]) -> Iterator[RecordedCall]:
    """Yield the pages of one request in their order."""
    by_token = {call.request.get(_NEXT_PAGE): call for call in sorted(calls, key=lambda call: call.key)}
    token = None
    while token in by_token:
        call = by_token.pop(token)
        yield call
        token = call.response.get(_NEXT_PAGE)
    yield from by_token.values()
