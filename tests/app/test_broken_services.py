"""Services that fail, drip or answer something else, over real HTTP."""

from __future__ import annotations

import re
import threading
import time

import pytest

from lineage_explorer.sources.aws import call_limits, session
from lineage_explorer.sources.aws.call_limits import CallMonitor
from tests.support.faulty_service import FAULTS, FaultyService
from tests.support.screen_reader import ScreenReader

CALL_SECONDS = 0.3
SILENT_SECONDS = 0.1
SLACK_SECONDS = 8.0
"""What a busy machine adds to a time limit."""


@pytest.fixture(scope="module")
def broken_service(small_account):
    """Serve the small account; tests choose its faults."""
    with FaultyService(small_account.service) as service:
        yield service


@pytest.fixture(scope="module")
def shared_client(broken_service):
    return session.connect(endpoint_url=broken_service.url, region="us-west-2")


@pytest.fixture
def break_service(broken_service, shared_client, tmp_path):
    """Return a function that breaks operations, and returns a page over the rest."""

    def set_faults(*, seconds=CALL_SECONDS, **faults):
        broken_service.sent.clear()
        broken_service.faults = faults
        calls = CallMonitor(seconds=seconds, silent_seconds=SILENT_SECONDS)
        return ScreenReader(shared_client, tmp_path, calls=calls)

    yield set_faults
    broken_service.faults = {}


@pytest.mark.parametrize("fault", FAULTS)
def test_failing_query_is_named_with_its_operation_in_bounded_time(
    break_service, small_account, caplog, fault
):
    page = break_service(QueryLineage=FAULTS[fault])
    screen = page.read(f"?start={small_account.arns['model']}")
    assert screen.state == "error"
    assert "QueryLineage" in screen.shown("notice.children")
    assert "Something went wrong" not in screen.text
    assert "welcome.html" in screen.sent["shown"]
    assert screen.seconds < CALL_SECONDS + SLACK_SECONDS
    assert caplog.text == ""


@pytest.mark.parametrize("fault", [*FAULTS][::3])
def test_failing_descriptions_leave_the_graph_and_are_counted(break_service, small_account, caplog, fault):
    page = break_service(DescribeArtifact=FAULTS[fault])
    screen = page.read(f"?start={small_account.arns['endpoint']}")
    assert screen.state == "complete"
    assert screen.sent["drawing"]["vertices"] == len(small_account.arns)
    told = screen.shown("completeness.html")
    assert "Details missing for 2 entities" in told
    assert "DescribeArtifact" in told
    assert screen.seconds < CALL_SECONDS + SLACK_SECONDS
    assert caplog.text == ""


@pytest.mark.parametrize(
    "fault", ["502 with HTML", "truncated JSON", "JSON cut behind a brace", "HTML body", "dripping body"]
)
def test_list_that_fails_is_named_on_the_first_screen_and_the_others_offered(break_service, caplog, fault):
    screen = break_service(ListArtifacts=FAULTS[fault]).read()
    welcome = screen.shown("welcome.html")
    assert "ListArtifacts" in welcome
    assert "These could not be read." in welcome
    assert ">endpoint<" in welcome
    assert "Browse" in welcome
    assert "None here yet" not in welcome
    assert screen.longest_request < 1
    assert caplog.text == ""


@pytest.mark.parametrize("fault", ["dripping body", "no answer"])
def test_facts_that_are_not_answered_are_named(break_service, small_account, fault):
    page = break_service(ListTags=FAULTS[fault], ListAssociations=FAULTS["502 with HTML"])
    facts = page.read_facts(f"?start={small_account.arns['model']}")
    assert "ListTags" in facts
    assert "ListAssociations" in facts
    assert "s3://b/model" in facts


