"""AWS JSON 1.1 protocol, shared by both transports.

A request is a body in bytes; a response is status, headers and a body in bytes.
"""

import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from sagemaker_account.errors import ServiceError, build_serialization_error, build_unknown_operation_error
from sagemaker_account.fault_injection import Service
from sagemaker_account.timestamps import encode_timestamp

CONTENT_TYPE = "application/x-amz-json-1.1"
_TARGET_PREFIX = "SageMaker."

# Built once, without the check for circular references: no output has any.
_JSON = json.JSONEncoder(default=encode_timestamp, separators=(",", ":"), check_circular=False)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """HTTP response.

    Attributes:
        status: Status code.
        headers: Headers.
        body: Body, JSON.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def handle_request(account: Service, target: str, body: bytes) -> HttpResponse:
    """Carry out a request and return the response.

    Args:
        account: Service that carries out the operation.
        target: The header X-Amz-Target, such as `SageMaker.QueryLineage`.
        body: The operation's input; JSON, timestamps in epoch seconds. An empty body is an empty input.
    """
    try:
        return build_response(200, account.call(_parse_operation(target), _parse_body(body)))
    except ServiceError as error:
        return build_error_response(error)
    except Exception:  # noqa: BLE001 - last resort: a bug becomes the service's InternalFailure, and is logged
        _log.exception("%s failed", target)
        return build_error_response(ServiceError("InternalFailure", "The account could not answer.", 500))


def build_response(status: int, output: Mapping[str, Any], **headers: str) -> HttpResponse:
    """Return a response with the service's headers."""
    body = _JSON.encode(output).encode()
    common = {
        "content-type": CONTENT_TYPE,
        "content-length": str(len(body)),
        "x-amzn-requestid": str(uuid.uuid4()),
    }
    return HttpResponse(status, {**common, **headers}, body)


def build_error_response(error: ServiceError) -> HttpResponse:
    """Return the response for an error."""
    output = {"__type": error.code, "message": error.message}
    return build_response(error.status, output, **{"x-amzn-errortype": error.code})


def _parse_operation(target: str) -> str:
    if not target.startswith(_TARGET_PREFIX):
        raise build_unknown_operation_error(target)
    return target.removeprefix(_TARGET_PREFIX)


def _parse_body(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body or b"{}", parse_constant=_reject_constant)
    except (ValueError, RecursionError) as exc:
        raise build_serialization_error("The body is not JSON.") from exc
    if not isinstance(request, dict):
        raise build_serialization_error("The body is not a JSON object.")
    return request


def _reject_constant(name: str) -> NoReturn:
    """Reject NaN and the infinities, which JSON does not have.

    Python's parser would accept them.
    """
    raise ValueError(name)
