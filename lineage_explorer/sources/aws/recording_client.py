"""SageMaker client that records its calls, and answers from the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore import exceptions as aws
from botocore.config import Config
from botocore.model import Shape

from lineage_explorer.sources.aws.response_check import METADATA, parse_moment
from lineage_explorer.sources.cache.response_cache import now
from lineage_explorer.sources.recording import CallError, RecordedCall, Recording, convert_to_plain

_NOT_RECORDED = CallError("NotRecorded", "This call is not among the pages of the record", 404)
_UNANSWERED_STATUS = 503


class RecordingClient:
    """SageMaker client that sends only the calls that are not on record.

    What it returns is always made of the record: a call gives the same on the day it was sent and later.

    Args:
        client: A boto3 SageMaker client.
        recording: The record.
        is_closed: Whether nothing is sent: what is not on record is refused.
    """

    def __init__(self, client: Any, recording: Recording, *, is_closed: bool = False) -> None:
        self._client = client
        self._recording = recording
        self._is_closed = is_closed
        self.meta = client.meta

    def __getattr__(self, name: str) -> Any:
        """Return a method of the client; of an operation one that records."""
        operation = self.meta.method_to_api_mapping.get(name)
        method = getattr(self._client, name)
        return method if operation is None else partial(self._call, operation, method)

    def _call(self, operation: str, method: Callable[..., Any], **members: Any) -> dict[str, Any]:
        request = convert_to_plain(members)
        call = self._recording.find(operation, request)
        if call is None:
            if self._is_closed:
                raise _build_error(operation, _NOT_RECORDED)
            call = _send(operation, partial(method, **members), request)
            call = self._recording.put(call)
        if call.error is not None:
            raise _build_error(operation, call.error)
        shape = self.meta.service_model.operation_model(operation).output_shape
        response: dict[str, Any] = _parse_moments(call.response, shape)
        return response


def _send(operation: str, send: Callable[[], Any], request: dict[str, Any]) -> RecordedCall:
    try:
        response = dict(send())
    except aws.ClientError as error:
        found = error.response.get("Error", {})
        metadata = error.response.get(METADATA, {})
        failure = CallError(
            str(found.get("Code") or ""),
            str(found.get("Message") or ""),
            int(metadata.get("HTTPStatusCode") or 400),
        )
        return RecordedCall(operation, request, {}, failure, now(), str(metadata.get("RequestId") or ""))
    except aws.BotoCoreError as error:
        failure = CallError(type(error).__name__, str(error), _UNANSWERED_STATUS)
        return RecordedCall(operation, request, {}, failure, now())
    metadata = response.pop(METADATA, {})
    return RecordedCall(
        operation, request, convert_to_plain(response), None, now(), str(metadata.get("RequestId") or "")
    )


def _build_error(operation: str, error: CallError) -> aws.ClientError:
    response: Any = {
        "Error": {"Code": error.code, "Message": error.message},
        METADATA: {"HTTPStatusCode": error.status},
    }
    return aws.ClientError(response, operation)


def _parse_moments(value: Any, shape: Any) -> Any:
    """Return a JSON value with the moments that boto3 gives."""
    kind = shape.type_name
    if kind == "timestamp":
        return parse_moment(value)
    if kind == "structure" and isinstance(value, dict):
        members: dict[str, Shape] = shape.members
        return {
            name: _parse_moments(item, members[name]) if name in members else item
            for name, item in value.items()
        }
    if kind == "list" and isinstance(value, list):
        return [_parse_moments(item, shape.member) for item in value]
    if kind == "map" and isinstance(value, dict):
        return {key: _parse_moments(item, shape.value) for key, item in value.items()}
    return value


def open_record(recording: Recording, *, region: str) -> RecordingClient:
    """Return a client that answers from a record alone, without a network."""
    client = boto3.client(
        "sagemaker",
        region_name=region,
        endpoint_url="https://sagemaker.record.invalid",
        config=Config(signature_version=UNSIGNED),
    )
    return RecordingClient(client, recording, is_closed=True)
