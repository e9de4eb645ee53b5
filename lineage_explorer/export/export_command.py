"""The command `export`: what an address shows, as a file."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, urlencode

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.export_options import EXPORT_PARAMETERS, REPORT_FORMATS
from lineage_explorer.export.formats import FORMATS, ExportFormat, find_format_of_file, parse_format
from lineage_explorer.query.address import START_HELP, list_parameters

if TYPE_CHECKING:
    from lineage_explorer.explore.request_scope import RequestScope
    from lineage_explorer.explore.services import ExplorerServices
    from lineage_explorer.export.exported_file import ExportedFile

STANDARD_OUTPUT = "-"

_DEFAULT_FORMAT = "csv"

_LEVELS = ("error", "warning")
"""Levels of findings, the worst first."""

_INCOMPLETE, _FOUND = 2, 3
"""Exit statuses of reports."""


def add_export_parser(commands: Any) -> argparse.ArgumentParser:
    """Add the command, with an option for each parameter of the address."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "export",
        help="write what an address shows to a file",
        description="Write what an address shows to a file.",
    )
    parser.add_argument("start", metavar="START", help=START_HELP)
    slugs = ", ".join(each.slug for each in FORMATS)
    parser.add_argument("--format", metavar="F", help=f"{slugs} (by the end of FILE, else {_DEFAULT_FORMAT})")
    parser.add_argument(
        "--out",
        metavar="FILE",
        help="where to write; - is standard output (a name made of title and date, in this folder)",
    )
    own = parser.add_argument_group("what is written")
    own.add_argument(
        "--fail-on",
        choices=_LEVELS,
        help="with the formats report and evidence: exit with 3 if there is a finding of this level or worse",
    )
    for name, choices in EXPORT_PARAMETERS.items():
        if choices is not None:
            own.add_argument(
                _name_option(name), dest=f"address_{name}", choices=[str(word) for word in choices]
            )
    address = parser.add_argument_group("address", "the parameters of the page's address, each an option")
    for name, is_repeatable in list_parameters():
        if name not in ("start", "account", "share", *EXPORT_PARAMETERS):  # these have options of their own
            action = "append" if is_repeatable else "store"
            address.add_argument(_name_option(name), dest=f"address_{name}", action=action, metavar="VALUE")
    parser.set_defaults(command="export")
    return parser


def _name_option(parameter: str) -> str:
    return f"--{parameter.replace('_', '-')}"


def add_verify_parser(commands: Any) -> argparse.ArgumentParser:
    """Add the command to the parsers of commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "verify",
        help="check that an evidence pack is unaltered",
        description="Check that an evidence pack is unaltered, or find what was altered. Exit status: 0 "
        "nothing was altered, 1 something was, 2 wrong usage.",
    )
    parser.add_argument("file", metavar="FILE.zip", help="the pack")
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="make it again from the raw answers in it, and compare byte by byte",
    )
    parser.set_defaults(command="verify")
    return parser


def run_export_command(options: argparse.Namespace, scope: RequestScope[ExplorerServices]) -> int:
    """Write the file that options ask for; return the exit status.

    Of an evidence pack, it is 2 if something could not be read, and 3 for findings as `--fail-on` says.

    Raises:
        LineageError: Something in the options is invalid, or the account could not be read.
    """
    from lineage_explorer.export.export_request import run_export  # noqa: PLC0415 - serving does without

    target = options.out
    export_format = _choose_format(options.format, target)
    if target == STANDARD_OUTPUT and not export_format.is_text and sys.stdout.isatty():
        raise InvalidQuery(
            f"A {export_format.slug} file cannot be shown in a terminal: give --out FILE, or pipe it.",
            field="out",
        )
    search = _format_search(options, export_format.slug)
    exported = scope.run(search, run_export)
    if target == STANDARD_OUTPUT:
        _write_to_pipe(exported.chunks)
    else:
        path = Path(target or exported.name)
        _write_file(path, exported.chunks)
        if exported.described_by:
            described = scope.run(exported.described_by, run_export)
            _write_file(path.with_name(f"{path.name}-metadata.json"), described.chunks)
        sys.stderr.write(f"{path}: {exported.provenance.title}\n")
    if not exported.provenance.is_complete:
        sys.stderr.write("Not complete:\n")
        for line in (*exported.provenance.notes, *exported.provenance.gaps):
            sys.stderr.write(f"  {line}\n")
    return _choose_status(options, export_format, exported)


def _choose_status(options: argparse.Namespace, export_format: ExportFormat, exported: ExportedFile) -> int:
    if export_format.slug not in REPORT_FORMATS:
        return 0
    if not exported.provenance.is_complete:
        return _INCOMPLETE
    levels = _LEVELS[: _LEVELS.index(options.fail_on) + 1] if options.fail_on else ()
    return _FOUND if exported.worst in levels else 0


def _choose_format(slug: str | None, target: str | None) -> ExportFormat:
    """Return the format that is named, or that the file ends with."""
    if slug:
        return parse_format(slug)
    if target in (None, STANDARD_OUTPUT):
        return parse_format(_DEFAULT_FORMAT)
    found = find_format_of_file(str(target))
    if found is None:
        endings = ", ".join(each.suffix for each in FORMATS)
        raise InvalidQuery(
            f"“{target}” has the ending of no format: give --format, or use one of {endings}.", field="out"
        )
    return found


def _format_search(options: argparse.Namespace, slug: str) -> str:
    pairs = [("format", slug), ("start", options.start), *_list_pairs(options)]
    if options.account_name:
        pairs.append(("account", options.account_name))
    if options.share:
        pairs.append(("share", "1"))
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")


def _list_pairs(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    for dest, value in vars(options).items():
        name = dest.removeprefix("address_")
        if name != dest and value is not None:
            for each in value if isinstance(value, list) else [value]:
                yield name, each


def _write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file in one step: nobody sees half of it.

    Raises:
        InvalidQuery: It cannot be written; the sentence says why.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(chunks)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise InvalidQuery(f"“{path}” cannot be written: {error.strerror}.", field="out") from error


def _write_to_pipe(chunks: Iterable[bytes]) -> None:
    """Write to standard output, until its reader has had enough."""
    stream: BinaryIO = sys.stdout.buffer
    try:
        stream.writelines(chunks)
        stream.flush()
    except BrokenPipeError:
        # Python flushes standard output at its end, which would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
