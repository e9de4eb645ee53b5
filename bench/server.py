"""Run the explorer's server in a child process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

_USER_TIME_FIELD = 11
"""Index of the user-mode time among the fields of `/proc/*/stat` after the name; kernel time follows."""

_ROOT = Path(__file__).parent.parent

_WITHOUT_IPYTHON = """\
import runpy, sys
sys.modules["IPython"] = None
runpy.run_path("app.py", run_name="__main__")"""
"""Hides a package that only the peers' pages need: Dash would import it, which takes 0.1 s."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """Server that accepts requests.

    Attributes:
        address: Its URL, such as "http://127.0.0.1:8050".
        process_id: Its process id.
        started_at: Start time of the process, by `time.perf_counter`.
    """

    address: str
    process_id: int
    started_at: float

    def read_memory(self) -> float:
        """Return the resident memory of its process, in MB."""
        for line in Path(f"/proc/{self.process_id}/status").read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "VmRSS":
                return int(value.split()[0]) / 1000
        raise ValueError(f"Process {self.process_id} has ended.")

    def read_processor_time(self) -> float:
        """Return the processor time of its process, in seconds."""
        stat = Path(f"/proc/{self.process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(stat[_USER_TIME_FIELD]) + int(stat[_USER_TIME_FIELD + 1])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def run_server(account: Path | None = None, options: Sequence[str] = ()) -> Iterator[RunningServer]:
    """Run `app.py` during the block, with the packages of `requirements.txt` only.

    Args:
        account: Account file; None for the demo account.
        options: Further command-line options.
    """
    file = [] if account is None else ["--account", str(account)]
    command = [sys.executable, "-c", _WITHOUT_IPYTHON, "--port", "0", *file, *options]
    started = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own program, with arguments of our own
        command, cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield RunningServer(process.stdout.readline().partition(": ")[2].strip(), process.pid, started)
        finally:
            process.terminate()
