"""Log of a server: one line an event, which nobody can forge.

It is text or JSON. Lines tell time, level and request id; those of requests also person, route, status,
milliseconds, calls and outcome. Addresses, ARNs and S3 URIs are left out unless asked for.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TextIO
from urllib.parse import quote

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the request that is answered; other threads have it if they copy the context."""

ACCESS_LOG = logging.getLogger("server.access")

_SAFE = re.compile(r"[\w.@/:*+=,;%?&\[\]-]+")
_NAMES = re.compile(r"arn:aws[a-z-]*:[^\s\"'“”<>,]+|s3://[^\s\"'“”<>,]+|(?<!\d)\d{12}(?!\d)", re.IGNORECASE)
_REPLACEMENT = "[name]"


class LogForm(StrEnum):
    """Form of the log."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """Answered request.

    Attributes:
        request_id: Its id, also in the answer's header.
        user: Who has sent it; empty if unknown.
        client: Address that has sent it.
        method: HTTP method.
        route: Route, without parameters: `/screen`.
        status: HTTP status.
        milliseconds: Time until the last byte was handed over.
        calls: Number of API calls that it caused until then.
        outcome: `ok`, `rejected`, `failed`, or why it was refused.
        query: Query string; logged only where names may be.
    """

    request_id: str
    user: str
    client: str
    method: str
    route: str
    status: int
    milliseconds: int
    calls: int
    outcome: str
    query: str = ""

    def list_fields(self, *, has_names: bool) -> dict[str, Any]:
        """Return the fields of its line, in their order."""
        fields = {
            "user": self.user or "-",
            "client": self.client or "-",
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "ms": self.milliseconds,
            "calls": self.calls,
            "outcome": self.outcome,
        }
        return {**fields, "query": self.query} if has_names and self.query else fields


def log_access(entry: AccessEntry, *, level: int) -> None:
    """Log an answered request."""
    ACCESS_LOG.log(level, "%s %s", entry.method, entry.route, extra={"access": entry})


def _list_spellings(secret: str) -> tuple[str, str]:
    """Return a secret as it is, and as addresses spell it."""
    return secret, quote(secret, safe="")


class LineFormatter(logging.Formatter):
    """Formatter of all lines.

    Args:
        form: Text or JSON.
        has_names: Whether ARNs, URIs and addresses are kept.
        secrets: Texts that are never written.
    """

    def __init__(self, form: LogForm, *, has_names: bool = False, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._form = form
        self._has_names = has_names
        self._secrets = tuple(
            {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; those of a traceback are indented."""
        entry = getattr(record, "access", None)
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(),
            "request": (entry.request_id if entry else REQUEST_ID.get()) or "-",
        }
        if isinstance(entry, AccessEntry):
            fields |= entry.list_fields(has_names=self._has_names)
        else:
            fields |= {"logger": record.name, "message": self._clean(record.getMessage())}
            trace = self._format_trace(record)
            if trace:
                fields["traceback"] = trace
        return self._encode(fields)

    def _format_trace(self, record: logging.LogRecord) -> str:
        if not record.exc_info or record.exc_info[0] is None:
            return ""
        return self._clean(self.formatException(record.exc_info))

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return text if self._has_names else _NAMES.sub(_REPLACEMENT, text)

    def _encode(self, fields: dict[str, Any]) -> str:
        if self._form is LogForm.JSON:
            return json.dumps(fields)
        trace = fields.pop("traceback", "")
        head = [str(fields.pop("time")), str(fields.pop("level"))]
        line = " ".join([*head, *(f"{name}={_escape_value(str(value))}" for name, value in fields.items())])
        return "\n".join([line, *(f"  | {_escape(part)}" for part in trace.splitlines())])


def _escape_value(text: str) -> str:
    """Return a value that ends where it seems to end."""
    return text if _SAFE.fullmatch(text) and text.isascii() else json.dumps(text)


def _escape(text: str) -> str:
    """Return a text whose control and invisible characters are spelled out."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def configure_logging(
    form: LogForm,
    *,
    has_names: bool = False,
    secrets: tuple[str, ...] = (),
    stream: TextIO | None = None,
) -> Callable[[], None]:
    """Send all logs of this process to one stream.

    The function that is returned undoes it.

    Args:
        form: Text or JSON.
        has_names: Whether ARNs, URIs and addresses are kept.
        secrets: Texts that are never written.
        stream: Where lines go; standard error by default.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(form, has_names=has_names, secrets=secrets))
    root = logging.getLogger()
    former, former_level = list(root.handlers), ACCESS_LOG.level
    root.handlers = [handler]
    ACCESS_LOG.setLevel(logging.INFO)

    def restore() -> None:
        root.handlers = former
        ACCESS_LOG.setLevel(former_level)

    return restore
