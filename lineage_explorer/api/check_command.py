"""The command `check`: what a lineage lacks, in the terminal.

The command line reads the options at each start, so what the command needs is imported when it runs.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from lineage_explorer.api.ask_command import JSON_HELP
from lineage_explorer.option_variables import read_variable
from lineage_explorer.query.address import START_HELP

if TYPE_CHECKING:
    from lineage_explorer.checks.check_report import CheckReport
    from lineage_explorer.explore.request_scope import RequestScope
    from lineage_explorer.explore.services import ExplorerServices

FOUND = 1
"""Exit status where something is found."""


def add_check_parser(commands: Any) -> argparse.ArgumentParser:
    """Add the command `check` to the parsers of commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check",
        help="check what the lineage of an entity, or of the account, lacks",
        description="Check a lineage by thirty rules: findings, what passed, and what could not be judged. "
        "Exit status: 0 done, 1 something was found (see --fail-on) or START is not known, 2 wrong "
        "usage, 3 the account could not be read.",
    )
    parser.add_argument(
        "start",
        metavar="START",
        nargs="?",
        help=f"{START_HELP}; the whole account without it",
    )
    parser.add_argument("--as-of", metavar="DAY", default="", help="a day or moment of the past, not now")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=JSON_HELP)
    output.add_argument("--csv", action="store_true", help="print the findings as CSV")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default=read_variable("FAIL_ON") or "error",
        help="lowest severity that ends with exit status 1 (%(default)s)",
    )
    parser.set_defaults(command="check")
    return parser


def run_check_command(options: argparse.Namespace, scope: RequestScope[ExplorerServices]) -> int:
    """Print what a lineage lacks; return the exit status.

    Raises:
        LineageError: The start or the file is wrong, or the account could not be read.
    """
    from lineage_explorer.api.api_request import ReadLimits, parse_request  # noqa: PLC0415 - see the module
    from lineage_explorer.api.ask_command import MAX_WAIT_SECONDS  # noqa: PLC0415 - as above
    from lineage_explorer.api.checks_body import read_report  # noqa: PLC0415 - as above
    from lineage_explorer.checks.rule import Severity  # noqa: PLC0415 - as above

    limits = ReadLimits(MAX_WAIT_SECONDS)

    def run(services: ExplorerServices, search: str) -> CheckReport:
        return read_report(services, parse_request(services.catalog, search, (), limits))

    report = scope.run(_format_search(options), run)
    if report.gaps:
        sys.stderr.write("\n  ".join(("Not complete:", *report.gaps)) + "\n")
        sys.stderr.flush()
    _write(options, report)
    return FOUND if report.has_found(Severity(options.fail_on)) else 0


def _format_search(options: argparse.Namespace) -> str:
    pairs = [("start", options.start)] if options.start else []
    pairs += [("as_of", options.as_of)] if options.as_of else []
    pairs += [("share", "1")] if options.share else []
    pairs += [("account", options.account_name)] if options.account_name else []
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")


def _write(options: argparse.Namespace, report: CheckReport) -> None:
    from lineage_explorer.api.ask_command import write_output  # noqa: PLC0415 - as above
    from lineage_explorer.api.bodies import encode_json  # noqa: PLC0415 - as above
    from lineage_explorer.api.check_text import format_findings_csv, format_report  # noqa: PLC0415
    from lineage_explorer.api.checks_body import convert_report  # noqa: PLC0415 - as above

    if options.json:
        content = encode_json(convert_report(report, {}, share=options.share)) + b"\n"
    elif options.csv:
        content = format_findings_csv(report).encode()
    else:
        content = format_report(report).encode(errors="backslashreplace")
    write_output(content)
