"""Worker processes of a small application: replaced when they die, ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.support.commands import ROOT, is_running
from tests.support.waiting import list_tries, wait_until

SERVE = """
import os, sys, time
from server.listen import Server, ServerLimits, bind
from server.signals import raise_interrupts, stop_on_signals
from server.workers import WorkerPool

def app(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        print("under way", flush=True)
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]

def work(number):
    server = Server(app, listening, ServerLimits(threads=2))
    with stop_on_signals(server.stop):
        server.run()
    print("closed", flush=True)
    return 0

raise_interrupts()
listening = bind("127.0.0.1", 0)
print(listening.getsockname()[1], flush=True)
sys.exit(WorkerPool(2, work if len(sys.argv) == 1 else lambda number: 2).run())
"""


@contextmanager
def start(*arguments: str) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-c", SERVE, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def get(port: str, path: str = "/") -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return int(answer.read())


def find_workers(port: str, count: int = 2) -> set[int]:
    """Return the workers that answer, once there are so many."""
    seen = set()
    for _ in list_tries(f"{count} workers"):
        seen.add(get(port))
        if len(seen) == count:
            break
    return seen


def test_worker_that_is_killed_is_replaced_and_nobody_is_refused():
    with start() as process:
        port = process.stdout.readline().strip()
        first = find_workers(port)
        os.kill(min(first), signal.SIGKILL)
        wait_until(lambda: not is_running(min(first)), "the end of a worker")  # it accepts until then
        assert get(port) in find_workers(port, 1)
        while find_workers(port) == first:
            pass
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert "was ended by SIGKILL; another one takes its place" in process.stderr.read()


@contextmanager
def ask_slowly(process: subprocess.Popen, port: str) -> Iterator[Future[int]]:
    """Ask for what takes a second; begin when that is under way."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(get, port, "/slow")
        assert process.stdout.readline() == "under way\n"
        yield waiting


def test_workers_finish_what_is_under_way_when_all_are_told_to_end():
    with start() as process:
        port = process.stdout.readline().strip()
        workers = find_workers(port)
        with ask_slowly(process, port) as waiting:
            process.send_signal(signal.SIGHUP)
            assert waiting.result() in workers
        assert process.wait(60) == 0


def test_signal_to_the_whole_group_lets_workers_finish_too():
    with start() as process:
        port = process.stdout.readline().strip()
        workers = find_workers(port)
        with ask_slowly(process, port) as waiting:
            for worker in workers:
                os.kill(worker, signal.SIGTERM)
            process.send_signal(signal.SIGTERM)
            assert waiting.result() in workers
        assert process.wait(60) == 0


def test_workers_whose_parent_is_killed_finish_what_is_under_way_and_end():
    with start() as process:
        port = process.stdout.readline().strip()
        workers = find_workers(port)
        with ask_slowly(process, port) as waiting:
            process.kill()
            assert process.wait(60) == -signal.SIGKILL
            assert waiting.result() in workers
        printed, logged = process.communicate(timeout=60)  # until no worker holds these pipes any more
        assert printed == "closed\nclosed\n"  # both have ended as usual
        assert logged.count("The process that started this worker is gone") == 2
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(port)))


def test_workers_that_cannot_begin_end_all_with_their_status():
    with start("refuse") as process:
        assert process.wait(60) == 2
