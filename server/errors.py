"""Errors: settings and addresses that cannot be served, requests that are refused."""

from __future__ import annotations

from dataclasses import dataclass, field


class SettingsError(Exception):
    """Error of settings under which a server must not start.

    The message is a sentence that names the option.
    """


class ListenError(Exception):
    """An address cannot be served at; the message says why."""


@dataclass(eq=False)
class Refusal(Exception):
    """Refusal of a request before it reaches the application.

    Attributes:
        status: HTTP status.
        code: Word for programs and the log, such as `cross_site`.
        title: Heading for readers.
        detail: One sentence with the way out.
        headers: Headers beyond those of every answer.
    """

    status: int
    code: str
    title: str
    detail: str
    headers: tuple[tuple[str, str], ...] = field(default=())
