"""AWS JSON 1.1 protocol, shared by both transports.

A request is a body in bytes; a response is status, headers and a body in bytes.
"""

import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from account.denial import Service
from account.errors import ServiceError, malformed, unknown_operation
from account.moments import epoch_seconds

CONTENT_TYPE = "application/x-amz-json-1.1"
_TARGET_PREFIX = "SageMaker."

# Built once, without the check for circular references: no output has any.
_JSON = json.JSONEncoder(default=epoch_seconds, separators=(",", ":"), check_circular=False)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """HTTP response.

    Attributes:
        status: Status code.
        headers: Headers.
        body: Body, JSON.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer(account: Service, target: str, body: bytes) -> Reply:
    """Carry out a request and return the response.

    Args:
        account: Service that carries out the operation.
        target: The header X-Amz-Target, such as `SageMaker.QueryLineage`.
        body: The operation's input; JSON, timestamps in epoch seconds. An empty body is an empty input.
    """
    try:
        return reply(200, account.call(_operation(target), _read(body)))
    except ServiceError as error:
        return refusal(error)
    except Exception:  # noqa: BLE001 - last resort: a bug becomes the service's InternalFailure, and is logged
        _log.exception("%s failed", target)
        return refusal(ServiceError("InternalFailure", "The account could not answer.", 500))


def reply(status: int, output: Mapping[str, Any], **headers: str) -> Reply:
    """Return a response with the service's headers."""
    body = _JSON.encode(output).encode()
    common = {
        "content-type": CONTENT_TYPE,
        "content-length": str(len(body)),
        "x-amzn-requestid": str(uuid.uuid4()),
    }
    return Reply(status, {**common, **headers}, body)


def refusal(error: ServiceError) -> Reply:
    """Return the response for an error."""
    output = {"__type": error.code, "message": error.message}
    return reply(error.status, output, **{"x-amzn-errortype": error.code})


def _operation(target: str) -> str:
    if not target.startswith(_TARGET_PREFIX):
        raise unknown_operation(target)
    return target.removeprefix(_TARGET_PREFIX)


def _read(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body or b"{}", parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as exc:
        raise malformed("The body is not JSON.") from exc
    if not isinstance(request, dict):
        raise malformed("The body is not a JSON object.")
    return request


def _refuse_constant(name: str) -> NoReturn:
    """Reject NaN and the infinities, which JSON does not have.

    Python's parser would accept them.
    """
    raise ValueError(name)
