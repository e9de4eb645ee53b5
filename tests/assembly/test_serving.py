"""Serving: the page first, the account as soon as it is open."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from threading import Event
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from werkzeug.test import Client, create_environ

from app import main
from assembly import serving
from lineage_explorer.command_line import parse_options
from lineage_explorer.errors import SourceUnavailable
from lineage_explorer.explore.opened_explorer import OpenedExplorer
from lineage_explorer.explore.screen_cache import ScreenCache
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from tests.support.commands import serve_checkout
from tests.support.fakes import build_scope


@pytest.fixture
def release(monkeypatch, source, catalog):
    """Return what lets an account be opened, which waits for it."""
    event, caches = Event(), CacheRegistry()
    explorer = OpenedExplorer(build_scope(source, catalog), caches, ScreenCache(caches))
    monkeypatch.setattr(serving, "_open_explorer", lambda *_: event.wait(10) and explorer)
    return event


def build(stack: ExitStack, *arguments: str) -> serving.BuiltApp:
    options = parse_options(list(arguments))
    return serving.build_explorer(options, stack, serving.prepare_guard(options, stack))


def test_page_of_the_demo_is_served_while_its_account_is_opened(release):
    with ExitStack() as stack:
        app = build(stack)
        app.explorer.start()
        client = Client(app.wsgi)
        for path in ("/health", "/", "/_dash-layout", "/_dash-dependencies"):
            assert client.get(path).status_code == 200, path
        assert not release.is_set()
        release.set()


@pytest.mark.parametrize("path", ["/screen", "/ready", "/metrics", "/api/v1/search?text=churn", "/?start=x"])
def test_request_that_needs_the_account_waits_for_it(release, path):
    with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
        app = build(stack)
        app.explorer.start()
        waiting = pool.submit(Client(app.wsgi).get, path)
        assert wait([waiting], timeout=0.2).not_done
        release.set()
        assert waiting.result(10).status_code < 400


def test_headers_are_checked_before_bodies_and_under_the_path(release):
    release.set()
    with ExitStack() as stack:
        app = build(stack, "--account", "team.sqlite", "--base-path", "/lineage")
        for path, code in (("/lineage/open", ""), ("/lineage/screen", "large_body")):
            environ = create_environ(path, method="POST") | {"CONTENT_LENGTH": "9000000"}
            refusal = app.find_refusal(environ)
            assert (refusal.code if refusal else "") == code, path


def test_redacted_page_waits_for_the_names_it_hides(release, tmp_path):
    with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
        app = build(stack, "--share", "--stand-ins", str(tmp_path / "names.sqlite"))
        app.explorer.start()
        waiting = pool.submit(Client(app.wsgi).get, "/")
        assert wait([waiting], timeout=0.2).not_done
        release.set()
        assert waiting.result(10).status_code < 400


def test_account_that_is_named_is_opened_before_the_page_is_served(release):
    release.set()
    with ExitStack() as stack:
        assert build(stack, "--account", "team.sqlite").explorer is None


def test_explorer_that_cannot_be_opened_ends_with_one_sentence(monkeypatch, capsys):
    def fail(*_: object) -> None:
        raise SourceUnavailable("The account is away.", operation="Connect")

    monkeypatch.setattr(serving, "_open_explorer", fail)
    assert main(["--port", "0"]) == 2
    assert capsys.readouterr().err == "lineage explorer: The account is away.\n"


def test_workers_count_wrong_tokens_together(tmp_path):
    account = ("endpoint", "--account", str(tmp_path / "team.sqlite"), "--token", "the-right-one")
    with (
        serve_checkout(*account, "--workers", "2", "--port", "0") as address,
        ThreadPoolExecutor(8) as pool,
    ):
        began = time.monotonic()
        statuses = list(pool.map(lambda _: try_wrong_token(address), range(80)))
        forgiven = (time.monotonic() - began) / 5
        # Seven may be under way when the limit is reached; each worker for itself would let ten through.
        assert 10 <= statuses.count(401) <= 10 + 7 + forgiven
        assert statuses.count(429) == 80 - statuses.count(401)


def try_wrong_token(address: str) -> int:
    """Send a wrong token by a connection of its own; return the status."""
    request = Request(address, b"{}", {"Authorization": "Bearer wrong"})
    with pytest.raises(HTTPError) as error:
        urlopen(request, timeout=20)
    with error.value:
        return error.value.code
