"""The command `snapshot`: an account, copied into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from assembly.accounts import open_account
from lineage_explorer.errors import NothingFound, SourceError
from lineage_explorer.explore.start_resolution import find_start
from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.snapshot.crawl import take_snapshot
from lineage_explorer.sources.aws.snapshot.progress_display import describe_summary, show_progress
from sagemaker_account import transport
from sagemaker_account.errors import StoreError
from sagemaker_account.provenance import Provenance
from sagemaker_account.snapshot_file import SnapshotStore
from sagemaker_account.store import Store


def run_snapshot(options: argparse.Namespace, stack: ExitStack) -> int:
    """Copy an account into a file; return the exit status."""
    if options.out in options.account:
        raise StoreError(f"{options.out} cannot be copied into itself. Choose another file.")
    try:
        client, caller = _connect_for_snapshot(options, stack)
        starts = _find_starts(client, options.start)
        store = Store.open(options.out, create=True)
        stack.callback(store.close)
        provenance = Provenance(
            region=client.meta.region_name,
            origin="snapshot",
            read_by=caller,
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


def _connect_for_snapshot(options: argparse.Namespace, stack: ExitStack) -> tuple[Any, str]:
    """Return a client of the account, and who uses it."""
    if not options.live:
        return transport.connect(open_account(options.account, stack, demo_file=options.demo_file)), ""
    names = {"profile": options.profile, "region": options.region, "endpoint_url": options.endpoint_url}
    client = session.connect(**names)
    return client, session.read_caller_arn(client, profile=options.profile)
