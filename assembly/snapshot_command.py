"""The command `snapshot`: an account, copied into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from assembly.accounts import connect_accounts
from assembly.explored_account import ExploredAccount
from lineage_explorer.errors import InvalidQuery, NothingFound, SourceError
from lineage_explorer.explore.start_resolution import find_start
from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.snapshot.crawl import take_snapshot
from lineage_explorer.sources.aws.snapshot.progress_display import describe_summary, show_progress
from sagemaker_account.errors import StoreError
from sagemaker_account.provenance import Provenance
from sagemaker_account.snapshot_file import SnapshotStore
from sagemaker_account.store import Store


def run_snapshot(options: argparse.Namespace, stack: ExitStack) -> int:
    """Copy an account into a file; return the exit status."""
    if options.out in options.account:
        raise StoreError(f"{options.out} cannot be copied into itself. Choose another file.")
    try:
        account = _choose_account(options, stack)
        client = account.client
        starts = _find_starts(client, options.start)
        store = Store.open(options.out, create=True)
        stack.callback(store.close)
        provenance = Provenance(
            region=client.meta.region_name,
            origin="snapshot",
            read_by=account.read_caller(),
            started=datetime.now(UTC).isoformat(),
            starts=tuple(starts),
        )
        file = SnapshotStore(store, options.out, provenance)
        with show_progress() as report:
            summary = take_snapshot(SageMakerApi(client), file, starts, report=report)
    except NothingFound as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return 1
    except SourceError as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return 3
    file.finish(
        ended="" if summary.unfinished else datetime.now(UTC).isoformat(),
        gaps=(*summary.gaps, *summary.refused),
        graph_gaps=summary.graph_gaps,
    )
    print(describe_summary(summary, options.out))
    return 3 if summary.unfinished else 0


def _run_doctor(options: argparse.Namespace, _stack: ExitStack) -> int:
    from lineage_explorer.sources.aws.doctor.doctor_command import run_doctor_command  # noqa: PLC0415

    return run_doctor_command(options)


def _find_starts(client: Any, texts: Sequence[str]) -> list[Arn]:
    """Return the entities that texts stand for."""
    catalog = SageMakerCatalog(client)
    starts: list[Arn] = []
    for text in texts:
        found = None
        while found is None:
            found = find_start(catalog, text)
        starts += [hit.arn for hit in found] if isinstance(found, tuple) else [found]
    return starts


def _choose_account(options: argparse.Namespace, stack: ExitStack) -> ExploredAccount:
    """Return the account that options choose; the first one by default.

    Raises:
        InvalidQuery: There is none of that name.
    """
    account, others = connect_accounts(options, stack)
    if options.account_name in (None, account.name):
        return account
    found = {other.settings.name: other for other in others}
    if options.account_name not in found:
        names = ", ".join((account.name, *found))
        raise InvalidQuery(f"“{options.account_name}” is not an account here: use {names}.", field="account")
    return found[options.account_name].open()
