"""The page on walls, on tablets and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.explorer import Explorer
from tests.browser.test_camera import in_view, view

HIDDEN_ON_PAPER = ("header", "#question", "#details", ".toolbar", ".view-switch", "#graph")


@pytest.fixture
def seen_on(chromium: Browser, address: str, production: str) -> Iterator[Callable[..., Explorer]]:
    """Return what opens the picture of the production endpoint in a window of a size."""
    contexts = []

    def opened(width: int, height: int, **options: Any) -> Explorer:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        explore = Explorer(context.new_page(), address)
        explore.open(start=production)
        explore.glided()
        return explore

    yield opened
    for context in contexts:
        context.close()


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
    desk, wall = seen_on(1920, 1080), seen_on(3840, 2160)
    for text in ("#status", "#details h1", ".legend", ".lanes span"):
        assert type_size(wall, text) >= 1.7 * type_size(desk, text)
    assert view(wall)["zoom"] > 1.2
    assert in_view(wall) == len(wall.nodes())


def test_a_picture_on_a_wall_takes_most_of_its_width(seen_on):
    wall = seen_on(3840, 2160)
    xs = [wall.place(arn)[0] for arn in wall.nodes()]
    assert max(xs) - min(xs) > 0.7 * wall.page.locator("#graph").bounding_box()["width"]


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (820, 1180)])
def test_on_a_tablet_a_tap_makes_a_card_the_focus(seen_on, width, height):
    tablet = seen_on(width, height, has_touch=True)
    assert in_view(tablet) > len(tablet.nodes()) / 2
    tablet.page.click("#fit")
    tablet.glided()
    arn = next(arn for arn, node in tablet.nodes().items() if node["type"] == "TrainingJob")
    key = tablet.told("key")
    tablet.page.touchscreen.tap(*tablet.place(arn))
    tablet.await_new(key)
    assert tablet.told("start") == arn


def test_what_fingers_press_is_large_enough(seen_on):
    tablet = seen_on(820, 1180, has_touch=True, is_mobile=True)
    for button in tablet.page.locator(".toolbar button, .header button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_are_the_sentence_the_whole_picture_and_its_legend_in_light_colours(seen_on, scheme):
    explore = seen_on(1440, 900, color_scheme=scheme)
    page = explore.page
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
