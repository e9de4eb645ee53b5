"""The commands: which module runs each, and how errors end it.

What a command needs is imported when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeAlias

from assembly.demo_file import start_demo
from lineage_explorer.api.ask_command import choose_exit_status
from lineage_explorer.errors import LineageError
from sagemaker_account.errors import EndpointError, FileError, StoreError
from server.errors import ListenError, SettingsError

Command: TypeAlias = Callable[[argparse.Namespace, ExitStack], int]

_ERRORS = (LineageError, StoreError, FileError, EndpointError, SettingsError, ListenError)
"""Errors whose message is a sentence for who started the command."""

_ANSWERING = ("ask", "check", "export", "mcp")
"""Commands whose exit status tells what kind of error ended them."""

_WITHOUT_DEMO = ("doctor", "verify")
"""Commands that read no account of their own."""


def run_command(options: argparse.Namespace, command: Command | None = None) -> int:
    """Run a command and return its exit status.

    An error is printed on stderr as one sentence. Its status is 2 for commands that serve; others tell apart
    what was used wrongly from what is not known and what could not be read.

    Args:
        options: The options, which name the command.
        command: What to run instead of it.
    """
    command = command or _COMMANDS[options.command]
    try:
        with ExitStack() as stack:
            if needs_demo(options) and not options.demo_file:
                options.demo_file = start_demo(stack)
            return command(options, stack)
    except _ERRORS as error:
        print(f"lineage explorer: {error}", file=sys.stderr)
        return choose_exit_status(error) if options.command in _ANSWERING else 2
    except KeyboardInterrupt:
        pass
    return 0


def needs_demo(options: argparse.Namespace) -> bool:
    """Return whether a command reads the demo, because no account is named."""
    names = ("account", "live", "accounts", "add_account", "role")
    return options.command not in _WITHOUT_DEMO and not any(getattr(options, name, None) for name in names)


def _run_explorer(options: argparse.Namespace, stack: ExitStack) -> int:
    from assembly.serving import serve_explorer  # noqa: PLC0415 - see the module, as the ones below

    return serve_explorer(options, stack)


def _run_endpoint(options: argparse.Namespace, stack: ExitStack) -> int:
    from assembly.serving import serve_endpoint  # noqa: PLC0415

    return serve_endpoint(options, stack)


def _run_answering(options: argparse.Namespace, stack: ExitStack) -> int:
    from assembly import answer_commands  # noqa: PLC0415

    run: Command = getattr(answer_commands, f"run_{options.command}")
    return run(options, stack)


def _run_snapshot(options: argparse.Namespace, stack: ExitStack) -> int:
    from assembly.snapshot_command import run_snapshot  # noqa: PLC0415

    return run_snapshot(options, stack)


def _run_doctor(options: argparse.Namespace, _stack: ExitStack) -> int:
    from lineage_explorer.sources.aws.doctor.doctor_command import run_doctor_command  # noqa: PLC0415

    return run_doctor_command(options)


_COMMANDS: dict[str, Command] = {
    "explore": _run_explorer,
    "endpoint": _run_endpoint,
    "snapshot": _run_snapshot,
    "doctor": _run_doctor,
    "verify": _run_answering,
    **dict.fromkeys(_ANSWERING, _run_answering),
}
