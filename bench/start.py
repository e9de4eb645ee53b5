"""Measure a start, from the command to the first answer."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

import urllib3
from playwright.sync_api import Browser

from bench.report import Effort, Figure, Result
from bench.server import run_server

MAX_RATIO = 1 / 0.75
"""Greatest ratio of the start to the imports that it cannot do without."""
_IMPORTS = "import dash, boto3, sqlalchemy"

_TEXT = f"""\
*Command to answering*: `python app.py` over the demo account in a new process, until `/health` has
answered. Beside it, `python -c "{_IMPORTS}"`, turn by turn: the time of libraries that it is built on. The
first of all rounds warms the system's caches and is not counted. *Memory* is that of the process after the
first answer."""


def measure(_browser: Browser, effort: Effort) -> Result:
    """Start the explorer and import its libraries, in turn."""
    times, imports, memory = [], [], []
    for number in range(effort.rounds + 1):
        imported = _time_imports()
        with run_server() as server:
            assert urllib3.request("GET", f"{server.address}/health").status == 200
            answered = perf_counter() - server.started_at
            used = server.read_memory()
        if number:
            times.append(answered)
            imports.append(imported)
            memory.append(used)
    figures = (
        Figure("command to answering / imports", "s", times, "imports alone", imports, MAX_RATIO),
        Figure("command to answering", "s", times, goal=0.8),
        Figure("memory", "MB", memory),
    )
    return Result("Start", _TEXT, figures)


def _time_imports() -> float:
    begin = perf_counter()
    subprocess.run([sys.executable, "-c", _IMPORTS], check=True)  # noqa: S603 - our own program
    return perf_counter() - begin
