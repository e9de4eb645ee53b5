"""The demo account in files of their own: it is built once, then copied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sagemaker_account import demo
from sagemaker_account.service import Account
from sagemaker_account.store import Store


@cache
def _build_content() -> bytes:
    """Build the demo; return its file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.sqlite"
        demo.build_file(str(path))
        return path.read_bytes()


def write_demo(path: Path | str) -> None:
    """Write the demo to a new account file."""
    Path(path).write_bytes(_build_content())


@contextmanager
def open_demo(folder: Path) -> Iterator[Account]:
    """Open a demo of a folder's own."""
    path = folder / "demo.sqlite"
    write_demo(path)
    with closing(Store.open(str(path))) as store:
        yield demo.open_demo_account(store)
