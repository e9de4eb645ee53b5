"""Commands in child processes: those that end, and those that serve."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a command to its end and return what it printed."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, cwd=cwd, env=env
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serve(*command: object, cwd: Path, env: Mapping[str, str] | None = None, **user: Any) -> Iterator[str]:
    """Run a command that serves; yield the address it prints."""
    process = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, env=env, stdout=subprocess.PIPE, text=True, **user
    )
    try:
        line = process.stdout.readline()
        yield re.search(r"http://\S+", line)[0]
    finally:
        process.terminate()
        process.wait(timeout=60)  # it finishes what is under way
        process.stdout.close()


@contextmanager
def serve_checkout(*arguments: str, **environment: str) -> Iterator[str]:
    """Run `app.py` of the checkout; yield the address it prints."""
    with serve(sys.executable, "app.py", *arguments, cwd=ROOT, env={**os.environ, **environment}) as address:
        yield address


def is_running(process: str | int) -> bool:
    """Return whether a process exists that has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
