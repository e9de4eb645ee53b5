"""Run the explorer's server in a child process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from psutil import NoSuchProcess, Process  # type: ignore[import-untyped]  # psutil carries no hints

_ROOT = Path(__file__).parent.parent

_WITHOUT_IPYTHON = """\
import runpy, sys
sys.modules["IPython"] = None
runpy.run_path("app.py", run_name="__main__")"""
"""Hides a package that only tests need: Dash would import it, which takes 0.1 s."""

_FLASK = """\
import sys
from flask import Flask
from server.connection_share import ConnectionCounts, ConnectionShare
from server.listen import Server, ServerLimits, bind
from server.workers import WorkerPool
app = Flask("limit")
app.get("/")(lambda: "x" * 2_000)
listening = bind("127.0.0.1", 0)
print(f"Flask: http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
workers = int(sys.argv[1])
counts = ConnectionCounts(workers)
def work(worker):
    share = ConnectionShare(counts, worker) if workers > 1 else None
    Server(app, listening, ServerLimits(16), share=share).run()
    return 0
sys.exit(work(0) if workers == 1 else WorkerPool(workers, work).run())"""
"""A route that does nothing, in the explorer's own server."""


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
        return float(Process(self.process_id).memory_info().rss) / 1e6

    def read_memories(self) -> list[float]:
        """Return the resident memory of each process that answers, in MB."""
        return [process.memory_info().rss / 1e6 for process in self._list_processes()]

    def read_processor_time(self) -> float:
        """Return the processor time of its processes, in seconds."""
        times = [process.cpu_times() for process in self._list_processes()]
        return sum(float(each.user + each.system) for each in times)

    def kill(self) -> None:
        """End it with all that it started."""
        with suppress(NoSuchProcess):
            process = Process(self.process_id)
            for each in (*process.children(recursive=True), process):
                with suppress(NoSuchProcess):
                    each.kill()
            process.wait()

    def _list_processes(self) -> list[Process]:
        """Return its workers, or the process itself without any."""
        process = Process(self.process_id)
        return process.children() or [process]


@contextmanager
def run_server(account: Path | None = None, options: Sequence[str] = ()) -> Iterator[RunningServer]:
    """Run `app.py` during the block, with the packages of `requirements.txt` only.

    Args:
        account: Account file; None for the demo account.
        options: Further command-line options.
    """
    file = [] if account is None else ["--account", str(account)]
    with _run([sys.executable, "-c", _WITHOUT_IPYTHON, "--port", "0", *file, *options]) as server:
        yield server


@contextmanager
def run_flask_server(workers: int) -> Iterator[RunningServer]:
    """Run a trivial Flask route in the explorer's server during the block."""
    with _run([sys.executable, "-c", _FLASK, str(workers)]) as server:
        yield server


@contextmanager
def _run(command: Sequence[str]) -> Iterator[RunningServer]:
    """Run a server during the block that prints its address when it listens."""
    started = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own program, with arguments of our own
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        try:
            yield RunningServer(process.stdout.readline().partition(": ")[2].strip(), process.pid, started)
        finally:
            process.terminate()
