"""Opened files are checked, kept, and made into an account once."""

from __future__ import annotations

import threading

import pytest

from lineage_explorer.errors import FileNotKept, UnreadableFile
from lineage_explorer.explore.opened_files import ChosenFile, OpenedAccount, OpenedFiles
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.file_store import FileStore, MemoryBackend
from tests.support.waiting import wait_until


def refuse_pictures(file):
    if file.name.endswith(".png"):
        raise UnreadableFile(f"{file.name} is a PNG picture.")


@pytest.fixture
def made():
    return []


@pytest.fixture
def files(made):
    def open_account(file):
        made.append(file)
        return OpenedAccount(f"account of {file.name}", "start")

    store = FileStore(MemoryBackend(entries=9, seconds=3600), seconds=3600)
    return OpenedFiles(store, CacheRegistry(), check=refuse_pictures, open_account=open_account)


def test_the_account_of_a_file_is_made_once(files, made):
    digest, start = files.keep([ChosenFile("a.json", b"{}")])
    assert (files.get_scope(digest), start) == ("account of a.json", "start")
    files.get_scope(digest)
    assert len(made) == 1


def test_files_together_are_one_text_after_another(files, made):
    files.keep([ChosenFile("a.json", b"{}"), ChosenFile("b.json", b"[]")])
    assert (made[0].name, made[0].content) == ("a.json and 1 more", b"{}\n[]")


def test_one_wrong_file_refuses_all_and_keeps_none(files, made):
    with pytest.raises(UnreadableFile, match=r"b\.png"):
        files.keep([ChosenFile("a.json", b"{}"), ChosenFile("b.png", b"")])
    assert made == []


def test_files_of_more_than_the_limit_are_refused(files, monkeypatch):
    monkeypatch.setattr("lineage_explorer.explore.opened_files.MAX_FILE_BYTES", 2 * 1024**2)
    with pytest.raises(UnreadableFile, match=r"q\.json is larger than 2 MB"):
        files.keep([ChosenFile("q.json", b" " * (2 * 1024**2 + 1))])


def test_an_unknown_hash_has_no_account(files):
    with pytest.raises(FileNotKept):
        files.get_scope("0" * 64)


def test_many_opened_files_wait_for_their_end_in_one_thread(files):
    before = threading.active_count()
    digests = [files.keep([ChosenFile("a.json", str(number).encode())])[0] for number in range(30)]
    assert len(set(digests)) == 30
    assert threading.active_count() <= before + 1


def test_opened_files_and_their_accounts_are_discarded_unasked():
    caches = CacheRegistry()
    store = FileStore(MemoryBackend(entries=9, seconds=3600), seconds=-0.9)
    files = OpenedFiles(
        store, caches, check=refuse_pictures, open_account=lambda file: OpenedAccount(file, "")
    )
    for content in (b"a", b"b"):
        files.keep([ChosenFile("a.json", content)])

    def count_accounts() -> int:
        usages = caches.read_usage()
        return {usage.name: usage.counters.entries for usage in usages}[CacheName.OPENED_ACCOUNTS]

    wait_until(lambda: not count_accounts(), "accounts are discarded")
