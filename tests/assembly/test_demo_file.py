"""The demo's file: built once for a user, and copied from then on."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from assembly import demo_file
from assembly.demo_file import find_kept_file, start_demo


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    """Return the user's cache, which is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "lineage-explorer"


def read_demo() -> str:
    """Return all that a demo holds."""
    with ExitStack() as stack:
        file = start_demo(stack)
        file.wait()
        with closing(sqlite3.connect(file.path)) as database:
            return "\n".join(database.iterdump())


def refuse(*_: object) -> None:
    raise AssertionError("the demo is built again")


def test_second_start_copies_what_the_first_one_has_built(cache, monkeypatch):
    built = read_demo()
    assert list(cache.iterdir()) == [find_kept_file()]
    monkeypatch.setattr(demo_file, "start_subprocess", refuse)
    assert read_demo() == built
    assert "customer-churn-production" in built


def test_what_is_changed_in_one_demo_is_in_no_other():
    before = read_demo()
    with ExitStack() as stack, closing(sqlite3.connect(start_demo(stack).path)) as database:
        (table,) = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1").fetchone()
        database.execute(f'DROP TABLE "{table}"')
    assert read_demo() == before


def test_demo_of_other_code_is_not_used_and_leaves(cache):
    cache.mkdir(parents=True)
    other = cache / "demo-0.sqlite"
    other.write_text("made by other code")
    read_demo()
    assert not other.exists()


def test_file_of_another_user_is_not_used(monkeypatch):
    read_demo()
    find_kept_file().write_text("planted")
    user = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: user + 1)
    assert "customer-churn-production" in read_demo()


def test_demo_is_built_where_nothing_can_be_kept(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert "customer-churn-production" in read_demo()
