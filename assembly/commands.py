"""The commands: which module runs each.

What a command needs is imported when it runs.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from assembly.run_command import ANSWERING, Command


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


COMMANDS: dict[str, Command] = {
    "explore": _run_explorer,
    "endpoint": _run_endpoint,
    "snapshot": _run_snapshot,
    "doctor": _run_doctor,
    "verify": _run_answering,
    **dict.fromkeys(ANSWERING, _run_answering),
}
