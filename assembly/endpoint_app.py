"""The embedded account's SageMaker API over HTTP, behind its guard."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from typing import Any

from assembly.accounts import open_account
from sagemaker_account import endpoint
from sagemaker_account.errors import EndpointError, ServiceError
from sagemaker_account.wire import CONTENT_TYPE, build_error_response
from server.errors import Refusal
from server.guard import Answer, Guard, GuardParts
from server.guard_settings import GuardSettings
from server.route_names import RouteNames


def build_endpoint(options: argparse.Namespace, stack: ExitStack, settings: GuardSettings) -> Guard:
    """Return the application of the command `endpoint`, behind its guard.

    Raises:
        EndpointError: The faults that it is to have cannot be combined.
    """
    account = open_account(options.account, stack, create=True, demo_file=options.demo_file)
    try:
        app = endpoint.build_wsgi_app(
            account,
            latency_ms=options.latency,
            throttle=options.throttle,
            fail=options.fail,
            deny=options.deny,
        )
    except ValueError as error:
        raise EndpointError(str(error)) from error
    return guard_endpoint(app, settings)


def guard_endpoint(app: Any, settings: GuardSettings) -> Guard:
    """Return the endpoint's WSGI application behind its guard."""

    def write_error(_environ: Any, refusal: Refusal) -> Answer:
        response = build_error_response(ServiceError(refusal.code, refusal.detail, refusal.status))
        kept = {name: value for name, value in response.headers.items() if name.startswith("x-amzn")}
        return Answer(response.status, CONTENT_TYPE, response.body, (*kept.items(), *refusal.headers))

    names = RouteNames(
        frozenset(endpoint.PATHS), pages=frozenset(), max_body_bytes=2 * endpoint.MAX_BODY_BYTES
    )
    return Guard(app, settings, GuardParts(names, write_refusal=write_error))
