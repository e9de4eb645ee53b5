"""The door for a boto3 client in this process: botocore asks before it sends, and is answered."""

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

# Else botocore describes this machine anew for every request, which takes as long as the answer.
_USER_AGENT = "lineage-account"

# Under the name that is reserved for what must never resolve: nothing is ever sent there.
_NOWHERE = "https://sagemaker.account.invalid"


def answer_in_process(client: Any, account: Service) -> None:
    """Let an account answer everything that a boto3 SageMaker client sends. No socket is opened."""

    def on_before_send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        target = request.headers["X-Amz-Target"]
        reply = answer(account, target if isinstance(target, str) else target.decode(), _bytes(request.body))
        return AWSResponse(request.url, reply.status, reply.headers, _Body(reply.body))

    client.meta.events.register("before-send.sagemaker", on_before_send)


def connect(account: Service, *, deny: Iterable[str] = (), **config: Any) -> Any:
    """Return a boto3 SageMaker client that an account answers.

    It validates parameters and parses answers as every boto3 client; it signs nothing and needs no
    credentials.

    Args:
        account: Who answers.
        deny: Operations answered `AccessDeniedException`; `*` stands for any letters.
        **config: Passed to botocore's Config, such as `retries={"max_attempts": 0}`.

    Raises:
        ValueError: What is to be denied is no operation.
    """
    client = _session(account.region).client(
        "sagemaker",
        endpoint_url=_NOWHERE,
        config=Config(**{"signature_version": UNSIGNED, "user_agent": _USER_AGENT, **config}),
    )
    answer_in_process(client, denying(account, deny))
    return client


def _session(region: str) -> boto3.session.Session:
    """Return a session that knows nothing of the user's AWS configuration, which may be absent or broken."""
    unread = (None, None, os.devnull, None)
    core = botocore.session.Session(
        {"profile": (None, None, None, None), "config_file": unread, "credentials_file": unread}
    )
    core.register_component("data_loader", loader())
    core.register_component("response_parser_factory", AnswerParserFactory())
    return boto3.session.Session(botocore_session=core, region_name=region)


class _Body(io.BytesIO):
    """A body as botocore reads it from urllib3."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.read()


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)
