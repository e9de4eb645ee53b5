"""What axe-core finds on each view, light and dark; and that a keyboard alone is enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it carries no hints

from tests.browser.explorer import Explorer

VIEWS: dict[str, Callable[[Explorer, str], None]] = {
    "first screen": lambda explore, _: explore.open(),
    "picture": lambda explore, start: explore.open(start=start),
    "filtered, through a lens": lambda explore, start: explore.open(start=start, type="DataSet", lens="age"),
    "table": lambda explore, start: explore.open(start=start, view="table"),
    "answer": lambda explore, start: explore.open(start=start, question="endpoint-models"),
    "mistake": lambda explore, start: explore.open(start=start, depth="11"),
    "find": lambda explore, start: (explore.open(start=start), explore.page.keyboard.press("Control+f")),
    "outline": lambda explore, start: (explore.open(start=start), explore.page.click("#show-outline")),
    "keys": lambda explore, start: (explore.open(start=start), explore.page.click("#show-keys")),
    "presenting": lambda explore, start: (explore.open(start=start), explore.page.click("#present")),
}


DARK = ("first screen", "picture", "answer", "keys")
"""Views that have, between them, all that has a colour of its own."""


@pytest.mark.parametrize(("view", "scheme"), [(v, "light") for v in VIEWS] + [(v, "dark") for v in DARK])
def test_axe_finds_no_violation(explore, production, view, scheme):
    explore.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    VIEWS[view](explore, production)
    explore.page.wait_for_selector("#details h1, #welcome h1", state="attached")
    found = Axe().run(explore.page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
