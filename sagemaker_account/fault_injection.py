"""Service that denies chosen operations, for tests and rehearsals."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Protocol

from sagemaker_account.errors import ServiceError
from sagemaker_account.operations import OPERATIONS


class Service(Protocol):
    """Interface that carries out operations: an account or its wrapper."""

    @property
    def region(self) -> str:
        """AWS region of the service."""
        ...

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation, as `service.Account.call` does."""
        ...


def deny_operations(service: Service, deny: Iterable[str]) -> Service:
    """Return a service that denies some operations and forwards the others.

    Args:
        service: Service that carries out the other operations.
        deny: Names of operations, such as `ListTags`; `*` matches any letters, as in `Describe*`.

    Raises:
        ValueError: A name that matches no operation.
    """
    patterns = tuple(deny)
    for pattern in patterns:
        if not any(fnmatchcase(operation, pattern) for operation in OPERATIONS):
            raise ValueError(f"deny {pattern}: there is no such operation")
    return _DenyingService(service, patterns) if patterns else service


class _DenyingService:
    """Service whose user may not call every operation."""

    def __init__(self, service: Service, patterns: tuple[str, ...]) -> None:
        self._service = service
        self._patterns = patterns

    @property
    def region(self) -> str:
        """AWS region of the wrapped service."""
        return self._service.region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation, or deny it with IAM's message.

        Raises:
            ServiceError: `AccessDeniedException`, or what the wrapped service raises.
        """
        if any(fnmatchcase(operation, pattern) for pattern in self._patterns):
            raise ServiceError(
                "AccessDeniedException",
                f"User: {_USER} is not authorized to perform: sagemaker:{operation} "
                f"because no identity-based policy allows the sagemaker:{operation} action",
            )
        return self._service.call(operation, request)


# Credentials are not checked, so every caller has this name.
_USER = "arn:aws:iam::000000000000:user/guest"
