"""Accounts that options name, opened: AWS, account files, saved responses, the demo."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from assembly.demo_file import DemoFile, start_demo
from assembly.explored_account import ExploredAccount, OtherAccount
from lineage_explorer.checks.accepted_findings import (
    AcceptedFinding,
    find_accepted_file,
    read_accepted,
)
from lineage_explorer.command_line import list_accounts
from lineage_explorer.sources.accounts.account_settings import AccountSettings
from lineage_explorer.sources.aws import session
from sagemaker_account import demo, transport
from sagemaker_account.errors import FileError
from sagemaker_account.fault_injection import Service
from sagemaker_account.lazy_service import LazyService, stop_subprocesses
from sagemaker_account.provenance import Provenance
from sagemaker_account.recorded_account import RecordedAccount, open_service
from sagemaker_account.service import Account
from sagemaker_account.store import SQLITE_SIGNATURE, Store


def connect_accounts(
    options: argparse.Namespace, stack: ExitStack
) -> tuple[ExploredAccount, tuple[OtherAccount, ...]]:
    """Return the first account of the options, and those beside it.

    `--live`, `--account` or the demo comes first, unless others alone are named.
    """
    named = list_accounts(options)
    others = tuple(
        OtherAccount(settings, partial(_connect_named, settings, options, stack)) for settings in named
    )
    if options.live:
        return replace(_connect_live(options), accepted=_read_accepted(options)), others
    if options.account or not others:
        return _connect_files(options.account, options, stack), others
    return others[0].open(), others[1:]


def _connect_live(options: argparse.Namespace) -> ExploredAccount:
    names = {"profile": options.profile, "region": options.region, "endpoint_url": options.endpoint_url}
    client = session.connect(**names)
    title = session.format_account_title(client, profile=options.profile)
    return ExploredAccount(
        title,
        client,
        options.cache,
        lambda: f"{session.read_cache_scope(client, profile=options.profile)}{options.cache_key}",
        read_account_id=lambda: session.read_account_id(client, profile=options.profile),
        read_caller=lambda: session.read_caller_arn(client, profile=options.profile),
    )


def _connect_named(
    settings: AccountSettings, options: argparse.Namespace, stack: ExitStack
) -> ExploredAccount:
    """Open an account that a file or an option names."""
    name, account_id = settings.name, settings.known_account_id
    if settings.files:
        account = _connect_files(settings.files, options, stack)
        title = f"{name} · {account.client.meta.region_name}"
        return replace(account, name=name, title=title, account_id=account_id or account.account_id)
    profile = settings.profile or options.profile
    client = session.connect(
        profile=profile,
        region=settings.region or options.region,
        endpoint_url=settings.endpoint_url or None,
        role=settings.role,
        external_id=settings.external_id,
    )
    role_scope = f"{client.meta.endpoint_url} {client.meta.region_name} {settings.role}"

    def read_scope() -> str:
        scope = role_scope if settings.role else session.read_cache_scope(client, profile=profile)
        return f"{scope}{options.cache_key}"

    return ExploredAccount(
        f"{name} · {client.meta.region_name}",
        client,
        options.cache,
        read_scope,
        name=name,
        account_id=account_id,
        accepted=_read_accepted(options),
        read_account_id=lambda: session.read_account_id(client, profile=profile),
        read_caller=lambda: session.read_caller_arn(client, profile=profile),
    )


def _connect_files(files: Sequence[str], options: argparse.Namespace, stack: ExitStack) -> ExploredAccount:
    """Open the account of files; of the demo if there are none."""
    service = open_account(files, stack, demo_file=options.demo_file)
    account = describe_account(service, Path(files[0]).name if files else "Demo account")
    # Each start builds a new account of the demo or of files, so its cached responses must not be shared.
    is_stored = files and not _is_saved_file(files[0])
    scope = _scope_of_account(files[0]) if is_stored else f"{options.run_id} {' '.join(files)}"
    scope = f"{scope} {service.region}{options.cache_key}"
    accepted = _read_accepted(options, files)
    return replace(account, cache=options.cache, read_scope=lambda: scope, accepted=accepted)


def _read_accepted(options: argparse.Namespace, files: Sequence[str] = ()) -> tuple[AcceptedFinding, ...]:
    """Return the accepted findings of an option, or beside an account file.

    Raises:
        InvalidQuery: The file cannot be read, or an entry is wrong.
    """
    path = options.accepted or (find_accepted_file(files[0]) if files else None)
    if path is None:
        return ()
    from lineage_explorer.checks.check_report import RULES_BY_ID  # noqa: PLC0415 - rarely needed

    return read_accepted(Path(path), RULES_BY_ID)


def describe_account(service: Service, name: str) -> ExploredAccount:
    """Return an embedded account with its title and gaps."""
    provenance = service.provenance if isinstance(service, RecordedAccount) else Provenance()
    words = (provenance.describe() or name) if not provenance.started else f"{name} · {provenance.describe()}"
    return ExploredAccount(
        f"{words} · {service.region}",
        transport.connect(service),
        gaps=provenance.gaps,
        graph_gaps=provenance.graph_gaps,
        account_id=_find_account_id(service),
    )


def _find_account_id(service: Service) -> str:
    """Return the id of an embedded account."""
    account = service.account if isinstance(service, RecordedAccount) else service
    return account.owner.account_id if isinstance(account, Account) else demo.ACCOUNT


def _is_saved_file(name: str) -> bool:
    """Return whether a name is that of a file to be converted."""
    path = Path(name)
    if "://" in name or not path.is_file():
        return False
    with path.open("rb") as file:
        beginning = file.read(len(SQLITE_SIGNATURE))
    return bool(beginning) and beginning != SQLITE_SIGNATURE


def _scope_of_account(account: str) -> str:
    """Return a name for an account that all workers share.

    A file's name is its absolute path; a database's name is its URL.
    """
    return account if "://" in account else str(Path(account).resolve())


def open_account(
    files: Sequence[str], stack: ExitStack, *, create: bool = False, demo_file: DemoFile | None = None
) -> Service:
    """Open the account of files or of a database.

    Without any it is the demo.

    Args:
        files: Names of files, or the URL of a database.
        stack: Closes what is opened.
        create: Whether to create a file that does not exist.
        demo_file: File of the demo, if it is being built already.
    """
    if any(map(_is_saved_file, files)) or len(files) > 1:
        return _open_named_files([Path(name) for name in files])
    if files:
        store = Store.open(files[0], create=create)
        stack.callback(store.close)
        return open_service(store)
    return _open_demo(demo_file or start_demo(stack), stack)


def _open_demo(file: DemoFile, stack: ExitStack) -> Service:
    """Return the demo account, whose calls wait until it has been built."""
    stores = stack.enter_context(ExitStack())

    def load() -> Account:
        file.wait()
        store = Store.open(file.path, create=False)
        stores.callback(store.close)
        return demo.open_demo_account(store)

    service = LazyService(load, region=demo.REGION)
    stack.callback(service.wait)
    stack.callback(stop_subprocesses)  # first of the three at the end
    return service


def _open_named_files(paths: Sequence[Path]) -> RecordedAccount:
    from sagemaker_account.saved_files.file_account import SavedFile  # noqa: PLC0415

    for path in paths:
        if not path.is_file():
            raise FileError(f"There is no file at {path}.")
    return open_saved_files([SavedFile(path.name, path.read_bytes()) for path in paths])


def open_saved_files(files: Sequence[Any]) -> RecordedAccount:
    """Return the account of saved files, in a temporary file.

    That file is removed when the account is no longer used.
    """
    from sagemaker_account.saved_files.file_account import open_files  # noqa: PLC0415

    directory = tempfile.mkdtemp(prefix="lineage-files-")
    store = Store.open(str(Path(directory) / "account.sqlite"), create=True)
    weakref.finalize(store, shutil.rmtree, directory, ignore_errors=True)
    return open_files(store, files)
