"""The page on walls, on tablets and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.test_camera import in_view, view
from tests.support.explorer_page import Explorer

HIDDEN_ON_PAPER = ("header", "#question", "#details", ".toolbar", ".view-switch", "#graph")


@pytest.fixture
def seen_on(loaded: BrowserContext, address: str, production: str) -> Iterator[Callable[..., Explorer]]:
    """Return what opens the picture of the production endpoint in a window of a size, which nobody has turned."""
    pages = []

    def opened(width: int, height: int, device: BrowserContext = loaded, scheme: Any = "light") -> Explorer:
        pages.append(device.new_page())
        pages[-1].set_viewport_size({"width": width, "height": height})
        pages[-1].emulate_media(color_scheme=scheme)
        explore = Explorer(pages[-1], address)
        explore.open(start=production)
        explore.glided()
        return explore

    yield opened
    for page in pages:
        page.evaluate("localStorage.clear()")
        page.close()


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return what makes a device for fingers."""
    devices = []

    def made(**options: Any) -> BrowserContext:
        devices.append(chromium.new_context(reduced_motion="reduce", has_touch=True, **options))
        return devices[-1]

    yield made
    for device in devices:
        device.close()


def type_size(explore: Explorer, selector: str) -> float:
    """Return how large a text is on the screen."""
    return explore.page.evaluate(
        """selector => {
            const element = document.querySelector(selector), zoom = element.currentCSSZoom ?? 1;
            return parseFloat(getComputedStyle(element).fontSize) * zoom;
        }""",
        selector,
    )


def test_on_a_wall_type_and_picture_are_as_large_as_the_window_allows(seen_on):
    texts = ("#status", "#details h1", ".legend", ".lanes span")
    desk = seen_on(1920, 1080)
    sizes = {text: type_size(desk, text) for text in texts}
    wall = seen_on(3840, 2160)
    for text in texts:
        assert type_size(wall, text) >= 1.7 * sizes[text]
    assert view(wall)["zoom"] > 1.2
    assert in_view(wall) == len(wall.nodes())
    xs = [wall.place(arn)[0] for arn in wall.nodes()]
    assert max(xs) - min(xs) > 0.7 * wall.page.locator("#graph").bounding_box()["width"]


def test_on_a_tablet_a_tap_makes_a_card_the_focus(tablet, seen_on):
    device = tablet()
    for width, height in ((1024, 768), (820, 1180)):
        explore = seen_on(width, height, device)
        assert in_view(explore) > len(explore.nodes()) / 2
        explore.page.click("#fit")
        explore.glided()
        arn = next(arn for arn, node in explore.nodes().items() if node["type"] == "TrainingJob")
        key = explore.told("key")
        explore.page.touchscreen.tap(*explore.place(arn))
        explore.await_new(key)
        assert explore.told("start") == arn


def test_what_fingers_press_is_large_enough(tablet, seen_on):
    explore = seen_on(820, 1180, tablet(is_mobile=True))
    for button in explore.page.locator(".toolbar button, .header button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_are_the_sentence_the_whole_picture_and_its_legend_in_light_colours(seen_on, scheme):
    page = seen_on(1440, 900, scheme=scheme).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.wait_for_function("document.querySelector('.printed').naturalWidth > 500")
    assert all(page.is_visible(part) for part in ("#status", ".printed", ".legend"))
    assert not any(page.is_visible(part) for part in HIDDEN_ON_PAPER)
    inverted = "invert" in page.evaluate("getComputedStyle(document.getElementById('lineage')).filter")
    assert inverted == (scheme == "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_picture_is_printed_on_one_page(seen_on):
    assert seen_on(1440, 900).page.pdf(landscape=True).count(b"/Type /Page\n") == 1
