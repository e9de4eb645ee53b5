"""axe-core on each view in light and dark, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


def add_scenes(explore: Explorer) -> None:
    for _ in range(2):
        explore.page.click("#export")
        explore.page.click(".export-list [data-story=add]")
    explore.page.keyboard.press("n")
    explore.page.wait_for_selector(".story-title")


def search(explore: Explorer) -> None:
    explore.page.keyboard.press("/")
    explore.page.keyboard.type("churn v6")
    explore.page.wait_for_selector("#hits a")


PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/"
SMALL = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/abalone"
"""Its documents have every part that longer ones have: axe takes its time for each line of them."""
IMPACT_START = "s3://sagemaker-us-west-2-000000000000/abalone/code/preprocess.py"
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
    "timeline": lambda explore, _: (
        explore.open(start=SMALL, view="timeline"),
        explore.page.wait_for_selector("#document .main-svg, #document table"),
    ),
    "impact": lambda explore, _: (
        explore.open(start=IMPACT_START, view="impact"),
        explore.page.wait_for_selector("#document tbody tr"),
    ),
    "report": lambda explore, _: (
        explore.open(start=SMALL, view="report"),
        explore.page.wait_for_selector("#document .report"),
    ),
    "comparison": lambda explore, _: (
        explore.open(start=f"{PACKAGE}6", against=f"{PACKAGE}7"),
        explore.page.wait_for_selector("#document .compared"),
    ),
    "story": lambda explore, start: (explore.open(start=start), add_scenes(explore)),
    "search": lambda explore, _: (explore.open(), search(explore)),
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


DOCUMENTS = ("checks", "timeline", "impact", "report", "comparison", "story", "search")
DARK = (
    *("first screen", "picture", "jobs hidden", "answer", "shared", "keys", "lines that tell", "paths"),
    *DOCUMENTS,
)
"""Views that have, between them, all that has a colour of its own."""


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_violation(explore, production, view):
    """The page is loaded once and follows the system's theme, and its forced colors."""
    schemes = ["dark", "light"] if view in DARK else ["light"]
    set_up_view(explore, schemes[0])
    VIEWS[view](explore, production)
    explore.page.wait_for_selector("#details[aria-busy=false] .name, #welcome h1", state="attached")
    found = {}
    for scheme in schemes:
        set_up_view(explore, scheme)
        explore.page.wait_for_selector(f"html[data-color-scheme={scheme}]", state="attached")
        found[scheme] = list_violations(explore, EVERY_RULE if scheme == schemes[0] else COLOR_RULES)
    if view in DOCUMENTS:
        schemes.append("forced")
        explore.page.emulate_media(forced_colors="active")
        found["forced"] = list_violations(explore, COLOR_RULES)
    assert found == {scheme: [] for scheme in schemes}


EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"]}
"""Nothing is worked out about what passes."""
COLOR_RULES: dict[str, Any] = {
    **EVERY_RULE,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""The rules whose outcome depends on a theme, after all have been checked in another one."""


def list_violations(explore: Explorer, options: dict[str, Any]) -> list[tuple[str, list[object]]]:
    violations = Axe().run(explore.page, options=options).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]


def set_up_view(explore: Explorer, scheme: str) -> None:
    explore.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
