"""An account that takes seconds for each call, or needs long to be searched."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from assembly.serving import THREADS
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from server.guard import MAX_QUERY_BYTES
from server.listen import ServerLimits, listen
from tests.support.screen_reader import ScreenReader
from tests.support.wsgi_servers import run_server

HELD_SECONDS = 20
"""How long a call is held, unless it is let go."""

BOUND_SECONDS = HELD_SECONDS / 2
"""What answers in this time has not waited for a held call, however busy the machine is."""

WORK_SECONDS = 1.5
"""Processor time that an answer may take."""


class HeldAccount:
    """Answers some operations only when it is let go."""

    def __init__(self, service):
        self._service = service
        self.region = service.region
        self.held = ()
        self.let_go = threading.Event()
        self.ended = []

    def call(self, operation, request):
        if operation in self.held or "*" in self.held:
            self.let_go.wait(HELD_SECONDS)
        self.ended.append(operation)
        return self._service.call(operation, request)


@pytest.fixture
def held(small_account):
    account = HeldAccount(small_account.service)
    yield account
    account.let_go.set()


@pytest.fixture
def page(held, tmp_path):
    return ScreenReader(transport.connect(held), tmp_path, calls=CallMonitor(silent_seconds=0.1))


def get_timed(page, path, **headers):
    began = time.monotonic()
    answer = page.web.get(path, headers=headers)
    return answer, time.monotonic() - began


def test_first_screen_of_a_slow_account_has_its_frame_at_once(page, held):
    held.held = ("*",)
    answer, seconds = get_timed(page, "/screen")
    assert seconds < BOUND_SECONDS
    assert answer.json["named"] is False
    welcome = answer.json["shown"]["welcome.html"]
    assert "Where did it come from" in welcome
    assert "Not read yet." in welcome
    assert "None here yet" not in welcome


@pytest.mark.parametrize("path", ["/", "/?share=1", "/?view=browse&kind=endpoints", "/?view=checks"])
def test_frame_is_served_before_any_call_has_ended(page, held, path):
    held.held = ("*",)
    answer = page.web.get(path)
    assert answer.status_code == 200
    assert "Where did it come from" in answer.text
    assert held.ended == []


def test_parts_of_the_first_screen_come_one_by_one(page, held):
    held.held = ("ListArtifacts",)
    welcome = get_timed(page, "/screen")[0].json["shown"]["welcome.html"]
    assert ">endpoint<" in welcome
    assert ">model<" not in welcome
    assert "SageMaker has not answered ListArtifacts" in get_timed(page, "/screen")[0].text
    held.let_go.set()
    screen = page.read()
    assert ">model<" in screen.shown("welcome.html")
    assert "has not answered" not in screen.text


def test_page_whose_start_takes_long_comes_at_once_and_says_what_is_looked_up(page, held, small_account):
    held.held = ("ListArtifacts",)
    answer, seconds = get_timed(page, "/?start=s3://b/model")
    assert (answer.status_code, seconds < BOUND_SECONDS) == (200, True)
    answer, seconds = get_timed(page, "/screen?start=s3://b/model")
    assert seconds < BOUND_SECONDS
    assert answer.json["progress"]["more"] is True
    assert "ListArtifacts" in answer.json["progress"]["note"]
    held.let_go.set()
    screen = page.read("?start=s3://b/model&depth=2")
    assert screen.sent["drawing"]["start"] == small_account.arns["model"]
    assert screen.sent["moved"] == f"?start={small_account.arns['model']}&depth=2"
    assert "s3://b/model" in page.read_facts("?start=s3://b/model&depth=2")


def test_neighbors_that_take_long_are_a_sentence_at_once(page, held, small_account):
    held.held = ("ListAssociations",)
    answer, seconds = get_timed(
        page, f"/around?start={small_account.arns['model']}&of={small_account.arns['job']}"
    )
    assert (answer.status_code, seconds < BOUND_SECONDS) == (202, True)
    assert "still being counted" in answer.text


def test_suggestions_that_take_long_say_so(page, held):
    held.held = ("ListArtifacts",)
    answer = type_start(page, "model")
    assert "Names are still loading" in answer.text
    held.let_go.set()
    assert "starts" in type_start(page, "model").text


def type_start(page, text):
    return page.web.post(
        "/_dash-update-component",
        json={
            "output": "hits.children",
            "outputs": {"id": "hits", "property": "children"},
            "inputs": [{"id": "typed", "property": "data", "value": text}],
            "changedPropIds": ["typed.data"],
            "state": [{"id": "address", "property": "search", "value": ""}],
        },
    )


@pytest.mark.parametrize("text", ["a " * 100_000, "ab " * 100, "x" * 121, "model " * 20])
def test_long_typed_text_suggests_at_once_or_not_at_all(page, text):
    began = time.process_time()
    answer = type_start(page, text)
    assert answer.status_code == 200
    assert time.process_time() - began < WORK_SECONDS
    if len(text.strip()) > 120:
        assert "s3://" not in answer.text


@pytest.mark.parametrize(
    "pair",
    ["&k{}", "&k{}=v", "&hide=k{}", "&open=k{}", "&grow=k{}", "&type=k{}", "&between=k{}", "&property=k{}:v"],
)
def test_huge_address_is_answered_by_few_notices_quickly(page, small_account, pair):
    search = f"?start={small_account.arns['model']}"
    number = 0
    while len(search) < 0.99 * MAX_QUERY_BYTES:
        search += pair.format(number)
        number += 1
    page.read(f"?start={small_account.arns['model']}")
    began = time.process_time()
    answer = page.web.get(f"/screen{search}")
    assert answer.status_code == 200
    assert time.process_time() - began < WORK_SECONDS
    assert str(answer.json["shown"]["notice.children"]).count("'P'") <= 8


def test_health_answers_while_page_loads_of_a_slow_account_wait(held, tmp_path):
    held.held = ("*",)
    explored = ExploredAccount("Slow", transport.connect(held))
    app = create_explorer(explored, pseudonyms=PseudonymStore(tmp_path / "pseudonyms.sqlite"))
    with (
        run_server(listen(app.server, "127.0.0.1", 0, ServerLimits(THREADS))) as url,
        ThreadPoolExecutor(40) as pool,
    ):
        urlopen(f"{url}/health").read()
        began = time.monotonic()
        paths = [f"/?start=s3://b/{number}" for number in range(20)]
        loads = [pool.submit(lambda path: urlopen(f"{url}{path}").status, path) for path in paths]
        time.sleep(0.1)
        urlopen(f"{url}/health").read()
        assert time.monotonic() - began < BOUND_SECONDS
        assert {load.result() for load in loads} == {200}
        held.let_go.set()
