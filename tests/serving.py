"""A waitress server in a thread, which tests close from their own."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import Any


def aside(server: Any) -> Thread:
    """Run a server until it is closed.

    Closing takes the sockets away from the loop that waits for them, which then ends with an error of the system.
    """

    def run() -> None:
        with suppress(OSError, ValueError):
            server.run()

    thread = Thread(target=run, daemon=True)
    thread.start()
    return thread
