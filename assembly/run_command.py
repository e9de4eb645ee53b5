"""Run a command, and tell by its exit status how it ended."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeAlias

from assembly.demo_file import needs_demo, start_demo
from lineage_explorer.api.ask_command import choose_exit_status
from lineage_explorer.errors import LineageError
from sagemaker_account.errors import EndpointError, FileError, StoreError
from server.errors import ListenError, SettingsError

Command: TypeAlias = Callable[[argparse.Namespace, ExitStack], int]

_ERRORS = (LineageError, StoreError, FileError, EndpointError, SettingsError, ListenError)
"""Errors whose message is a sentence for who started the command."""

ANSWERING = ("ask", "check", "export", "mcp")
"""Commands whose exit status tells what kind of error ended them."""


def run_command(options: argparse.Namespace, command: Command) -> int:
    """Run a command and return its exit status.

    An error is printed on stderr as one sentence. Its status is 2 for commands that serve; others tell apart
    what was used wrongly from what is not known and what could not be read.

    Args:
        options: The options, which name the command.
        command: What runs it, or a part of it.
    """
    try:
        with ExitStack() as stack:
            if needs_demo(options) and not options.demo_file:
                options.demo_file = start_demo(stack)
            return command(options, stack)
    except _ERRORS as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return choose_exit_status(error) if options.command in ANSWERING else 2
    except KeyboardInterrupt:
        pass
    return 0