@pytest.mark.parametrize("fault", ["502 with HTML", "JSON nested too deep", "dripping head"])
def test_neighbors_answer_a_sentence_in_bounded_time(break_service, small_account, fault):
    page = break_service(QueryLineage=FAULTS[fault])
    search = f"?start={small_account.arns['model']}&of={small_account.arns['job']}"
    began = time.monotonic()
    answer = page.web.get(f"/around{search}")
    while "QueryLineage" not in answer.text:  # until what was read in the background has failed
        assert time.monotonic() - began < CALL_SECONDS + SLACK_SECONDS
        time.sleep(0.1)
        answer = page.web.get(f"/around{search}")
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert "QueryLineage" in answer.text


@pytest.mark.parametrize("fault", ["502 with HTML", "JSON nested too deep", "dripping head"])
def test_an_export_answers_an_error_in_bounded_time(break_service, small_account, fault):
    page = break_service(QueryLineage=FAULTS[fault])
    began = time.monotonic()
    answer = page.web.get(f"/api/v1/export?format=csv&start={small_account.arns['model']}")
    assert time.monotonic() - began < CALL_SECONDS + SLACK_SECONDS
    assert answer.status_code == 502
    assert "QueryLineage" in answer.json["error"]["detail"]


def test_retries_are_told_while_they_go_on(break_service, small_account, monkeypatch):
    monkeypatch.setattr(
        call_limits.SystemRandom, "random", lambda _: 1.0
    )  # the longest delays, not chance ones
    page = break_service(QueryLineage=FAULTS["502 with HTML"], seconds=2.0)
    screen = page.read(f"?start={small_account.arns['model']}")
    told = [note for note in screen.notes if note]
    assert told
    for note in told:
        assert re.fullmatch(r"SageMaker answered Bad Gateway (once|\d+ times); retrying QueryLineage", note)


def test_silence_is_told_after_a_while(break_service, small_account):
    page = break_service(QueryLineage=FAULTS["no answer"], seconds=1.2)
    screen = page.read(f"?start={small_account.arns['model']}")
    assert any("SageMaker has not answered QueryLineage" in note for note in screen.notes)


def test_failing_names_are_told_while_they_are_read(break_service, small_account):
    page = break_service(DescribeArtifact=FAULTS["no answer"], seconds=1.2)
    screen = page.read(f"?start={small_account.arns['model']}")
    assert any("still loading (SageMaker has not answered DescribeArtifact" in note for note in screen.notes)


def test_second_page_that_drips_leaves_a_partial_graph(broken_service, break_service, small_account):
    page = break_service()

    def drip_later(exchange):
        if b"NextToken" in exchange.request:
            FAULTS["dripping body"](exchange)
        else:
            exchange.send(exchange.body.replace(b'"Edges"', b'"NextToken": "more", "Edges"', 1))

    broken_service.faults = {"QueryLineage": drip_later}
    screen = page.read(f"?start={small_account.arns['model']}")
    assert screen.state == "partial"
    assert "after page 1" in screen.text
    assert screen.sent["drawing"]["vertices"] == len(small_account.arns)
    assert screen.seconds < CALL_SECONDS + SLACK_SECONDS


def test_dripping_answers_give_their_threads_back(break_service, small_account):
    page = break_service(QueryLineage=FAULTS["dripping head"])
    page.read(f"?start={small_account.arns['model']}")
    before = threading.active_count()
    for depth in range(1, 5):
        page.web.get(f"/screen?start={small_account.arns['model']}&depth={depth}")
    time.sleep(CALL_SECONDS)
    screen = page.read(f"?start={small_account.arns['data']}")
    assert screen.state == "error"
    assert screen.seconds < CALL_SECONDS + SLACK_SECONDS
    assert threading.active_count() <= before + 16


def test_service_that_recovers_within_the_time_leaves_no_trace(broken_service, break_service, small_account):
    page = break_service(seconds=10)

    def fail_twice(exchange):
        if broken_service.sent.count("QueryLineage") <= 2:
            FAULTS["reset"](exchange)
        else:
            exchange.send(exchange.body)

    broken_service.faults = {"QueryLineage": fail_twice}
    screen = page.read(f"?start={small_account.arns['model']}")
    assert screen.state == "complete"
    assert screen.shown("notice.children") == "[]"
