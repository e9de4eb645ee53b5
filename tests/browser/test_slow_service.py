"""A service that is slow or fails for a while: what the page says meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.explore.page_facts import load_entity_facts
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.aws.call_limits import CallMonitor
from tests.support.explorer_page import PATIENCE_MS, Explorer
from tests.support.faulty_service import FAULTS, FaultyService

SILENT_SECONDS = 0.2


@pytest.fixture
def faulty_service(account) -> Iterator[FaultyService]:
    """Serve the demo; tests choose its faults."""
    with FaultyService(account) as service:
        yield service


@pytest.fixture
def explore_faulty(page, stage, faulty_service, pseudonyms) -> Iterator[Explorer]:
    client = session.connect(endpoint_url=faulty_service.url, region="us-west-2")
    calls = CallMonitor(seconds=6, silent_seconds=SILENT_SECONDS)
    explored = ExploredAccount("Faulty", client)
    with stage.showing(create_explorer(explored, pseudonyms=pseudonyms, calls=calls).server) as address:
        yield Explorer(page, address)


def answer_late(exchange) -> None:
    exchange.is_over.wait(2.5)  # longer than a busy machine takes to show the page
    exchange.send(exchange.body)


def never_answer(exchange) -> None:
    exchange.is_over.wait()


def test_first_screen_stands_while_no_call_has_ended(explore_faulty, faulty_service):
    faulty_service.faults = {"*": never_answer}
    page = explore_faulty.page
    page.goto(explore_faulty.address)
    page.wait_for_selector(".waiting h1, #welcome h1")
    expect(page.locator("#welcome h2").first).to_have_text("Products")
    expect(page.locator("#welcome .products")).to_contain_text("Loading")


def find_source(client) -> tuple[str, str]:
    """Return the ARN and the URI of an artifact that alone has its source."""
    artifacts = client.list_artifacts(ArtifactType="Model", MaxResults=100)["ArtifactSummaries"]
    found = next(each for each in artifacts if each["Source"]["SourceUri"].startswith("s3://"))
    return found["ArtifactArn"], found["Source"]["SourceUri"]


def test_uri_that_takes_long_is_looked_up_on_the_page_and_leads_to_its_entity(
    explore_faulty, faulty_service, client
):
    arn, uri = find_source(client)
    faulty_service.faults = {"ListArtifacts": answer_late}
    page = explore_faulty.page
    left = page.url
    page.goto(f"{explore_faulty.address}/?start={uri}&depth=1")
    expect(page.locator("#progress .told")).to_contain_text("Looking up “s3://")
    explore_faulty.await_state("complete")
    assert explore_faulty.attribute("start") == arn
    assert explore_faulty.asked["start"] == [arn]
    expect(page.locator("#details")).to_contain_text(uri)
    page.go_back()
    expect(page).to_have_url(left)  # Playwright waits for any change of the history, such as of a saved view


def test_retries_are_told_in_the_progress_and_end_in_a_sentence(explore_faulty, faulty_service, production):
    faulty_service.faults = {"QueryLineage": FAULTS["502 with HTML"]}
    page = explore_faulty.page
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{explore_faulty.address}/?start={production}&depth=1")
    told = page.locator("#progress .told")
    expect(told).to_contain_text("retrying QueryLineage")
    box = page.locator("#progress").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.wait_for_selector("#lineage[data-state=error]")
    expect(page.locator("#notice")).to_contain_text("QueryLineage")
    expect(page.locator("#progress")).to_be_hidden()


def test_first_screen_fills_as_its_parts_come(explore_faulty, faulty_service):
    faulty_service.faults = {"ListArtifacts": answer_late}
    page = explore_faulty.page
    page.goto(explore_faulty.address)
    welcome = page.locator("#welcome")
    expect(welcome).to_contain_text("customer-churn-production")
    expect(welcome).to_contain_text("Not read yet.")
    expect(welcome).not_to_contain_text("Not read yet.")
    expect(welcome).to_contain_text("Newest data")


def test_names_that_take_long_are_offered_as_soon_as_they_are_there(explore_faulty, faulty_service):
    explore_faulty.open()
    faulty_service.faults = {"*": answer_late}
    page = explore_faulty.page
    page.keyboard.press("/")
    page.keyboard.type("churn v6")
    expect(page.locator("#hits")).to_have_text("Names are still loading.", timeout=PATIENCE_MS)
    page.wait_for_selector("#hits a", timeout=PATIENCE_MS)
    expect(page.locator("#hits .still-loading")).to_have_count(0)


def test_neighbors_that_take_long_are_counted_without_another_look(
    explore_faulty, faulty_service, production
):
    explore_faulty.open(start=production, depth="1")
    faulty_service.faults = {"ListAssociations": answer_late}
    page = explore_faulty.page
    page.click("#fit")
    explore_faulty.await_motion()
    other = next(
        arn for arn, node in explore_faulty.nodes().items() if node["role"] not in {"start", "group"}
    )
    with page.expect_response(lambda answer: "/around" in answer.url and answer.status == 202):
        page.mouse.click(*explore_faulty.place(other), button="right")
    page.wait_for_selector(".menu .count", timeout=PATIENCE_MS)


def test_details_that_take_long_come_without_another_look(
    explore_faulty, faulty_service, production, monkeypatch
):
    monkeypatch.setitem(load_entity_facts.__kwdefaults__, "seconds", 0.3)
    faulty_service.faults = {"ListTags": answer_late}
    page = explore_faulty.page
    page.goto(f"{explore_faulty.address}/?start={production}&depth=1")
    expect(page.locator("#details")).to_contain_text(
        "Its tags could not be read. SageMaker has not answered yet."
    )
    expect(page.locator("#details")).not_to_contain_text("has not answered yet")
    expect(page.locator("#details h3", has_text="Tags")).to_be_visible()
