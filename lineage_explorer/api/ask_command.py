"""The commands `ask` and `mcp`: questions without a browser.

The command line reads the options at each start, so what the commands need is imported when they run.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, urlencode

from lineage_explorer.errors import LineageError
from lineage_explorer.option_variables import read_variable
from lineage_explorer.query.address import START_HELP

if TYPE_CHECKING:
    from lineage_explorer.api.answer_body import AnswerBody, QuestionsBody
    from lineage_explorer.explore.request_scope import RequestScope
    from lineage_explorer.explore.services import ExplorerServices

MAX_WAIT_SECONDS = 3600.0
"""Seconds that a command waits for an account; Ctrl+C ends it before."""

DEFAULT_PAGE = "http://127.0.0.1:8050"

JSON_HELP = "print the body of the JSON API"


def add_ask_parser(commands: Any) -> argparse.ArgumentParser:
    """Add the command `ask` to the parsers of commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ask",
        help="answer a question about an entity in the terminal",
        description="Answer a question about an entity: a sentence, then the list. Without SLUG, list what "
        "can be asked of it. Exit status: 0 done, 1 START is not known, 2 wrong usage, 3 the account "
        "could not be read.",
    )
    parser.add_argument("start", metavar="START", help=START_HELP)
    parser.add_argument("slug", metavar="SLUG", nargs="?", help="the question, for example endpoint-models")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=JSON_HELP)
    output.add_argument("--csv", action="store_true", help="print the list as CSV")
    parser.set_defaults(command="ask")
    return parser


def add_mcp_parser(commands: Any) -> argparse.ArgumentParser:
    """Add the command `mcp` to the parsers of commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "mcp",
        help="offer the questions as tools to an agent (Model Context Protocol)",
        description="Serve search, questions, answers, lineage, entities and serving versions as tools of a "
        "Model Context Protocol server on standard input and output.",
    )
    parser.add_argument(
        "--page-url",
        default=read_variable("PAGE_URL") or DEFAULT_PAGE,
        metavar="URL",
        help="where the explorer is served, for links in answers (%(default)s)",
    )
    parser.set_defaults(command="mcp")
    return parser


def run_ask_command(options: argparse.Namespace, scope: RequestScope[ExplorerServices]) -> None:
    """Print the answer to a question, or what can be asked.

    Raises:
        LineageError: The question or the start is wrong, or the account could not be read.
    """
    from lineage_explorer.api.api_request import ReadLimits  # noqa: PLC0415 - serving does without
    from lineage_explorer.api.operations import OPERATIONS_BY_NAME  # noqa: PLC0415 - as above
    from lineage_explorer.api.terminal_text import require_question  # noqa: PLC0415 - as above

    if options.slug:
        require_question(options.slug)
    operation = OPERATIONS_BY_NAME["answer" if options.slug else "questions"]
    limits = ReadLimits(MAX_WAIT_SECONDS)
    body = scope.run(
        _format_search(options), lambda services, search: operation.run(services, search, limits)
    )
    if not body.complete:
        sys.stderr.write("\n  ".join(("Not complete:", *body.gaps)) + "\n")
        sys.stderr.flush()
    write_output(_encode(options, body))


def _format_search(options: argparse.Namespace) -> str:
    pairs = [("start", options.start)]
    pairs += [("question", options.slug)] if options.slug else []
    pairs += [("account", options.account_name)] if options.account_name else []
    pairs += [("share", "1")] if options.share else []
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")


def _encode(options: argparse.Namespace, body: AnswerBody | QuestionsBody) -> bytes:
    """Return a body as the options want it."""
    from lineage_explorer.api.bodies import encode_json  # noqa: PLC0415 - serving does without
    from lineage_explorer.api.terminal_text import format_body, format_csv  # noqa: PLC0415 - as above

    if options.json:
        return encode_json(body) + b"\n"
    if options.csv:
        return format_csv(body).encode()
    stream = sys.stdout
    width = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else None
    return format_body(body, width=width).encode(errors="backslashreplace")


def write_output(content: bytes) -> None:
    """Write to standard output; a reader that has had enough ends it."""
    stream: BinaryIO = sys.stdout.buffer
    try:
        stream.write(content)
        stream.flush()
    except BrokenPipeError:
        # Python flushes standard output at its end, which would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run_mcp_command(options: argparse.Namespace, scope: RequestScope[ExplorerServices]) -> None:
    """Serve the tools of agents until standard input ends.

    Raises:
        LineageError: The package that speaks the protocol is not installed.
    """
    from lineage_explorer.api.tool_server import serve_tools  # noqa: PLC0415 - serving does without

    serve_tools(scope, page_url=options.page_url)


def choose_exit_status(error: Exception) -> int:
    """Return the exit status for an error.

    It is 1 if nothing is known of the start, 2 for wrong use, 3 if the account could not be read.
    """
    from lineage_explorer.api.error_body import NOT_READABLE, classify_error  # noqa: PLC0415 - as above

    return classify_error(error).exit_status if isinstance(error, LineageError) else NOT_READABLE
