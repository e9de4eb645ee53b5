"""File of the demo account, built once for each user.

Every build of the demo is identical, so the first start keeps its file, under the hash of the code that built
it. It is built by a child process that is started before this process imports most of its modules.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import sagemaker_account
from sagemaker_account.lazy_service import keep_signals_waiting, start_subprocess, stop_subprocesses

_WITHOUT_DEMO = ("doctor", "verify")
"""Commands that read no account of their own."""


@dataclass(frozen=True, slots=True)
class DemoFile:
    """Database file of the demo.

    Attributes:
        path: Its path.
        wait: Blocks until it has been built; raises `StoreError` if it could not be.
    """

    path: str
    wait: Callable[[], None]


def needs_demo(options: argparse.Namespace) -> bool:
    """Return whether a command reads the demo, because no account is named."""
    names = ("account", "live", "accounts", "add_account", "role")
    return options.command not in _WITHOUT_DEMO and not any(getattr(options, name, None) for name in names)


def start_demo(stack: ExitStack) -> DemoFile:
    """Provide the demo in a temporary file, built or being built.

    Args:
        stack: Ends the child process and removes the file.
    """
    with keep_signals_waiting():
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-demo-"))
    path = Path(directory) / "demo.sqlite"
    kept = find_kept_file()
    if _copy_kept(kept, path):
        return DemoFile(str(path), wait=lambda: None)
    wait = start_subprocess(partial(_build_file, path, kept), "The demo account")
    stack.callback(stop_subprocesses)
    return DemoFile(str(path), wait)


def find_kept_file() -> Path:
    """Return where this user's cache keeps the demo."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    package = Path(sagemaker_account.__file__).parent
    code = sha256()
    for source in sorted(package.rglob("*.py")):
        code.update(f"{source.relative_to(package)}\0".encode() + source.read_bytes())
    return folder / "lineage-explorer" / f"demo-{code.hexdigest()[:32]}.sqlite"


def _copy_kept(kept: Path, path: Path) -> bool:
    """Copy the kept file, unless another user has written it."""
    with suppress(OSError):
        if not hasattr(os, "getuid") or kept.stat().st_uid == os.getuid():
            shutil.copyfile(kept, path)
            return True
    return False


def _build_file(path: Path, kept: Path) -> None:
    from sagemaker_account import demo  # noqa: PLC0415 - the child process alone needs it here

    demo.build_file(str(path))
    with suppress(OSError):  # where nothing can be kept, the next start builds it again
        _keep_file(path, kept)


def _keep_file(path: Path, kept: Path) -> None:
    """Keep a file in one step, instead of those of other code."""
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    try:
        shutil.copyfile(path, part)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    for other in kept.parent.glob("demo-*.sqlite"):
        if other != kept:
            other.unlink()
