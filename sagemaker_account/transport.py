"""boto3 client that an account serves in the same process.

botocore emits an event before it sends a request; the handler returns the account's response instead. The
client parses responses without what JSON has done already: botocore visits every value, which adds a fifth to
a read of 1,000 vertices, and changes nothing but timestamps. So a value without timestamps is returned as it
is.
"""

import io
import os
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.model import Shape
from botocore.parsers import JSONParser, ResponseParserFactory

from sagemaker_account.api_model import get_loader, get_service_model
from sagemaker_account.fault_injection import Service, deny_operations
from sagemaker_account.timestamps import parse_timestamp
from sagemaker_account.wire import handle_request

# Otherwise botocore describes this machine for every request, which takes as long as the response.
_USER_AGENT = "lineage-account"

# There is no network in between: only a database that is restarted is worth another attempt.
_RETRIES = {"mode": "standard", "total_max_attempts": 2}

# `.invalid` is reserved for names that never resolve: nothing is ever sent there.
_ENDPOINT_URL = "https://sagemaker.account.invalid"


def intercept_requests(client: Any, account: Service) -> None:
    """Let an account respond to all requests of a SageMaker client.

    The client is one of boto3. No socket is opened.
    """

    def on_before_send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        target = request.headers["X-Amz-Target"]
        response = handle_request(
            account, target if isinstance(target, str) else target.decode(), _encode_body(request.body)
        )
        return AWSResponse(request.url, response.status, response.headers, _ResponseBody(response.body))

    client.meta.events.register("before-send.sagemaker", on_before_send)


def connect(account: Service, *, deny: Iterable[str] = (), **config: Any) -> Any:
    """Return a boto3 SageMaker client that an account serves.

    It validates parameters and parses responses as every boto3 client does; it signs nothing and needs no
    credentials.

    Args:
        account: Service that carries out the operations.
        deny: Operations that fail with `AccessDeniedException`; `*` matches any letters.
        **config: Passed to botocore's Config, such as `retries={"max_attempts": 0}`.

    Raises:
        ValueError: `deny` matches no operation.
    """
    client = _create_session(account.region).client(
        "sagemaker",
        endpoint_url=_ENDPOINT_URL,
        config=Config(
            **{"signature_version": UNSIGNED, "user_agent": _USER_AGENT, "retries": _RETRIES, **config}
        ),
    )
    intercept_requests(client, deny_operations(account, deny))
    return client


def _create_session(region: str) -> boto3.session.Session:
    """Return a session that ignores the user's AWS configuration.

    The configuration may be absent or broken.
    """
    no_file = (None, None, os.devnull, None)
    botocore_session = botocore.session.Session(
        {"profile": (None, None, None, None), "config_file": no_file, "credentials_file": no_file}
    )
    botocore_session.register_component("data_loader", get_loader())
    botocore_session.register_component("response_parser_factory", FastResponseParserFactory())
    return boto3.session.Session(botocore_session=botocore_session, region_name=region)


class _ResponseBody(io.BytesIO):
    """Response body with the methods that botocore uses of urllib3's."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.read()


def _encode_body(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)


class FastResponseParserFactory(ResponseParserFactory):  # type: ignore[misc]  # botocore carries no hints
    """Factory of response parsers for clients of an account.

    All responses must follow the model, as an account's do.
    """

    def create_parser(self, protocol_name: str) -> "FastResponseParser":
        """Return a parser; the account uses only one protocol."""
        del protocol_name
        # botocore's own conversion to the local time zone takes longer than all other parsing.
        return FastResponseParser(timestamp_parser=parse_timestamp)


class FastResponseParser(JSONParser):  # type: ignore[misc]  # botocore carries no hints
    """JSON response parser that skips values without timestamps."""

    def _parse_shape(self, shape: Shape, node: Any) -> Any:
        return node if _has_no_timestamp(shape.name) else super()._parse_shape(shape, node)


@cache
def _has_no_timestamp(name: str) -> bool:
    """Return whether a shape contains no timestamp at any depth.

    The recursion ends, because no shape of a response contains itself.
    """
    shape = get_service_model().shape_for(name)
    if shape.type_name == "structure":
        return all(_has_no_timestamp(member.name) for member in shape.members.values())
    if shape.type_name == "list":
        return _has_no_timestamp(shape.member.name)
    if shape.type_name == "map":
        return _has_no_timestamp(shape.value.name)
    return bool(shape.type_name != "timestamp")
