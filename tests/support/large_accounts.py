"""Account files with thousands of entities, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from bench.bulk_load import load_lineage
from bench.projects import LineageWriter
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


@dataclass(frozen=True)
class Star:
    """A trial component and the data sets that it reads, as ARNs."""

    job: str
    leaves: tuple[str, ...]


def create_star(path: Path, size: int) -> Star:
    """Write a trial component that reads so many data sets to a new account file."""
    with closing(Store.open(str(path), create=True)) as store:
        account = Account(store)
        writer = LineageWriter(account.owner)
        writer.bucket = "large"
        job = writer.write_trial_component("merge")
        leaves = tuple(writer.write_dataset(f"part-{number:04}") for number in range(size))
        writer.associate(*leaves, to=job)
        load_lineage(account, writer.entities.values(), writer.associations)
    return Star(job, leaves)
