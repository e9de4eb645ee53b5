"""The cache that each setting of `--cache` builds."""

import subprocess
import sys

import pytest

from app import main
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.cache.response_cache import CacheUnusable, MemoryResponseCache
from lineage_explorer.sources.cache.shared_response_cache import open_response_cache
from sagemaker_account.store import Store


def test_memory_caches_are_separate_and_need_no_caller_identity():
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


def test_backends_are_imported_only_when_configured():
    code = "import sys, lineage_explorer.sources.cache.shared_response_cache; print('redis' in sys.modules, 'sqlite3' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False False\n"


@pytest.mark.parametrize(
    "where", ["", "disk", "disk:", "memcached://host", "redis", "/var/cache", "redis://host:port"]
)
def test_unknown_cache_url_is_refused(where):
    with pytest.raises(CacheUnusable):
        open_response_cache(where, CacheRegistry(), read_scope=lambda: "")


def test_invalid_setting_exits_with_one_sentence_and_status_2(tmp_path, capsys):
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
