"""Record of calls, and of what they were answered with.

Calls and responses are JSON values, with moments as ISO 8601 in UTC: what an evidence pack keeps.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

_NEXT_PAGE = "NextToken"


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
    """

    sent: int = 0
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

    def put(self, call: RecordedCall) -> None:
        """Record a call."""
        with self._lock:
            self._calls.setdefault(call.key, call)
            self._used.add(call.key)

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
