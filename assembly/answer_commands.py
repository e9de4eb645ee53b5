"""The commands that answer without a page: ask, check, export, verify, mcp."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from assembly.accounts import connect_accounts
from assembly.explored_account import ExploredAccount
from assembly.service_scope import build_scope, join_places
from lineage_explorer.api.ask_command import run_ask_command, run_mcp_command
from lineage_explorer.api.check_command import run_check_command
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.export.export_command import run_export_command
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.recording import Recording
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore, get_default_store_path


def run_ask(options: argparse.Namespace, stack: ExitStack) -> int:
    """Print the answer to a question; return the exit status."""
    run_ask_command(options, _build_command_scope(options, stack))
    return 0


def run_check(options: argparse.Namespace, stack: ExitStack) -> int:
    """Print what a lineage lacks; return the exit status."""
    return run_check_command(options, _build_command_scope(options, stack))


def run_mcp(options: argparse.Namespace, stack: ExitStack) -> int:
    """Serve the tools of agents; return the exit status."""
    run_mcp_command(options, _build_command_scope(options, stack))
    return 0


def run_export(options: argparse.Namespace, stack: ExitStack) -> int:
    """Write what an address shows to a file; return the exit status."""
    return run_export_command(options, _build_command_scope(options, stack))


def run_verify(options: argparse.Namespace, _stack: ExitStack) -> int:
    """Tell whether a pack of evidence was altered; return the exit status."""
    from lineage_explorer.export.evidence_verification import (  # noqa: PLC0415 - the other commands do without
        RecordedAccountFacts,
        run_verify_command,
    )
    from lineage_explorer.sources.aws.recording_client import open_record  # noqa: PLC0415 - as above

    def open_services(
        recording: Recording, moment: datetime, facts: RecordedAccountFacts
    ) -> ExplorerServices:
        client = open_record(recording, region=facts.region)
        account = ExploredAccount(
            facts.title,
            client,
            gaps=facts.gaps,
            graph_gaps=facts.graph_gaps,
            accepted=facts.accepted,
            file=facts.file,
        )
        pseudonyms = PseudonymStore(Path(get_default_store_path()))
        return build_scope(account, CacheRegistry(), pseudonyms=pseudonyms, moment=moment).plain

    return run_verify_command(options, open_services)


def _build_command_scope(options: argparse.Namespace, stack: ExitStack) -> RequestScope[ExplorerServices]:
    """Return the services of a command that serves no page."""
    account, others = connect_accounts(options, stack)
    pseudonyms = PseudonymStore(Path(options.pseudonyms or get_default_store_path()))
    return join_places(
        build_scope(
            account, CacheRegistry(), others=others, pseudonyms=pseudonyms, always_redacted=options.share
        )
    )
