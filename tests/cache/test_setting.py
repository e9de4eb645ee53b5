"""Where answers are kept, as it is set."""

import subprocess
import sys

import pytest

from app import main
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.cache.response_cache import CacheUnusable, MemoryResponseCache
from lineage_explorer.sources.cache.shared_response_cache import open_response_cache
from sagemaker_account.store import Store


def test_in_memory_nobody_is_asked_whose_answers_they_are_and_each_has_a_cache_of_their_own():
    def opened():
        return open_response_cache("memory", CacheRegistry(), read_scope=lambda: pytest.fail("asked"))

    assert isinstance(opened(), MemoryResponseCache)
    assert opened() is not opened()


def test_a_folder_or_a_server_is_one_cache_for_all(tmp_path, redis):
    def opened(where, scope):
        return open_response_cache(where, CacheRegistry(), read_scope=lambda: scope)

    for where in (f"disk:{tmp_path}", redis.url):
        opened(where, "mine").put("key", {"a": 1})
        assert opened(where, "mine").get("key").response == {"a": 1}
        assert opened(where, "theirs").get("key") is None


def test_neither_is_imported_where_it_is_not_set():
    code = "import sys, lineage_explorer.sources.cache.shared_response_cache; print('redis' in sys.modules, 'sqlite3' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False False\n"


@pytest.mark.parametrize(
    "where", ["", "disk", "disk:", "memcached://host", "redis", "/var/cache", "redis://host:port"]
)
def test_what_is_no_cache_is_refused(where):
    with pytest.raises(CacheUnusable):
        open_response_cache(where, CacheRegistry(), read_scope=lambda: "")


def test_a_wrong_setting_ends_with_one_sentence_and_status_2(tmp_path, capsys):
    (tmp_path / "file").touch()
    account = str(tmp_path / "mine.sqlite")
    Store.open(account, create=True).close()
    for where, named in (
        ("memcached://host", "memcached"),
        (f"disk:{tmp_path}/file", "file"),
        ("redis://127.0.0.1:1", "127.0.0.1:1"),
    ):
        assert main(["--port", "0", "--account", account, "--cache", where]) == 2
        said = capsys.readouterr().err
        assert named in said
        assert said.count("\n") == 1
