"""Several workers over one account and one cache: what one has read, the others show, and nobody reads it twice."""

from __future__ import annotations

import re
import threading
from collections import Counter

import pytest

from sagemaker_account import demo, transport
from sagemaker_account.store import Store
from tests.cache.redis_server import RedisServer
from tests.counted_page import Page
from tests.demo import production_endpoint

ANSWER = {"direction": "Both"}


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    store = Store.open(str(tmp_path_factory.mktemp("demo") / "demo.sqlite"), create=True)
    yield demo.build(store)
    store.close()


@pytest.fixture(scope="module")
def production(account):
    return production_endpoint(transport.connect(account))


@pytest.fixture(params=["disk", "redis"])
def worker(request, account, tmp_path):
    """Start one more worker; all of a test share one cache, and a scope of their own in it."""
    where = f"disk:{tmp_path}" if request.param == "disk" else request.getfixturevalue("redis").url

    def started():
        return Page(account, tmp_path / "stand-ins.sqlite", where, request.node.nodeid)

    return started


def age(screen):
    return screen["shown"]["age.dateTime"]


def test_what_one_worker_has_read_costs_another_no_call(worker, production):
    first, second = worker(), worker()
    read, sent = first.look(production, **ANSWER)
    assert sent.count("QueryLineage") == 6
    assert {"ListTags", "ListAssociations", "DescribeContext"} <= set(sent)
    shown, asked = second.look(production, **ANSWER)
    assert asked == []
    assert shown["drawing"]["elements"] == read["drawing"]["elements"]
    assert shown["facts"] == read["facts"]
    assert age(shown) == age(read)


def test_the_first_screen_of_another_worker_costs_no_call(worker):
    first, second = worker(), worker()
    first.web.get("/screen")
    assert first.sent
    second.web.get("/screen")
    assert second.sent == []


def test_a_worker_that_is_restarted_asks_for_nothing_again(worker, production):
    worker().look(production, **ANSWER)
    _, asked = worker().look(production, **ANSWER)
    assert asked == []


def test_what_one_worker_reads_anew_the_other_shows(worker, production):
    first, second = worker(), worker()
    first.look(production, **ANSWER)
    old, _ = second.look(production, **ANSWER)
    new, sent = first.look(production, wish="anew", **ANSWER)
    assert sent.count("QueryLineage") == 6
    shown, asked = second.look(production, **ANSWER)
    assert asked == []
    assert age(old) < age(new) == age(shown)


def test_a_question_that_one_worker_asks_anew_the_other_answers_from_that(worker, production):
    asked = {"question": "endpoint-datasets", "depth": 10}
    first, second = worker(), worker()
    first.look(production, **asked)
    old, _ = second.look(production, **asked)
    new, sent = first.look(production, wish="anew", **asked)
    assert "QueryLineage" in sent
    shown, sent = second.look(production, **asked)
    assert "QueryLineage" not in sent
    assert age(old) < age(new) == age(shown)


def test_two_workers_that_are_asked_at_once_read_each_page_once(worker, production):
    workers = [worker(), worker()]
    threads = [threading.Thread(target=lambda w=each: w.look(production, **ANSWER)) for each in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    sent = Counter(call for each in workers for call in each.sent)
    assert sent["QueryLineage"] == 6


def test_a_cache_that_goes_away_is_no_error_to_a_reader(account, production, tmp_path, caplog):
    server = RedisServer()
    server.start()
    page = Page(
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
