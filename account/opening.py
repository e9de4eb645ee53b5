"""An account that is still being made ready while its door already stands."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from threading import Thread
from typing import Any

from account.denial import Service


class Opening:
    """A service whose calls wait until it is ready; making it ready begins at once, beside everything else.

    Args:
        make: Returns the service. What it raises, every call raises.
        region: The region that it will be in.
    """

    def __init__(self, make: Callable[[], Service], *, region: str) -> None:
        self._region = region
        self._service: Future[Service] = Future()
        Thread(target=self._open, args=(make,), name="opening", daemon=True).start()

    def _open(self, make: Callable[[], Service]) -> None:
        try:
            self._service.set_result(make())
        except BaseException as error:  # noqa: BLE001 - it is raised where somebody is told: in each call
            self._service.set_exception(error)

    @property
    def region(self) -> str:
        """The region it is in."""
        return self._region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation, as soon as it can be."""
        return self._service.result().call(operation, request)

    def wait(self) -> None:
        """Return when it is ready, or has failed to be."""
        self._service.exception()
