"""Errors as JSON, with their codes and statuses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lineage_explorer import errors
from lineage_explorer.explore.start_resolution import AmbiguousStart


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """Reason why there is no answer.

    Attributes:
        code: A word for programs: `not_found`, `invalid_parameter`, ….
        title: What went wrong, in a few words.
        detail: The same in sentences, with the way out.
    """

    code: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """Answer to a request that failed.

    Attributes:
        error: The reason.
    """

    error: ErrorItem


DONE, NOTHING_KNOWN, USED_WRONGLY, NOT_READABLE = range(4)
"""Exit statuses of commands."""


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """Kind of error.

    Attributes:
        code: The word for programs.
        http_status: Status of the response.
        exit_status: Status of a command.
    """

    code: str
    http_status: int
    exit_status: int


_KINDS: tuple[tuple[type[Exception], ErrorKind], ...] = (
    (AmbiguousStart, ErrorKind("ambiguous_start", 400, USED_WRONGLY)),
    (errors.InvalidQuery, ErrorKind("invalid_parameter", 400, USED_WRONGLY)),
    (errors.FileNotKept, ErrorKind("file_not_kept", 404, NOTHING_KNOWN)),
    (errors.UnreadableFile, ErrorKind("unreadable_file", 400, USED_WRONGLY)),
    (errors.NothingFound, ErrorKind("not_found", 404, NOTHING_KNOWN)),
    (errors.EntityNotFound, ErrorKind("not_found", 404, NOTHING_KNOWN)),
    (errors.AccessDenied, ErrorKind("access_denied", 403, NOT_READABLE)),
    (errors.CredentialsMissing, ErrorKind("credentials_missing", 502, NOT_READABLE)),
    (errors.CredentialsExpired, ErrorKind("credentials_refused", 502, NOT_READABLE)),
    (errors.Throttled, ErrorKind("throttled", 503, NOT_READABLE)),
    (errors.RegionNotOffered, ErrorKind("region_not_offered", 502, NOT_READABLE)),
    (errors.TooSlow, ErrorKind("timeout", 504, NOT_READABLE)),
    (errors.SourceUnavailable, ErrorKind("unreachable", 502, NOT_READABLE)),
    (errors.SourceError, ErrorKind("unexpected_answer", 502, NOT_READABLE)),
    (errors.LineageError, ErrorKind("not_readable", 503, NOT_READABLE)),
)
"""The first that fits applies."""

DEFECT = ErrorKind("internal_error", 500, NOT_READABLE)
UNKNOWN_ROUTE = ErrorKind("unknown_route", 404, USED_WRONGLY)
WRONG_METHOD = ErrorKind("wrong_method", 405, USED_WRONGLY)
ERROR_STATUSES = tuple(
    sorted({kind.http_status for _, kind in _KINDS} | {each.http_status for each in (DEFECT, WRONG_METHOD)})
)
"""HTTP statuses of errors."""


def classify_error(error: Exception) -> ErrorKind:
    """Return the kind of an error."""
    return next((kind for type_, kind in _KINDS if isinstance(error, type_)), DEFECT)


def build_error_body(error: Exception) -> ErrorBody:
    """Return an error as JSON has it; a defect without details."""
    kind = classify_error(error)
    if isinstance(error, errors.LineageError):
        title = re.sub("^Check the search$", "Check the request", error.title)
        return ErrorBody(ErrorItem(kind.code, title, str(error)))
    return ErrorBody(
        ErrorItem(kind.code, "Something went wrong", "The answer failed. The server's log has the details.")
    )
