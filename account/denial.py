"""An account, some of whose operations are denied to whoever asks: for tests and rehearsals."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Protocol

from account.errors import ServiceError
from account.operations import OPERATIONS


class Service(Protocol):
    """What answers operations: an account, or what stands before one."""

    @property
    def region(self) -> str:
        """The region it is in."""
        ...

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation, as `service.Account.call`."""
        ...


def denying(service: Service, deny: Iterable[str]) -> Service:
    """Return a service that denies some operations and passes on all others.

    Args:
        service: Who answers the others.
        deny: Names of operations, such as `ListTags`; `*` stands for any letters, as in `Describe*`.

    Raises:
        ValueError: A name that no operation has.
    """
    patterns = tuple(deny)
    for pattern in patterns:
        if not any(fnmatchcase(operation, pattern) for operation in OPERATIONS):
            raise ValueError(f"deny {pattern}: there is no such operation")
    return _Denying(service, patterns) if patterns else service


class _Denying:
    """A service of which a user may not use everything."""

    def __init__(self, service: Service, patterns: tuple[str, ...]) -> None:
        self._service = service
        self._patterns = patterns

    @property
    def region(self) -> str:
        """The region of the service."""
        return self._service.region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation, or refuse it in IAM's words."""
        if any(fnmatchcase(operation, pattern) for pattern in self._patterns):
            raise ServiceError(
                "AccessDeniedException",
                f"User: {_USER} is not authorized to perform: sagemaker:{operation} "
                f"because no identity-based policy allows the sagemaker:{operation} action",
            )
        return self._service.call(operation, request)


# Credentials are not looked at, so this is whoever asks.
_USER = "arn:aws:iam::000000000000:user/guest"
