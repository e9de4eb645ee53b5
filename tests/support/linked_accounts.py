"""Two accounts that track one data set, each served by an endpoint of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from sagemaker_account import transport
from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.seed_resources import seed_policy
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_clients import serve_app

DATA, MODELS, THIRD = "111111111111", "222222222222", "333333333333"
REGIONS = {DATA: "us-west-2", MODELS: "eu-west-1", THIRD: "us-west-2"}


def artifact_arn(account: str, name: str) -> str:
    number = sha256(name.encode()).hexdigest()[:32]
    return f"arn:aws:sagemaker:{REGIONS[account]}:{account}:artifact/{number}"


class Recorder:
    """Serves an account, and notes who signed each call."""

    def __init__(self, account: Account, **faults: Any) -> None:
        self._app = build_wsgi_app(account, **faults)
        self.calls: list[tuple[str, str]] = []

    def __call__(self, environ: Any, start_response: Any) -> Any:
        signature = environ.get("HTTP_AUTHORIZATION", "")
        key = re.search(r"Credential=([^/]+)/", signature)
        operation = environ.get("HTTP_X_AMZ_TARGET", "").removeprefix("SageMaker.")
        self.calls.append((operation, key[1] if key else ""))
        return self._app(environ, start_response)

    @property
    def keys(self) -> set[str]:
        """The access keys of all calls."""
        return {key for _, key in self.calls}


@dataclass
class LinkedAccounts:
    """The two accounts; ARNs by what they are.

    Attributes:
        accounts: The services by account id.
        arns: ARNs of their entities.
    """

    accounts: dict[str, Account] = field(default_factory=dict)
    arns: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def serve(self, **denied: Any) -> Iterator[tuple[dict[str, Recorder], dict[str, str]]]:
        """Serve both over HTTP; yield what notes their calls, and their addresses.

        Args:
            **denied: Operations that an account denies: `models="QueryLineage"`.
        """
        with ExitStack() as stack:
            recorders = {
                name: Recorder(self.accounts[number], deny=denied.get(name, "").split())
                for name, number in (("data", DATA), ("models", MODELS))
            }
            yield recorders, {name: stack.enter_context(serve_app(app)) for name, app in recorders.items()}


def build_linked_accounts(folder: Path, stack: ExitStack) -> LinkedAccounts:
    """Build both accounts.

    The data account: raw → prepare → features. The models account: features → train → model → endpoint, where
    the features are the same as the other's. A third account has the same model.
    """
    linked = LinkedAccounts()
    for number in (DATA, MODELS):
        store = Store.open(str(folder / f"{number}.sqlite"), create=True)
        stack.callback(store.close)
        linked.accounts[number] = Account(store, account_id=number, region=REGIONS[number])
    data, models = (_Builder(linked, number) for number in (DATA, MODELS))
    data.artifact("raw", "DataSet")
    data.job("prepare")
    data.artifact("features", "DataSet", key="data features")
    data.associate("raw", "prepare", "ContributedTo")
    data.associate("prepare", "data features", "Produced")
    models.artifact("features", "DataSet", key="features")
    models.job("train")
    models.artifact("model", "Model")
    models.context("endpoint", "Endpoint")
    models.associate("features", "train", "ContributedTo")
    models.associate("train", "model", "Produced")
    models.associate("model", "endpoint", "ContributedTo")
    for one, other, name in (
        (data, MODELS, "features"),
        (models, DATA, "features"),
        (models, THIRD, "model"),
    ):
        one.artifact_of(other, name)
        one.associate_same(other, name)
    share_group(linked, owner=DATA, reader=MODELS)
    return linked


def share_group(linked: LinkedAccounts, *, owner: str, reader: str) -> None:
    """Let a reader see the lineage group of an owner, as RAM does."""
    statement = {"Effect": "Allow", "Principal": {"AWS": [reader]}, "Action": ["sagemaker:QueryLineage"]}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    store = linked.accounts[reader].store
    seed_policy(Account(store, account_id=owner, region=REGIONS[owner]), policy)


class _Builder:
    def __init__(self, linked: LinkedAccounts, number: str) -> None:
        self.linked, self.number = linked, number
        self.store = linked.accounts[number].store
        self.client = transport.connect(linked.accounts[number])

    def artifact(self, name: str, type_: str, *, key: str = "") -> None:
        self.linked.arns[key or name] = self._create_artifact(self.number, name, type_)

    def artifact_of(self, other: str, name: str) -> None:
        """Record another account's artifact, as it is known by its sharing."""
        arn = self._create_artifact(other, name, "Model" if name == "model" else "DataSet")
        if other == THIRD:
            self.linked.arns["third model"] = arn

    def _create_artifact(self, owner: str, name: str, type_: str) -> str:
        arn = artifact_arn(owner, name)
        account = Account(
            self.store, account_id=owner, region=REGIONS[owner], new_id=lambda: arn.rpartition("/")[2]
        )
        created = transport.connect(account).create_artifact(
            ArtifactName=name, ArtifactType=type_, Source={"SourceUri": f"s3://team/{name}"}
        )["ArtifactArn"]
        assert created == arn
        return arn

    def job(self, name: str) -> None:
        self.linked.arns[name] = self.client.create_trial_component(
            TrialComponentName=f"{name}-aws-training-job", Status={"PrimaryStatus": "Completed"}
        )["TrialComponentArn"]

    def context(self, name: str, type_: str) -> None:
        self.linked.arns[name] = self.client.create_context(
            ContextName=name, ContextType=type_, Source={"SourceUri": f"s3://team/{name}"}
        )["ContextArn"]

    def associate(self, source: str, destination: str, type_: str) -> None:
        arns = self.linked.arns
        self.client.add_association(
            SourceArn=arns[source], DestinationArn=arns[destination], AssociationType=type_
        )

    def associate_same(self, other: str, name: str) -> None:
        own, twin = artifact_arn(self.number, name), artifact_arn(other, name)
        self.client.add_association(SourceArn=own, DestinationArn=twin, AssociationType="SameAs")
