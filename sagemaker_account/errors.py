"""Errors, distinguished by the person who has to act.

- `ServiceError`: the caller of an operation; sent over HTTP in the service's own format.
- `StoreError`: the person who named the file or database.
- `FileError`: the person who opened the file.
- `EndpointError`: the person who chose how an endpoint misbehaves.
"""


class ServiceError(Exception):
    """Refusal of an operation, in SageMaker's terms.

    Attributes:
        code: Error code of the API, such as `ResourceNotFound`.
        message: Sentence for the caller.
        status: HTTP status; the modeled errors of SageMaker are all 400.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


NOT_IN_FILE = "NotInFile"
"""Code of the refusal to describe what an opened file only names; no code of SageMaker."""


class StoreError(Exception):
    """Error of a file or database that cannot serve as an account.

    The message is a sentence that names the file or database.
    """


class FileError(Exception):
    """Error of a file that holds no lineage.

    The message is a sentence that names the file, says what it is instead, and what can be opened.
    """


class EndpointError(Exception):
    """Error of an endpoint whose faults are not possible together.

    The message is a sentence.
    """


def build_not_found_error(message: str) -> ServiceError:
    """Return the error for an entity or resource that does not exist."""
    return ServiceError("ResourceNotFound", message)


def build_validation_error(message: str) -> ServiceError:
    """Return the error for a request that is well formed but unacceptable."""
    return ServiceError("ValidationException", message)


def build_serialization_error(message: str) -> ServiceError:
    """Return the error for a body that is not a valid input."""
    return ServiceError("SerializationException", message)


def build_unknown_operation_error(operation: str) -> ServiceError:
    """Return the error for an operation that this account lacks."""
    return ServiceError("UnknownOperationException", f"There is no operation '{operation}' here.", 404)
