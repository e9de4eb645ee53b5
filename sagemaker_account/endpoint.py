"""The account over HTTP, with faults injected on request."""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from sagemaker_account.errors import ServiceError
from sagemaker_account.fault_injection import Service, deny_operations
from sagemaker_account.wire import HttpResponse, build_error_response, build_response, handle_request

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATHS = (OPERATIONS_PATH, HEALTH_PATH, READY_PATH) = ("/", "/health", "/ready")
"""Paths of the endpoint; there is nothing elsewhere."""

# The largest request of the API, a trial component with everything at its limit, is about 1.2 MB.
MAX_BODY_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults that an endpoint injects.

    Attributes:
        latency_ms: Delay added to each call, in milliseconds.
        throttle: Share of calls, 0 to 1, that fail with `ThrottlingException`.
        fail: Share of calls, 0 to 1, that fail with `InternalFailure`.

    Raises:
        ValueError: The latency or a share is below 0, or the shares together exceed 1.
    """

    latency_ms: float = 0
    throttle: float = 0.0
    fail: float = 0.0

    def __post_init__(self) -> None:
        if self.latency_ms < 0:
            raise ValueError(f"latency is {self.latency_ms} ms; it cannot be below 0")
        if min(self.throttle, self.fail) < 0 or self.throttle + self.fail > 1:
            raise ValueError(
                f"throttle {self.throttle} and fail {self.fail} are not shares of all calls: "
                "each is 0 to 1, both together are 1 at most"
            )

    def choose_error(self, random_number: float) -> ServiceError | None:
        """Return the error for a random number evenly from [0, 1)."""
        if random_number < self.throttle:
            return ServiceError("ThrottlingException", "Rate exceeded")
        if random_number < self.throttle + self.fail:
            return ServiceError("InternalFailure", "The account was told to fail.", 500)
        return None


def build_wsgi_app(  # noqa: PLR0913 - the faults are options of their own
    account: Service,
    *,
    latency_ms: float = 0,
    throttle: float = 0.0,
    fail: float = 0.0,
    deny: Iterable[str] = (),
    rng: random.Random | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> "WSGIApplication":
    """Return the account as a WSGI application.

    `POST /` carries out the operation in X-Amz-Target; any credentials are accepted. `GET /health` reports
    that the server is running, `GET /ready` whether the account can be read.

    Args:
        account: Service that carries out the operations.
        latency_ms: Milliseconds added to each call.
        throttle: Share of calls that fail with `ThrottlingException` (400, "Rate exceeded").
        fail: Share of calls that fail with `InternalFailure` (500).
        deny: Operations that fail with `AccessDeniedException` (400); `*` matches any letters.
        rng: Chooses the failing calls; a seeded generator makes them repeatable.
        sleep: Waits for a number of seconds.

    Raises:
        ValueError: The faults are not possible, or `deny` matches no operation.
    """
    service = deny_operations(account, deny)
    faults = Faults(latency_ms, throttle, fail)
    generator = rng or random.Random()  # noqa: S311 - draws faults, not secrets

    def carry_out(environ: "WSGIEnvironment") -> HttpResponse:
        body = _read_body(environ)
        if faults.latency_ms:
            sleep(faults.latency_ms / 1000)
        if error := faults.choose_error(generator.random()):
            return build_error_response(error)
        return handle_request(service, environ.get("HTTP_X_AMZ_TARGET", ""), body)

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            response = _route_request(environ, carry_out, account)
        except ServiceError as error:
            response = build_error_response(error)
        start_response(
            f"{response.status} {HTTPStatus(response.status).phrase}", list(response.headers.items())
        )
        return [response.body]

    return app


def _route_request(
    environ: "WSGIEnvironment", carry_out: Callable[["WSGIEnvironment"], HttpResponse], account: Service
) -> HttpResponse:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO") or "/"
    if (method, path) == ("GET", HEALTH_PATH):
        return build_response(200, {"status": "ok"})
    if (method, path) == ("GET", READY_PATH):
        return _check_readiness(account)
    if path != OPERATIONS_PATH:
        raise ServiceError("NotFound", f"There is nothing at {path}.", 404)
    if method != "POST":
        raise ServiceError("MethodNotAllowed", "Operations are sent by POST.", 405)
    return carry_out(environ)


def _check_readiness(account: Service) -> HttpResponse:
    """Return whether the account can be read, without injected faults."""
    try:
        account.call("ListContexts", {"MaxResults": 1})
    except ServiceError as error:
        return build_response(
            HTTPStatus.SERVICE_UNAVAILABLE, {"status": "not ready", "reason": error.message}
        )
    return build_response(HTTPStatus.OK, {"status": "ready"})


def _read_body(environ: "WSGIEnvironment") -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MAX_BODY_BYTES:
        raise ServiceError("RequestEntityTooLarge", f"A body may have {MAX_BODY_BYTES} bytes.", 413)
    body: bytes = environ["wsgi.input"].read(length)
    return body
