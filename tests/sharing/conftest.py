from __future__ import annotations

from pathlib import Path

import pytest

from sharing.book import Book
from sharing.disguise import Disguise


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "stand-ins.sqlite"


@pytest.fixture
def book(file: Path) -> Book:
    return Book(file)


@pytest.fixture
def disguise(book: Book) -> Disguise:
    return Disguise(book)
