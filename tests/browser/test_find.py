"""Find in the picture, as one finds in a page."""

from __future__ import annotations

import re

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def drawn(explore: Explorer, production: str) -> Explorer:
    """Return a window on what lies upstream of an endpoint."""
    explore.open(start=production, direction="Ascendants")
    return explore


def of_type(explore: Explorer, type_: str) -> set[str]:
    return {arn for arn, node in explore.nodes().items() if node["type"] == type_}


def find(explore: Explorer, text: str) -> str:
    """Type into the bar, and return what it says."""
    explore.page.keyboard.press("Control+f")
    explore.page.keyboard.type(text)
    return explore.text("#found")


def test_ctrl_f_finds_by_type_outlines_what_has_every_word_and_escape_clears_it(drawn):
    said = find(drawn, "trainingjob")
    jobs = of_type(drawn, "TrainingJob")
    assert drawn.having("found") == jobs
    assert said.startswith(f"1 of {len(jobs)}")

    drawn.page.keyboard.press("Escape")
    assert drawn.page.is_hidden(".find")
    assert drawn.having("found") == set()

    assert find(drawn, "trainingjob nowhere") == "None"
    assert drawn.having("found") == set()


def test_enter_goes_on_shift_enter_goes_back_and_round(drawn):
    find(drawn, "dataset")
    count = len(of_type(drawn, "DataSet"))
    (first,) = drawn.having("current")
    drawn.page.keyboard.press("Enter")
    assert drawn.having("current") != {first}
    assert drawn.text("#found").startswith(f"2 of {count}")
    drawn.page.keyboard.press("Shift+Enter")
    assert drawn.having("current") == {first}
    drawn.page.keyboard.press("Shift+Enter")
    assert drawn.text("#found").startswith(f"{count} of {count}")


def test_the_buttons_do_what_the_keys_do(drawn):
    drawn.page.click("#look-for")
    drawn.page.keyboard.type("dataset")
    (first,) = drawn.having("current")
    drawn.page.click("#next")
    assert drawn.having("current") != {first}
    drawn.page.click("#previous")
    assert drawn.having("current") == {first}


def test_a_match_out_of_sight_is_brought_into_view(drawn):
    for _ in range(6):
        drawn.page.click("#zoom-in")
    find(drawn, "dataset")
    (found,) = drawn.having("current")
    x, y = drawn.place(found)
    canvas = drawn.page.locator("#graph").bounding_box()
    assert canvas["x"] < x < canvas["x"] + canvas["width"]
    assert canvas["y"] < y < canvas["y"] + canvas["height"]


def test_a_new_picture_is_searched_for_the_same_words(drawn):
    find(drawn, "dataset")
    drawn.click(max(of_type(drawn, "TrainingJob")))
    drawn.glided()
    assert drawn.having("found") == of_type(drawn, "DataSet") != set()
    assert drawn.page.input_value("#find") == "dataset"
    assert re.match(rf"(\d+ of )?{len(drawn.having('found'))}\b", drawn.text("#found"))


def test_where_no_picture_is_seen_ctrl_f_is_the_browsers_own(drawn):
    drawn.page.click("text=Table")
    drawn.page.wait_for_selector("#table a")
    drawn.page.keyboard.press("Control+f")
    assert drawn.page.is_hidden(".find")
