"""Accounts with answers of thousands of entities, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app import ExploredAccount, create_explorer
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.wsgi_servers import Stage


@contextmanager
def written(path: Path) -> Iterator[Any]:
    """Give a boto3 client that writes to a new account file; all of it is kept at the end."""
    store = Store.open(str(path), create=True)
    with store.begin_transaction() as whole:
        yield transport.connect(Account(whole))
    store.close()


@contextmanager
def explored(path: Path, stage: Stage) -> Iterator[str]:
    """Serve the explorer over an account file, and give its address."""
    store = Store.open(str(path))
    app = create_explorer(ExploredAccount(path.name, transport.connect(Account(store))))
    with stage.showing(app.server) as address:
        yield address
    store.close()


def star(client: Any, leaves: int) -> str:
    """Write a job and the data sets that it reads; return the job's ARN."""
    job = str(client.create_trial_component(TrialComponentName="merge")["TrialComponentArn"])
    for number in range(leaves):
        client.add_association(
            SourceArn=_data(client, f"part-{number:04}"), DestinationArn=job, AssociationType="ContributedTo"
        )
    return job


def _data(client: Any, name: str) -> str:
    source = {"SourceUri": f"s3://large/{name}"}
    return str(client.create_artifact(Source=source, ArtifactType="DataSet")["ArtifactArn"])
