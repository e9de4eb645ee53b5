"""axe-core on each view in light and dark, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it carries no hints
from playwright.sync_api import ViewportSize

from tests.support.explorer_page import Explorer


def pick_path_end(explore: Explorer, start: str) -> None:
    """Select the start as a path end by keyboard."""
    explore.open(start=start)
    explore.page.focus("#graph")
    explore.page.keyboard.press("Home")
    explore.page.keyboard.press("p")
    explore.page.wait_for_selector(".picking:not([hidden])")


def show_paths(explore: Explorer, start: str) -> None:
    pick_path_end(explore, start)
    for key in ("ArrowLeft", "ArrowLeft", "p"):
        explore.page.keyboard.press(key)
    explore.page.wait_for_selector("#between .pick")


def peek(explore: Explorer) -> None:
    explore.page.focus("#graph")
    explore.page.keyboard.press("ArrowLeft")
    explore.page.keyboard.press("d")
    explore.page.wait_for_selector("#details .peek")


PHONE: ViewportSize = {"width": 390, "height": 844}

VIEWS: dict[str, Callable[[Explorer, str], None]] = {
    "first screen": lambda explore, _: explore.open(),
    "picture": lambda explore, start: explore.open(start=start),
    "filtered, through a lens": lambda explore, start: explore.open(start=start, type="DataSet", lens="age"),
    "jobs hidden": lambda explore, start: explore.open(start=start, hide="job"),
    "table": lambda explore, start: explore.open(start=start, view="table"),
    "checks": lambda explore, start: (
        explore.open(start=start, view="checks"),
        explore.page.wait_for_selector(".check"),
    ),
    "answer": lambda explore, start: explore.open(start=start, question="endpoint-models"),
    "mistake": lambda explore, start: explore.open(start=start, depth="11"),
    "shared": lambda explore, start: explore.open(start=start, share="1"),
    "find": lambda explore, start: (explore.open(start=start), explore.page.keyboard.press("Control+f")),
    "lines that tell": lambda explore, start: explore.open(start=start, edges="association"),
    "picking an end": pick_path_end,
    "paths": show_paths,
    "phone": lambda explore, start: (explore.page.set_viewport_size(PHONE), explore.open(start=start)),
    "peek": lambda explore, start: (explore.open(start=start), peek(explore)),
    "keys": lambda explore, start: (explore.open(start=start), explore.page.click("#show-keys")),
    "presenting": lambda explore, start: (explore.open(start=start), explore.page.click("#present")),
}


DARK = ("first screen", "picture", "jobs hidden", "answer", "shared", "keys", "lines that tell", "paths")
"""Views that have, between them, all that has a colour of its own."""


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_violation(explore, production, view):
    """The page is loaded once and follows the system's theme."""
    schemes = ["dark", "light"] if view in DARK else ["light"]
    set_up_view(explore, schemes[0])
    VIEWS[view](explore, production)
    explore.page.wait_for_selector("#details[aria-busy=false] .name, #welcome h1", state="attached")
    found = {}
    for scheme in schemes:
        set_up_view(explore, scheme)
        explore.page.wait_for_selector(f"html[data-mantine-color-scheme={scheme}]", state="attached")
        violations = Axe().run(explore.page).response["violations"]
        found[scheme] = [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]
    assert found == {scheme: [] for scheme in schemes}


def set_up_view(explore: Explorer, scheme: str) -> None:
    explore.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
