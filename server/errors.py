"""Errors: settings and addresses that cannot be served, requests that are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

REFUSAL_KEY = "lineage.refusal"
"""Key of a WSGI environment: why the body was not read; missing if it was, or if there is none."""

FindRefusal: TypeAlias = "Callable[[WSGIEnvironment], Refusal | None]"
"""Returns why a request is refused whatever its body is; called in the server's loop, so it must not wait."""


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
