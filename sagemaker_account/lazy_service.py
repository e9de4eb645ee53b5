"""Service that accepts calls before its initialization has finished."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from threading import Thread
from typing import Any

from sagemaker_account.fault_injection import Service


class LazyService:
    """Service whose calls block until it is ready.

    Initialization starts at once, in a thread of its own.

    Args:
        factory: Returns the service. An exception it raises is raised by every call.
        region: AWS region that the service will be in.
    """

    def __init__(self, factory: Callable[[], Service], *, region: str) -> None:
        self._region = region
        self._service: Future[Service] = Future()
        Thread(target=self._initialize, args=(factory,), name="opening", daemon=True).start()

    def _initialize(self, factory: Callable[[], Service]) -> None:
        try:
            self._service.set_result(factory())
        except BaseException as error:  # noqa: BLE001 - raised again by each call
            self._service.set_exception(error)

    @property
    def region(self) -> str:
        """AWS region of the service."""
        return self._region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation as soon as the service is ready."""
        return self._service.result().call(operation, request)

    def wait(self) -> None:
        """Block until the service is ready, or has failed to initialize."""
        self._service.exception()
