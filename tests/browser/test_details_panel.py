"""The details panel belongs to the focus, however late its facts arrive."""

from __future__ import annotations

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
    explore.page.wait_for_selector("#details[aria-busy=false] .neighbours a")
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
        assert explore.page.inner_text("#details h1") == name
        assert explore.page.get_attribute("#details", "aria-busy") == "true"
    explore.page.wait_for_selector("#details[aria-busy=false] .neighbours a")
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
        assert neighbor not in explore.page.inner_html("#details .eyebrow, #details h1")
    explore.page.wait_for_selector("#details[aria-busy=false] .neighbours a")
    assert explore.page.locator("#details h1").get_attribute("title") == first


def test_panels_beside_the_graph_name_their_entity(explore, production):
    explore.open(start=production, question="endpoint-jobs", view="table")
    for panel in ("answer", "table"):
        assert explore.page.get_attribute(f"#{panel}", "data-arn") == explore.attribute("start")
        assert not explore.page.evaluate(f"document.getElementById('{panel}').inert")
