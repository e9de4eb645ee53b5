"""The details panel belongs to the focus, however late its facts arrive."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Route

from tests.support.explorer_page import Explorer

CALLBACKS = re.compile("/_dash-update-component")


@pytest.fixture
def explore(explore: Explorer, production: str) -> Explorer:
    explore.open(start=production, direction="Ascendants", depth="3")
    explore.page.wait_for_selector("#details[aria-busy=false] .neighbors a")
    return explore


@contextmanager
def hold_facts(explore: Explorer) -> Iterator[list[Route]]:
    """Keep the requests for facts waiting; they are sent at the end."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "facts.data" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    explore.page.route(CALLBACKS, hold)
    try:
        yield held
    finally:
        for route in held:
            route.continue_()
        explore.page.unroute(CALLBACKS, hold)


def neighbor_of(explore: Explorer) -> str:
    """Return a drawn vertex that is not the focus."""
    start = explore.attribute("start")
    return next(arn for arn, node in explore.nodes().items() if arn != start and node["type"] == "Model")


def panel_owner(explore: Explorer) -> str | None:
    return explore.page.get_attribute("#details", "data-arn")


def test_details_say_which_entity_they_belong_to(explore):
    assert panel_owner(explore) == explore.attribute("start")
    explore.click(neighbor_of(explore))
    assert panel_owner(explore) == explore.attribute("start")


def test_details_of_the_previous_focus_disappear_with_its_graph(explore):
    neighbor = neighbor_of(explore)
    name = explore.nodes()[neighbor]["label"]
    with hold_facts(explore):
        explore.click(neighbor)
        assert panel_owner(explore) == explore.attribute("start") == neighbor
        assert explore.page.locator("#details a, #details button").count() == 0
        assert explore.page.inner_text("#details .name") == name
        assert explore.page.get_attribute("#details", "aria-busy") == "true"
    explore.page.wait_for_selector("#details[aria-busy=false] .neighbors a")
    assert panel_owner(explore) == neighbor


def test_details_that_arrive_after_another_focus_are_not_shown(explore):
    first = explore.attribute("start")
    neighbor = neighbor_of(explore)
    with hold_facts(explore) as held:
        explore.click(neighbor)
        key = explore.attribute("key")
        explore.page.go_back()
        explore.await_new(key)
        assert explore.attribute("start") == first
        held[0].continue_()
        held.pop(0)
        explore.page.wait_for_timeout(300)
        assert panel_owner(explore) == first
        assert neighbor not in explore.page.inner_html("#details .eyebrow, #details .name")
    explore.page.wait_for_selector("#details[aria-busy=false] .neighbors a")
    assert explore.page.locator("#details .name").get_attribute("title") == first


def find_version(explore: Explorer) -> str:
    """Return the artifact of a registered version in the graph."""
    return next(
        arn
        for arn, node in explore.nodes().items()
        if node["type"] == "Model" and ":model-package/" in node["source_uri"]
    )


def test_what_sagemaker_answered_is_read_when_it_is_opened(explore):
    explore.click(find_version(explore))
    disclosure = explore.page.locator("#details .response", has_text="DescribeModelPackage as JSON")
    disclosure.wait_for()
    assert disclosure.locator("pre").count() == 0
    with explore.page.expect_request(lambda request: "/described" in request.url):
        disclosure.locator("summary").click()
    disclosure.locator("pre").wait_for()
    answer = json.loads(disclosure.locator("pre").inner_text())
    assert answer["ModelPackageGroupName"] == "customer-churn"
    disclosure.get_by_role("button").click()
    assert json.loads(explore.page.evaluate("navigator.clipboard.readText()")) == answer


def test_answer_that_cannot_be_read_says_so_and_is_asked_for_again(explore):
    disclosure = explore.page.locator("#details .response")
    explore.page.route("**/described**", lambda route: route.abort())
    disclosure.locator("summary").click()
    disclosure.get_by_text("The explorer does not answer.").wait_for()
    explore.page.unroute("**/described**")
    disclosure.locator("summary").click()
    disclosure.locator("summary").click()
    disclosure.locator("pre").wait_for()


def test_version_shows_what_the_registry_holds(explore):
    explore.click(find_version(explore))
    explore.page.get_by_role("heading", name="Model registry").wait_for()
    details = explore.text("#details")
    for text in ("Production", "PendingReview", "Model quality statistics"):
        assert text in details


def test_job_shows_its_metrics_as_a_table(explore):
    job = next(arn for arn, node in explore.nodes().items() if node["type"] == "TrainingJob")
    explore.click(job)
    table = explore.page.locator("#details section", has=explore.page.get_by_role("heading", name="Metrics"))
    table.wait_for()
    assert table.locator("thead th").all_inner_texts() == ["Metric", "Last", "Min", "Max", "Count"]
    assert table.locator("tbody tr").count() > 0


def test_panels_beside_the_graph_name_their_entity(explore, production):
    explore.open(start=production, question="endpoint-jobs", view="table")
    for panel in ("answer", "table"):
        assert explore.page.get_attribute(f"#{panel}", "data-arn") == explore.attribute("start")
        assert not explore.page.evaluate(f"document.getElementById('{panel}').inert")


def test_key_shows_the_details_of_a_card_that_does_not_become_the_focus(explore, production):
    explore.open(start=production)
    page, key = explore.page, explore.attribute("key")
    key_facts = page.locator("#details .key-facts")
    key_facts.get_by_role("link", name="customer-churn v8").wait_for()
    page.focus("#graph")
    page.keyboard.press("ArrowLeft")
    (card,) = explore.find_by_class("current")
    page.keyboard.press("d")
    page.wait_for_selector(f'#details[data-arn="{card}"] .name')
    page.wait_for_selector("#details .peek")
    assert explore.nodes()[card]["title"] == page.inner_text("#details .name")
    assert explore.attribute("key") == key
    assert key_facts.inner_text() == ""  # those of the focus are not this card's
    page.get_by_role("button", name="Back to the focus").click()
    page.wait_for_selector(f'#details[data-arn="{production}"][aria-busy=false]')
    assert key_facts.locator("dt").first.inner_text() == "Serves"
    page.focus("#graph")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("d")
    page.wait_for_selector(f'#details[data-arn="{card}"] .peek')
    page.get_by_role("link", name="Focus here").click()
    explore.await_new(key)
    assert explore.attribute("start") == card
    assert page.is_hidden("#details .peek")
