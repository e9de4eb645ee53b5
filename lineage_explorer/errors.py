"""Exceptions of the domain, divided by where the problem can be solved.

LineageError
├── InvalidQuery          the user can correct it: the message names the field, the value and the remedy
│   └── InvalidArn
├── NothingFound          the pasted text is well-formed, but the account has no lineage for it
├── UnreadableFile        an opened file holds no lineage; the message says what it is instead
├── FileNotKept           the opened file of an address has expired
└── SourceError           the account could not respond; the error names the operation
    ├── CredentialsMissing
    ├── CredentialsExpired
    ├── AccessDenied
    ├── EntityNotFound
    ├── Throttled
    ├── NotInFile         the opened file or snapshot does not tell it
    ├── RegionNotOffered
    ├── SourceUnavailable
    ├── TooSlow
    └── UnexpectedResponse
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar


class LineageError(Exception):
    """Base class of all errors that are shown to users.

    `title` is the heading of the notice, `str(error)` its detail.
    """

    title: ClassVar[str] = "Lineage could not be read"


class InvalidQuery(LineageError):
    """A parameter of the query is invalid.

    Attributes:
        field: Name of the parameter as the address spells it (`start`, `depth`, `type`, …), so that the
            message can be shown beside the control where the value was entered.
    """

    title = "Check the search"

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class InvalidArn(InvalidQuery):
    """The text is not the ARN of a lineage entity."""

    def __init__(self, message: str, *, field: str = "start") -> None:
        super().__init__(message, field=field)


class StillReading(LineageError):
    """An answer is not there yet: who asks again gets it."""


class NothingFound(LineageError):
    """The account has no lineage entity for a valid text."""

    title = "No lineage entity found"
    field: ClassVar[str] = "start"


class UnreadableFile(LineageError):
    """An opened file holds no lineage."""

    title = "This file cannot be opened"


class FileNotKept(LineageError):
    """The opened file of an address is not here, or no longer."""

    title = "The file is no longer available"


class SourceError(LineageError):
    """The account could not respond.

    Attributes:
        operation: The API operation that failed, for example `QueryLineage`.
    """

    def __init__(self, message: str, *, operation: str) -> None:
        super().__init__(message)
        self.operation = operation


class CredentialsMissing(SourceError):
    """No AWS credentials were found."""

    title = "No AWS credentials"


class CredentialsExpired(SourceError):
    """The credentials are no longer, or not yet, valid."""

    title = "AWS credentials were refused"


class AccessDenied(SourceError):
    """The caller may not use the operation."""

    title = "Access denied"


class EntityNotFound(SourceError):
    """The entity does not exist or is not shared with the caller."""

    title = "Entity not found"


class Throttled(SourceError):
    """The service responded "Rate exceeded" until the retries were used up."""

    title = "SageMaker is throttling requests"


class NotInFile(SourceError):
    """The opened file or snapshot does not hold what was asked for."""

    title = "Not in the file"


class RegionNotOffered(SourceError):
    """The region does not offer lineage queries."""

    title = "No lineage queries in this region"


class SourceUnavailable(SourceError):
    """The endpoint could not be reached, or failed."""

    title = "SageMaker could not be reached"


class TooSlow(SourceError):
    """The account has not answered in the time of a request."""

    title = "SageMaker has not answered yet"


class UnexpectedResponse(SourceError):
    """The response does not conform to the service model."""

    title = "Unexpected answer"


NOT_IN_FILE = "not in the file"
"""Words in every message about what an opened file or snapshot does not hold."""

_DENIED = re.compile(r"sagemaker:(\w+) was denied")


def describe_denials(messages: Iterable[str]) -> str:
    """Return in a few words what messages say is denied.

    For example `access denied to DescribeAction and ListTags`, or `not in the file` for what a copy lacks;
    empty if nothing is.
    """
    messages = tuple(messages)
    found = (match[1] for message in messages for match in _DENIED.finditer(message))
    operations = sorted(dict.fromkeys(found))
    if not operations:
        return NOT_IN_FILE if any(NOT_IN_FILE in message for message in messages) else ""
    *others, last = operations
    return f"access denied to {', '.join(others)} and {last}" if others else f"access denied to {last}"
