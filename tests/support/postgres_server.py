"""A real PostgreSQL server for tests, private and restartable.

It listens on a socket in its own folder, and nowhere else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from glob import glob
from pathlib import Path
from typing import Any
from urllib.parse import quote

_DEBIAN_FOLDERS = "/usr/lib/postgresql/*/bin"
_USER = "postgres"
# What makes a test database fast: nothing has to survive a power cut.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
}


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs; POSTGRES_BIN names another."""
    named = os.environ.get("POSTGRES_BIN")
    on_path = shutil.which("initdb")
    debian = sorted(glob(_DEBIAN_FOLDERS), key=lambda folder: float(Path(folder).parent.name))  # noqa: PTH207
    folders = [named] if named else [*debian[-1:], *([str(Path(on_path).parent)] if on_path else [])]
    assert folders, "PostgreSQL is not installed: `make postgres` installs Debian's"
    return Path(folders[0])


class PostgresServer:
    """A server with an empty database of each name that is asked for."""

    def __init__(self) -> None:
        self._programs = find_programs()
        self._folder = Path(tempfile.mkdtemp(prefix="lineage-postgres-"))
        # The server refuses to run as root.
        self._as_user: dict[str, Any] = (
            {"user": _USER, "group": _USER, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        if self._as_user:
            shutil.chown(self._folder, _USER, _USER)
        self._data = self._folder / "data"
        self._run(
            "initdb",
            "--pgdata",
            self._data,
            "--username=lineage",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
            settings.write(f"unix_socket_directories = '{self._folder}'\n")

    def get_url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://lineage@/{database}?host={quote(str(self._folder), safe='')}"

    def start(self) -> None:
        self._run(
            "pg_ctl", "start", "--wait", "--silent", "--pgdata", self._data, "--log", self._folder / "log"
        )

    def stop(self) -> None:
        """Stop at once; clients lose their connections."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=fast", "--pgdata", self._data)

    def remove(self) -> None:
        """Stop for good, and remove everything."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate", "--pgdata", self._data)
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [str(self._programs / program), *map(str, arguments)],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            close_fds=True,
            **self._as_user,
        )
        assert done.returncode == 0, done.stderr
