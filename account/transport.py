"""boto3 client that an account serves in the same process.

botocore emits an event before it sends a request; the handler returns the account's response instead.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import Any

import boto3
import botocore.session
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

from account.denial import Service, denying
from account.model import loader
from account.reading import AnswerParserFactory
from account.wire import answer

# Otherwise botocore describes this machine for every request, which takes as long as the response.
_USER_AGENT = "lineage-account"

# `.invalid` is reserved for names that never resolve: nothing is ever sent there.
_NOWHERE = "https://sagemaker.account.invalid"


def answer_in_process(client: Any, account: Service) -> None:
    """Let an account respond to all requests of a SageMaker client.

    The client is one of boto3. No socket is opened.
    """

    def on_before_send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        target = request.headers["X-Amz-Target"]
        response = answer(
            account, target if isinstance(target, str) else target.decode(), _bytes(request.body)
        )
        return AWSResponse(request.url, response.status, response.headers, _Body(response.body))

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
    client = _session(account.region).client(
        "sagemaker",
        endpoint_url=_NOWHERE,
        config=Config(**{"signature_version": UNSIGNED, "user_agent": _USER_AGENT, **config}),
    )
    answer_in_process(client, denying(account, deny))
    return client


def _session(region: str) -> boto3.session.Session:
    """Return a session that ignores the user's AWS configuration.

    The configuration may be absent or broken.
    """
    no_file = (None, None, os.devnull, None)
    botocore_session = botocore.session.Session(
        {"profile": (None, None, None, None), "config_file": no_file, "credentials_file": no_file}
    )
    botocore_session.register_component("data_loader", loader())
    botocore_session.register_component("response_parser_factory", AnswerParserFactory())
    return boto3.session.Session(botocore_session=botocore_session, region_name=region)


class _Body(io.BytesIO):
    """Response body with the methods that botocore uses of urllib3's."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.read()


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)
