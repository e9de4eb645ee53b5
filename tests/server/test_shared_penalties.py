"""Wrong tokens that workers count together."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from server import shared_penalties
from server.shared_penalties import SharedPenalties


@pytest.fixture
def penalties():
    with closing(SharedPenalties()) as penalties:
        yield penalties


def fork(work: Callable[[], None]) -> int:
    """Run a function in a process of its own; return the process."""
    process = os.fork()
    if process == 0:
        try:
            work()
        finally:
            os._exit(0)
    return process


def test_processes_lose_no_count_of_each_other(penalties):
    def add_many() -> None:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(400):
                pool.submit(penalties.extend, "10.0.0.1", start=100.0, seconds=1.0)

    for process in [fork(add_many) for _ in range(3)]:
        os.waitpid(process, 0)
    assert penalties.get_end("10.0.0.1") == 100.0 + 3 * 400
    assert penalties.get_end("10.0.0.2") == 0.0


def test_process_that_is_killed_with_the_lock_stops_nobody(penalties):
    read_end, write_end = os.pipe()

    def hold() -> None:
        with penalties._acquire_lock():
            os.write(write_end, b"held")
            time.sleep(60)

    process = fork(hold)
    assert os.read(read_end, 4) == b"held"
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    penalties.extend("10.0.0.1", start=1.0, seconds=5.0)
    assert penalties.get_end("10.0.0.1") == 6.0
    for end in (read_end, write_end):
        os.close(end)


def test_full_table_forgets_what_is_forgiven_first(penalties, monkeypatch):
    monkeypatch.setattr(shared_penalties, "_ROWS", 1)
    for number in range(50):
        penalties.extend(str(number), start=float(number), seconds=100.0)
    kept = {number for number in range(50) if penalties.get_end(str(number))}
    assert kept == set(range(40, 50))
    penalties.extend("new", start=0.0, seconds=1.0)
    assert penalties.get_end("new") == 1.0
