"""A small embedded account, entity builders, and stub clients."""

import io
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from lineage_explorer.graph.model import Arn
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass
class Calendar:
    """A clock that tests set."""

    now: datetime = BEGINNING

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@dataclass
class EntityBuilder:
    """Creates entities and associations through a boto3 client."""

    client: Any

    def artifact(self, uri: str, type_: str = "DataSet", **members: Any) -> Arn:
        source = {"SourceUri": uri, "SourceTypes": [{"SourceIdType": "S3ETag", "Value": "e1"}]}
        made = self.client.create_artifact(Source=source, ArtifactType=type_, **members)
        return Arn(made["ArtifactArn"])

    def action(self, name: str, type_: str, uri: str = "s3://b/a", **members: Any) -> Arn:
        made = self.client.create_action(
            ActionName=name, ActionType=type_, Source={"SourceUri": uri}, **members
        )
        return Arn(made["ActionArn"])

    def context(self, name: str, type_: str, uri: str = "s3://b/c", **members: Any) -> Arn:
        made = self.client.create_context(
            ContextName=name, ContextType=type_, Source={"SourceUri": uri}, **members
        )
        return Arn(made["ContextArn"])

    def trial_component(self, name: str, **members: Any) -> Arn:
        made = self.client.create_trial_component(TrialComponentName=name, **members)
        return Arn(made["TrialComponentArn"])

    def chain(self, *arns: Arn, type_: str = "ContributedTo") -> None:
        """Associate each entity with the next."""
        for source, destination in pairwise(arns):
            self.client.add_association(SourceArn=source, DestinationArn=destination, AssociationType=type_)


@dataclass
class StubClient:
    """A real boto3 client whose responses are written by a test.

    Attributes:
        sent: (operation, request) of every request, in the order in which they were sent.
    """

    boto: boto3.Session
    answer: Callable[[str, Mapping[str, Any]], Any]
    region: str = "us-west-2"
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def client(self) -> Any:
        """Return a client that the account answers in this process."""
        client = _unsigned_client(self.boto, self.region)
        client.meta.events.register("before-send.sagemaker", self._reply)
        return client

    def _reply(self, request: Any, **_: Any) -> AWSResponse:
        operation = request.headers["X-Amz-Target"].decode().removeprefix("SageMaker.")
        members = json.loads(request.body)
        self.sent.append((operation, members))
        told = self.answer(operation, members)
        status, body = (told.status, told.body()) if isinstance(told, Refusal) else (200, told)
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return AWSResponse(request.url, status, {"x-amzn-requestid": "1"}, _Body(raw))


def _unsigned_client(boto: boto3.Session, region: str) -> Any:
    """Make a client that signs nothing and never retries."""
    config = Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
    return boto.client("sagemaker", region_name=region, config=config)


@dataclass(frozen=True)
class Refusal:
    """An error response."""

    code: str
    message: str = ""
    status: int = 400

    def body(self) -> dict[str, str]:
        return {"__type": self.code, "message": self.message}


class _Body(io.BytesIO):
    def stream(self, *_: Any, **__: Any) -> Any:
        yield self.read()


@dataclass
class CountingClient:
    """A client that records the operations it is called for."""

    client: Any
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        lock = threading.Lock()

        def note(model: Any, **_: Any) -> None:
            with lock:
                self.sent.append(model.name)

        self.client.meta.events.register("before-call.sagemaker", note)


@pytest.fixture
def calendar():
    return Calendar()


@pytest.fixture
def account(tmp_path, calendar):
    store = Store.open(str(tmp_path / "account.sqlite"), create=True)
    yield Account(store, account_id="111122223333", region="us-west-2", clock=calendar)
    store.close()


@pytest.fixture(scope="session")
def boto():
    """Return a shared session: loading the service model is slow."""
    return boto3.session.Session()


@pytest.fixture
def client(boto, account):
    """Return a client that the account answers in this process."""
    client = _unsigned_client(boto, account.region)
    transport.intercept_requests(client, account)
    return client


@pytest.fixture
def make(client):
    return EntityBuilder(client)


@pytest.fixture
def stub_client(boto):
    """Return a factory of stub clients: (operation, request) → response."""
    return partial(StubClient, boto)


@pytest.fixture
def error_response():
    return Refusal


@pytest.fixture
def counting_client(client):
    """Return a client that records its operations in `sent`."""
    return CountingClient(client)
