"""Command line and WSGI entry of the explorer.

`assembly` puts the parts together: it opens accounts, builds services and the app, serves, and runs commands.
"""

from __future__ import annotations

from lineage_explorer import gc_tuning  # noqa: F401 - first: speeds up other imports

# isort: split
import atexit
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any

from assembly.commands import COMMANDS
from assembly.demo_file import needs_demo, start_demo
from assembly.run_command import run_command
from lineage_explorer.command_line import parse_options
from server.signals import raise_interrupts

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = parse_options(argv)
    return run_command(options, COMMANDS[options.command])


def run_process() -> int:
    """Run the command of this process.

    SIGTERM and SIGHUP end it as Ctrl+C does.
    """
    raise_interrupts()
    return main()


@cache
def _build_server() -> WSGIApplication:
    """Return the explorer for another WSGI server.

    Environment variables set it up. What it opens is closed when the process ends.
    """
    from assembly.serving import build_explorer, prepare_guard  # noqa: PLC0415 - commands import it later

    stack = ExitStack()
    atexit.register(stack.close)
    options = parse_options([])
    if needs_demo(options):
        options.demo_file = start_demo(stack)
    app = build_explorer(options, stack, prepare_guard(options, stack))
    if app.explorer:
        app.explorer.start()
        app.explorer.wait()  # other servers listen themselves, once this is complete
    return app.wsgi


def __getattr__(name: str) -> Any:
    """Return `server`, which `gunicorn app:server` asks for."""
    if name == "server":
        return _build_server()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    sys.exit(run_process())
