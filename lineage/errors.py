"""What can go wrong, split by who can act.

LineageError
├── InvalidQuery          the reader can mend it: names the field, the value and the way out
│   └── InvalidArn
├── NothingFound          the pasted text is well formed, but the account has no lineage for it
└── SourceError           the account could not answer; names the operation
    ├── CredentialsMissing
    ├── CredentialsExpired
    ├── AccessDenied
    ├── EntityNotFound
    ├── Throttled
    ├── RegionNotOffered
    ├── SourceUnavailable
    └── UnexpectedResponse
"""

from __future__ import annotations

from typing import ClassVar


class LineageError(Exception):
    """Base class: `title` heads the notice a reader sees, `str(error)` is its detail."""

    title: ClassVar[str] = "Lineage could not be read"


class InvalidQuery(LineageError):
    """A part of the question cannot be asked.

    Attributes:
        field: Name of the part as the address spells it (`start`, `depth`, `type`, …), so that the
            message can stand beside the control where the value was typed.
    """

    title = "This question cannot be asked as it is"

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class InvalidArn(InvalidQuery):
    """The text is not the ARN of a lineage entity."""

    def __init__(self, message: str, *, field: str = "start") -> None:
        super().__init__(message, field=field)


class NothingFound(LineageError):
    """The text names something that the account has no lineage entity for."""

    title = "No lineage entity found"
    field: ClassVar[str] = "start"


class SourceError(LineageError):
    """The account could not answer.

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
    """The account has no such entity, or it is not shared with the caller."""

    title = "Entity not found"


class Throttled(SourceError):
    """The service answered "Rate exceeded" more often than the retries allow."""

    title = "SageMaker is throttling requests"


class RegionNotOffered(SourceError):
    """The region does not offer lineage queries."""

    title = "No lineage queries in this region"


class SourceUnavailable(SourceError):
    """The endpoint could not be reached, or failed."""

    title = "SageMaker could not be reached"


class UnexpectedResponse(SourceError):
    """The service answered something that its model does not describe."""

    title = "Unexpected answer"
