"""Workers over one Redis: what one reads the other does not, and the death of one is noticed by nobody."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from contextlib import closing
from http.client import HTTPException
from pathlib import Path

import pytest

from sagemaker_account import demo, transport
from sagemaker_account.store import Store
from tests.support.account_server import AccountServer
from tests.support.commands import ROOT
from tests.support.demo_entities import production_endpoint
from tests.support.redis_server import RedisServer
from tests.support.waiting import list_tries

PAGES = 6
"""Result pages of the query."""

PATIENCE = 60.0


@pytest.fixture
def account(tmp_path):
    with closing(Store.open(str(tmp_path / "demo.sqlite"), create=True)) as store:
        yield demo.build(store)


@pytest.fixture
def server(account):
    server = AccountServer(account)
    server.open()
    yield server
    server.let_go()
    server.close()


@pytest.fixture
def redis():
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def pool(server, redis, tmp_path):
    """Start two workers that read the account over HTTP."""
    keys = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "any")
    command = [sys.executable, "app.py", "--workers", "2", "--port", "0", "--cache", redis.url]
    live = ["--live", "--region", demo.REGION, "--endpoint-url", f"http://127.0.0.1:{server.port}"]
    stand_ins = ["--stand-ins", str(tmp_path / "names.sqlite")]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(
            [*command, *live, *stand_ins],
            cwd=ROOT,
            env={**os.environ, **keys, "TMPDIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        yield process
        process.kill()


def list_workers(process) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(child) for child in children.split()]


def find_reader(process, port: int) -> int:
    """Return the worker that waits for an answer of the account."""
    remote = f"0100007F:{port:04X}"
    for _ in list_tries("a worker that waits"):
        rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
        held = {f"socket:[{row.split()[9]}]" for row in rows if row.split()[2:4] == [remote, "01"]}
        for worker in list_workers(process):
            folder = Path(f"/proc/{worker}/fd")
            if any(str(file.readlink()) in held for file in folder.iterdir() if file.is_symlink()):
                return worker
    raise AssertionError


def load(address: str, search: str, *, until) -> dict:
    """Ask for a screen as the page does, until a condition holds; a request that is cut is sent again."""
    pages = 0
    for _ in list_tries(search):
        request = urllib.request.Request(f"{address}/screen{search}", headers={"Lineage-Seen": str(pages)})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                screen = json.load(answer)
        except (OSError, HTTPException):
            screen = None
        if screen:
            pages = screen["drawing"]["pages"] if screen["drawing"] else pages
            assert screen["shown"].get("lineage.data-state") != "error"
            if until(screen):
                return screen
    raise AssertionError


def is_complete(screen) -> bool:
    return bool(screen["drawing"]) and screen["drawing"]["state"] == "complete"


def test_a_worker_that_is_killed_while_it_reads_is_noticed_by_nobody(pool, server, account, tmp_path):
    address = pool.stdout.readline().split()[-1]
    search = f"?start={production_endpoint(transport.connect(account))}&direction=Both"
    server.hold(after=2)
    load(address, search, until=lambda screen: screen["progress"]["pages"] == 2)
    os.kill(find_reader(pool, server.port), signal.SIGKILL)
    server.let_go()
    screen = load(address, search, until=is_complete)
    assert screen["drawing"]["pages"] == PAGES
    assert server.pages == PAGES + 1  # the page that the dead worker had asked for
    pool.send_signal(signal.SIGTERM)
    assert pool.wait(timeout=60) == 0
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert log.count("was ended by SIGKILL; another one takes its place") == 1
    assert re.findall(r"outcome=failed", log) == []
