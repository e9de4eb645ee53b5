"""What can go wrong, told apart by who has to act.

- `ServiceError`: the caller of an operation; travels over the wire in the service's own shape.
- `StoreError`: whoever named the file or database.
- `EndpointError`: whoever chose the address to serve at.
"""


class ServiceError(Exception):
    """An operation was refused, as SageMaker refuses it.

    Attributes:
        code: The error code of the API, such as `ResourceNotFound`.
        message: The sentence for the caller.
        status: The HTTP status; the modelled errors of SageMaker are all 400.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class StoreError(Exception):
    """A file or database cannot serve as an account; the message is a sentence that names it."""


class EndpointError(Exception):
    """The endpoint cannot listen where it was told to; the message is a sentence."""


def not_found(message: str) -> ServiceError:
    """Return the error of an operation on something that is not there."""
    return ServiceError("ResourceNotFound", message)


def invalid(message: str) -> ServiceError:
    """Return the error of a request that is well formed and still not acceptable."""
    return ServiceError("ValidationException", message)


def malformed(message: str) -> ServiceError:
    """Return the error of a body that cannot be read as the operation's input."""
    return ServiceError("SerializationException", message)


def unknown_operation(operation: str) -> ServiceError:
    """Return the error of an operation that this account does not have."""
    return ServiceError("UnknownOperationException", f"There is no operation '{operation}' here.", 404)
