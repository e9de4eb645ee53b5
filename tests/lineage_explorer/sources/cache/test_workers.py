"""Workers share one account and one cache, and read nothing twice."""

from __future__ import annotations

import re
import threading
from collections import Counter

import pytest

from sagemaker_account import transport
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.page_client import PageClient
from tests.support.redis_server import RedisServer

ANSWER = {"direction": "Both"}

DELETED_ENDPOINT = ["DescribeEndpoint"]
"""Calls of every worker: of an endpoint that is gone there is no response to share."""


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield account


@pytest.fixture(scope="module")
def production(account):
    return production_endpoint(transport.connect(account))


@pytest.fixture(params=["disk", "redis"])
def start_worker(request, account, tmp_path):
    """Return a function that starts a worker on the test's cache."""
    where = f"disk:{tmp_path}" if request.param == "disk" else request.getfixturevalue("redis").url

    def started():
        return PageClient(account, tmp_path / "pseudonyms.sqlite", where, request.node.nodeid)

    return started


def age(screen):
    return screen["shown"]["age.dateTime"]


def test_graph_read_by_one_worker_costs_another_no_call(start_worker, production):
    first, second = start_worker(), start_worker()
    read, sent = first.look(production, **ANSWER)
    assert sent.count("QueryLineage") == 6
    assert {"ListTags", "ListAssociations", "DescribeContext"} <= set(sent)
    shown, asked = second.look(production, **ANSWER)
    assert asked == DELETED_ENDPOINT
    assert shown["drawing"]["elements"] == read["drawing"]["elements"]
    assert shown["facts"] == read["facts"]
    assert age(shown) == age(read)


def test_home_screen_of_another_worker_costs_no_call(start_worker):
    first, second = start_worker(), start_worker()
    first.web.get("/screen")
    assert first.sent
    second.web.get("/screen")
    assert second.sent == []


def test_restarted_worker_requests_nothing_again(start_worker, production):
    start_worker().look(production, **ANSWER)
    _, asked = start_worker().look(production, **ANSWER)
    assert asked == DELETED_ENDPOINT


def test_graph_refreshed_by_one_worker_is_shown_by_the_other(start_worker, production):
    first, second = start_worker(), start_worker()
    first.look(production, **ANSWER)
    old, _ = second.look(production, **ANSWER)
    new, sent = first.look(production, wish="anew", **ANSWER)
    assert sent.count("QueryLineage") == 6
    shown, asked = second.look(production, **ANSWER)
    assert asked == DELETED_ENDPOINT
    assert age(old) < age(new) == age(shown)


def test_question_refreshed_by_one_worker_is_answered_by_the_other(start_worker, production):
    asked = {"question": "endpoint-datasets", "depth": 10}
    first, second = start_worker(), start_worker()
    first.look(production, **asked)
    old, _ = second.look(production, **asked)
    new, sent = first.look(production, wish="anew", **asked)
    assert "QueryLineage" in sent
    shown, sent = second.look(production, **asked)
    assert "QueryLineage" not in sent
    assert age(old) < age(new) == age(shown)


def test_concurrent_workers_read_each_page_once(start_worker, production):
    workers = [start_worker(), start_worker()]
    threads = [threading.Thread(target=lambda w=each: w.look(production, **ANSWER)) for each in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    sent = Counter(call for each in workers for call in each.sent)
    assert sent["QueryLineage"] == 6


def test_lost_cache_is_no_error_to_the_user(account, production, tmp_path, caplog):
    server = RedisServer()
    server.start()
    page = PageClient(
        account,
        tmp_path / "book.sqlite",
        server.url,
        "mine",
    )
    page.look(production, **ANSWER)
    server.stop()
    again, sent = page.look(production, wish="anew", **ANSWER)
    assert sent.count("QueryLineage") == 6
    assert again["shown"]["lineage.data-state"] == "complete"
    assert again["shown"]["notice.children"] == []
    assert not re.search(r"notice--|is denied|could not", again["facts"])
    shown, sent = page.look(production, **ANSWER)
    assert sent.count("QueryLineage") == 0
    assert age(shown) == age(again)
    assert caplog.text.count("not used until it works again") == 1
