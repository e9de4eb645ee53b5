"""Account files with thousands of entities, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.wsgi_servers import SwappableApp


@contextmanager
def create_account(path: Path) -> Iterator[Any]:
    """Yield a client that writes to a new account file."""
    store = Store.open(str(path), create=True)
    with store.begin_transaction() as whole:
        yield transport.connect(Account(whole))
    store.close()


@contextmanager
def serve_explorer(path: Path, stage: SwappableApp) -> Iterator[str]:
    """Serve the explorer over an account file; yield its address."""
    store = Store.open(str(path))
    app = create_explorer(ExploredAccount(path.name, transport.connect(Account(store))))
    with stage.showing(app.server) as address:
        yield address
    store.close()


def create_star(client: Any, leaves: int) -> str:
    """Create a job and its data sets; return the job's ARN."""
    job = str(client.create_trial_component(TrialComponentName="merge")["TrialComponentArn"])
    for number in range(leaves):
        client.add_association(
            SourceArn=_create_data(client, f"part-{number:04}"),
            DestinationArn=job,
            AssociationType="ContributedTo",
        )
    return job


def _create_data(client: Any, name: str) -> str:
    source = {"SourceUri": f"s3://large/{name}"}
    return str(client.create_artifact(Source=source, ArtifactType="DataSet")["ArtifactArn"])
