"""The page on large displays and tablets."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.test_camera import count_cards_in_view, zoom_and_origin
from tests.support.explorer_page import Explorer


@pytest.fixture
def open_at_size(
    browser_context: BrowserContext, address: str, production: str
) -> Iterator[Callable[..., Explorer]]:
    """Return a function that opens the production endpoint in an unrotated window."""
    pages = []

    def opened(width: int, height: int, device: BrowserContext = browser_context) -> Explorer:
        pages.append(device.new_page())
        pages[-1].set_viewport_size({"width": width, "height": height})
        explore = Explorer(pages[-1], address)
        explore.open(start=production)
        explore.await_motion()
        return explore

    yield opened
    for page in pages:
        page.evaluate("localStorage.clear()")
        page.close()


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that makes a touch device."""
    devices = []

    def made(**options: Any) -> BrowserContext:
        devices.append(chromium.new_context(reduced_motion="reduce", has_touch=True, **options))
        return devices[-1]

    yield made
    for device in devices:
        device.close()


def font_size(explore: Explorer, selector: str) -> float:
    """Return the size of a text on the screen, in pixels."""
    return explore.page.evaluate(
        """selector => {
            const element = document.querySelector(selector), zoom = element.currentCSSZoom ?? 1;
            return parseFloat(getComputedStyle(element).fontSize) * zoom;
        }""",
        selector,
    )


def test_large_display_scales_text_and_graph(open_at_size):
    texts = ("#status", "#details .name", ".legend", ".lanes span")
    desk = open_at_size(1920, 1080)
    sizes = {text: font_size(desk, text) for text in texts}
    wall = open_at_size(3840, 2160)
    for text in texts:
        assert font_size(wall, text) >= 1.7 * sizes[text]
    assert zoom_and_origin(wall)["zoom"] > 1.2
    assert count_cards_in_view(wall) == len(wall.nodes())
    xs = [wall.place(arn)[0] for arn in wall.nodes()]
    assert max(xs) - min(xs) > 0.7 * wall.page.locator("#graph").bounding_box()["width"]


def test_tap_on_a_tablet_focuses_a_card(tablet, open_at_size):
    device = tablet()
    for width, height in ((1024, 768), (820, 1180)):
        explore = open_at_size(width, height, device)
        assert count_cards_in_view(explore) > len(explore.nodes()) / 2
        explore.page.click("#fit")
        explore.await_motion()
        arn = next(arn for arn, node in explore.nodes().items() if node["type"] == "TrainingJob")
        key = explore.attribute("key")
        explore.page.touchscreen.tap(*explore.place(arn))
        explore.await_new(key)
        assert explore.attribute("start") == arn


def test_touch_targets_are_large_enough(tablet, open_at_size):
    explore = open_at_size(820, 1180, tablet(is_mobile=True))
    for button in explore.page.locator(".toolbar button, .header button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 44


def test_header_stays_in_one_line_of_the_window(open_at_size):
    for width in (1440, 1280, 1080, 820, 390, 360):
        page = open_at_size(width, 844).page
        for is_shared in (False, True):
            page.evaluate(
                "shared => document.documentElement.toggleAttribute('data-share', shared)", is_shared
            )
            boxes = [part.bounding_box() for part in page.locator(".header > *").all() if part.is_visible()]
            for left, right in itertools.pairwise(boxes):
                assert left["x"] + left["width"] <= right["x"], (width, is_shared)
            assert boxes[-1]["x"] + boxes[-1]["width"] <= width, (width, is_shared)
            assert all(box["y"] >= 0 and box["y"] + box["height"] <= 56 for box in boxes), (width, is_shared)
            assert page.get_by_role("button", name="Search names").bounding_box()["width"] >= 36


def test_number_gives_way_to_the_name_of_a_stage(open_at_size):
    explore = open_at_size(1280, 800)
    heading = explore.page.locator(".lanes .stage", has_text="Register and approve")
    assert heading.locator("b").evaluate("name => name.scrollWidth <= name.clientWidth")
