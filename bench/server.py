"""The explorer's server as it is run, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

_USER = 11
"""Place of the time in user mode among what `/proc/*/stat` tells after the name; the system's follows."""

_ROOT = Path(__file__).parent.parent

_AS_INSTALLED = """\
import runpy, sys
sys.modules["IPython"] = None
runpy.run_path("app.py", run_name="__main__")"""
"""Without a package that only the peers' pages need: Dash would import it, for a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers.

    Attributes:
        address: Where, for example "http://127.0.0.1:8050".
        process: Its process id.
        started: When its process was begun, by `time.perf_counter`.
    """

    address: str
    process: int
    started: float

    def memory(self) -> float:
        """Return the megabytes that its process holds in memory, as Linux counts them."""
        for line in Path(f"/proc/{self.process}/status").read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "VmRSS":
                return int(value.split()[0]) / 1000
        raise ValueError(f"Process {self.process} has ended.")

    def worked(self) -> float:
        """Return the seconds of processor time that its process has taken, as Linux counts them."""
        stat = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(stat[_USER]) + int(stat[_USER + 1])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(account: Path | None = None, options: Sequence[str] = ()) -> Iterator[Served]:
    """Run `app.py` as `requirements.txt` installs it, over an account file or the demo; end it afterwards.

    Args:
        account: The file; None for the demo account.
        options: More of the command line.
    """
    file = [] if account is None else ["--account", str(account)]
    command = [sys.executable, "-c", _AS_INSTALLED, "--port", "0", *file, *options]
    started = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own program, with arguments of our own
        command, cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield Served(process.stdout.readline().partition(": ")[2].strip(), process.pid, started)
        finally:
            process.terminate()
