"""Progress of a snapshot in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from lineage_explorer.sources.aws.snapshot.snapshot_calls import SnapshotProgress, SnapshotSummary

_MINUTE = 60


@contextmanager
def show_progress(stream: TextIO | None = None) -> Iterator[Callable[[SnapshotProgress], None]]:
    """Yield a function that shows progress.

    Args:
        stream: Where to show it (standard error): a bar in a terminal, elsewhere a line for each phase.
    """
    # Imported when used: rich takes as long to import as the rest of a command takes to start.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    stream = stream or sys.stderr
    console = Console(file=stream)
    if not console.is_terminal:
        yield _build_line_printer(stream)
        return
    columns = (
        TextColumn("{task.description:<22}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("calls, {task.fields[rate]:.0f} a second,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Listing entities", total=None, rate=0.0)

        def report(progress: SnapshotProgress) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            bar.update(
                task,
                description=progress.phase,
                completed=progress.done,
                total=progress.total,
                rate=progress.done / elapsed if elapsed else 0.0,
            )

        yield report


def _build_line_printer(stream: TextIO) -> Callable[[SnapshotProgress], None]:
    phases: list[str] = []

    def report(progress: SnapshotProgress) -> None:
        if not phases or phases[-1] != progress.phase:
            phases.append(progress.phase)
            print(f"{progress.phase} …", file=stream, flush=True)

    return report


def describe_summary(summary: SnapshotSummary, name: str) -> str:
    """Return sentences about what a run read and could not.

    Args:
        summary: The run.
        name: Name of the file.
    """
    rate = summary.calls / summary.seconds if summary.seconds else 0.0
    duration = (
        f"{summary.seconds:.0f} s"
        if summary.seconds < _MINUTE
        else f"{summary.seconds // _MINUTE:.0f} min {summary.seconds % _MINUTE:.0f} s"
    )
    lines = [
        f"{name}: {summary.entities:,} entities. {summary.calls:,} calls in {duration}, {rate:.0f} a second.",
        *summary.denied,
        *summary.refused,
        *(f"{operation} is unfinished. {reason}" for operation, reason in summary.unfinished.items()),
    ]
    if summary.unfinished:
        lines.append("Run the same command again: it makes only the calls that are missing.")
    return "\n".join(lines)
