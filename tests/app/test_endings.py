"""Processes that are told to end: answers are whole, files complete, nothing is left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from tests.support.account_clients import http_client
from tests.support.commands import ROOT, is_running
from tests.support.waiting import list_tries, wait_until


@contextmanager
def start(folder: Path, *arguments: object) -> Iterator[subprocess.Popen]:
    """Start `app.py` with a folder for temporary files."""
    process = subprocess.Popen(
        [sys.executable, "app.py", *map(str, arguments), "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_endpoint_told_to_end_answers_first_and_leaves_one_whole_file(tmp_path):
    file, temporary = tmp_path / "team.sqlite", tmp_path / "tmp"
    temporary.mkdir()
    with (
        start(temporary, "endpoint", "--account", file, "--latency", 1500) as process,
        ThreadPoolExecutor(1) as pool,
        closing(http_client(process.stdout.readline().split()[-1])) as client,
    ):
        source = {"SourceUri": "s3://b/k"}
        written = pool.submit(client.create_artifact, Source=source, ArtifactType="DataSet")
        time.sleep(0.5)  # the call is on its way: it takes a second and a half
        process.send_signal(signal.SIGTERM)
        arn = written.result()["ArtifactArn"]
        assert process.wait(timeout=60) == 0
    assert list(temporary.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["team.sqlite"]  # no log beside it
    with closing(sqlite3.connect(file)) as copy:
        assert any(arn in line for line in copy.iterdump())


def test_workers_of_a_killed_endpoint_answer_first_and_leave_one_whole_file(tmp_path):
    file, temporary = tmp_path / "team.sqlite", tmp_path / "tmp"
    temporary.mkdir()
    with (
        start(temporary, "endpoint", "--account", file, "--latency", 1500, "--workers", 2) as process,
        ThreadPoolExecutor(1) as pool,
        closing(http_client(process.stdout.readline().split()[-1])) as client,
    ):
        workers = find_workers(process)
        written = pool.submit(
            client.create_artifact, Source={"SourceUri": "s3://b/k"}, ArtifactType="DataSet"
        )
        time.sleep(0.5)  # as above
        process.kill()
        arn = written.result()["ArtifactArn"]
        wait_until(lambda: not any(map(is_running, workers)), "the end of the workers")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["team.sqlite"]
    with closing(sqlite3.connect(file)) as copy:
        assert any(arn in line for line in copy.iterdump())


def find_workers(process: subprocess.Popen) -> list[str]:
    """Return both workers of a command, once they are there."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers = children.read_text().split()
    while len(workers) < 2:
        workers = children.read_text().split()
    return workers


def test_endpoint_that_is_killed_has_stored_all_that_it_has_acknowledged(tmp_path):
    file = tmp_path / "team.sqlite"
    acknowledged = []

    def write(client, number: int) -> None:
        source = {"SourceUri": f"s3://b/{number}"}
        acknowledged.append(client.create_artifact(Source=source, ArtifactType="DataSet")["ArtifactArn"])

    with (
        start(tmp_path, "endpoint", "--account", file) as process,
        closing(http_client(process.stdout.readline().split()[-1])) as client,
        ThreadPoolExecutor(3) as pool,
    ):
        for number in range(5_000):
            pool.submit(write, client, number)
        while len(acknowledged) < 100:
            time.sleep(0.01)
        process.kill()
        pool.shutdown(cancel_futures=True)
    assert len(acknowledged) < 5_000  # it was killed while they were writing
    with closing(sqlite3.connect(file)) as kept:
        assert kept.execute("pragma integrity_check").fetchone() == ("ok",)
        text = "\n".join(kept.iterdump())
    assert [arn for arn in acknowledged if arn not in text] == []


def test_explorer_of_the_demo_that_loses_its_terminal_leaves_nothing(tmp_path):
    with start(tmp_path) as process:
        while not list(tmp_path.glob("lineage-demo-*")):  # it has just begun
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGHUP)
        assert process.wait(timeout=60) == 0
    assert list(tmp_path.iterdir()) == []


def test_two_workers_share_the_demo_and_leave_nothing_when_one_is_killed(tmp_path):
    with start(tmp_path, "--workers", 2) as process:
        address = process.stdout.readline().split()[-1]
        workers = find_workers(process)
        seen = {read(address) for _ in range(10)}
        assert len(seen) == 1  # the same entities, whoever answers
        assert "customer-churn-production" in seen.pop()
        counted = wait_for_metrics(tmp_path, address)
        os.kill(int(workers[0]), signal.SIGKILL)
        wait_until(lambda: not is_running(workers[0]), "the end of a worker")  # it accepts until then
        assert "customer-churn-production" in read(address)
        assert (
            count_screens(ask(f"{address}/metrics")) >= counted
        )  # what the killed worker has done still counts
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert list(tmp_path.iterdir()) == []


def test_server_for_gunicorn_is_set_up_by_the_environment_and_leaves_nothing(tmp_path):
    code = "import app; from werkzeug.test import Client; page = Client(app.server).get('/tools/lineage/health'); print(page.status)"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "LINEAGE_BASE_PATH": "/tools/lineage"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "200 OK\n"
    assert list(tmp_path.iterdir()) == []


def ask(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


def count_screens(metrics: str) -> float:
    """Return how often the first screen was asked for."""
    found = re.findall(r'lineage_http_requests_total\{[^}]*route="/screen"[^}]*\} (\S+)', metrics)
    return sum(map(float, found))


def wait_for_metrics(temporary: Path, address: str) -> float:
    """Return the number of screens, once both workers have written what they have counted."""
    for _ in list_tries("the metrics of both workers"):
        files = list(temporary.glob("lineage-workers-*/metrics/*.prom"))
        written = sum(count_screens(file.read_text()) for file in files)
        told = count_screens(ask(f"{address}/metrics"))
        if len(files) == 2 and written == told >= 10:
            return told
    raise AssertionError


def read(address: str) -> str:
    """Return what the first screen shows when all of it is there."""
    while True:
        with urllib.request.urlopen(f"{address}/screen") as answer:
            screen = json.load(answer)
        if screen["named"]:
            return re.sub(r"\d+ (?:seconds?|minutes?) ago", "", screen["shown"]["welcome.html"])
