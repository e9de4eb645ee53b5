"""A waitress server in a thread, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from waitress.wasyncore import close_all  # type: ignore[import-untyped]  # it carries no hints


@contextmanager
def aside(server: Any) -> Iterator[str]:
    """Run a server and give its address; at the end close it, and every connection that a browser keeps open.

    Its loop ends only when nothing is left to wait for, so the loop itself is made to close all.
    """
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: close_all(server._map))
    thread.join(timeout=5)
