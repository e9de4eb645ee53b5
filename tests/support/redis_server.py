"""A real Redis server for tests, without persistence, restartable."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess

from redis import Redis, RedisError

from tests.support.waiting import list_tries

PROGRAM = os.environ.get("REDIS_SERVER", "redis-server")


class RedisServer:
    """A server on a free port of this machine."""

    def __init__(self) -> None:
        assert shutil.which(PROGRAM), f"{PROGRAM} is not installed: `make redis` installs Debian's"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            PROGRAM,
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with Redis.from_url(self.url) as asked:
            for _ in list_tries("an answer of the server"):
                try:
                    asked.ping()
                except RedisError:
                    continue
                return

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
