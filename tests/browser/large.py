"""Accounts with answers of thousands of entities, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from account import transport
from account.endpoint import listen
from account.service import Account
from account.store import Store
from app import THREADS, Explored, explorer


@contextmanager
def written(path: Path) -> Iterator[Any]:
    """Give a boto3 client that writes to a new account file; all of it is kept at the end."""
    store = Store.open(str(path), create=True)
    with store.transaction() as whole:
        yield transport.connect(Account(whole))
    store.close()


@contextmanager
def explored(path: Path) -> Iterator[str]:
    """Serve the explorer over an account file, and give its address."""
    store = Store.open(str(path))
    app = explorer(Explored(path.name, transport.connect(Account(store))))
    server = listen(app.server, "127.0.0.1", 0, threads=THREADS)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
    store.close()


def star(client: Any, leaves: int) -> str:
    """Write a job and the data sets that it reads; return the job's ARN."""
    job = str(client.create_trial_component(TrialComponentName="merge")["TrialComponentArn"])
    for number in range(leaves):
        _link(client, data(client, f"part-{number:04}"), job)
    return job


def chain(client: Any, length: int) -> str:
    """Write data sets that derive from each other; return the ARN of the first."""
    first = last = data(client, "step-000")
    for number in range(1, length):
        after = data(client, f"step-{number:03}")
        _link(client, last, after)
        last = after
    return first


def data(client: Any, name: str) -> str:
    """Write a data set; return its ARN."""
    source = {"SourceUri": f"s3://large/{name}"}
    return str(client.create_artifact(Source=source, ArtifactType="DataSet")["ArtifactArn"])


def _link(client: Any, source: str, destination: str) -> None:
    client.add_association(SourceArn=source, DestinationArn=destination, AssociationType="ContributedTo")
