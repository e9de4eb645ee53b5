"""Groups of siblings: opened by a click, closed by a link."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer
from tests.support.large_accounts import create_star, serve_explorer

SETS = 80


@pytest.fixture(scope="module")
def served(tmp_path_factory, stage):
    """Return an explorer of a job with 80 inputs, and its ARN."""
    file = tmp_path_factory.mktemp("groups") / "star.sqlite"
    job = create_star(file, SETS).job
    with serve_explorer(file, stage) as address:
        yield address, job


@pytest.fixture
def explore(page, served) -> Explorer:
    explorer = Explorer(page, served[0])
    explorer.open(start=served[1])
    return explorer


def find_group(explore) -> dict:
    """Return the graph's only group."""
    (found,) = (node for node in explore.nodes().values() if node["role"] == "group")
    return found


def test_siblings_are_one_card_with_a_count_and_the_summary_counts_all(explore):
    assert (find_group(explore)["count"], explore.attribute("vertices"), explore.attribute("edges")) == (
        80,
        "81",
        "80",
    )
    assert len(explore.nodes()) == 2
    assert len(explore.edges()) == 1


def test_hovering_a_group_shows_its_first_names_and_the_remaining_count(explore):
    explore.page.mouse.move(*explore.place(find_group(explore)["id"]))
    explore.page.wait_for_selector(".tooltip:not([hidden])")
    told = explore.text(".tooltip")
    assert "part-0000" in told
    assert "part-0004" in told
    assert "part-0005" not in told
    assert "and 75 more" in told


def list_members(explore) -> list[str]:
    """Click the group and return the lines of its list."""
    explore.page.mouse.click(*explore.place(find_group(explore)["id"]))
    explore.page.wait_for_selector("#members li")
    return explore.page.locator("#members li").all_inner_texts()


def turn_page(explore, button: str, first: str) -> None:
    explore.page.click(f"#members button:text-is('{button}')")
    explore.page.wait_for_selector(f"#members .quiet:has-text('{first} to')")


def test_click_lists_the_members_of_a_large_group_page_by_page(explore):
    before = explore.asked
    first = list_members(explore)
    assert len(first) == 8
    assert "1 to 8 of 80" in explore.text("#members")
    assert explore.asked == before
    turn_page(explore, "Next", "9")
    second = explore.page.locator("#members li").all_inner_texts()
    assert not set(first) & set(second)
    turn_page(explore, "Previous", "1")
    assert explore.page.locator("#members li").all_inner_texts() == first


def test_a_listed_member_becomes_the_focus_and_the_list_closes(explore):
    list_members(explore)
    key = explore.attribute("key")
    explore.page.click("#members li a >> nth=0")
    explore.await_new(key)
    assert "artifact" in explore.asked["start"][0]
    assert explore.page.locator("#members").is_hidden()


def test_escape_closes_the_list_and_leaves_the_picture(explore):
    list_members(explore)
    before = explore.nodes()
    explore.page.keyboard.press("Escape")
    assert explore.page.locator("#members").is_hidden()
    assert explore.nodes() == before


def open_in_picture(explore) -> None:
    list_members(explore)
    key = explore.attribute("key")
    explore.page.click("#members .open-group")
    explore.await_new(key)


def test_all_members_are_shown_in_the_picture_and_a_link_closes_them(explore, served):
    before, name = explore.nodes(), find_group(explore)["id"]
    open_in_picture(explore)
    explore.await_motion()
    assert explore.asked == {"start": [served[1]], "open": [name]}
    opened = explore.nodes()
    assert len({tuple(node["position"].values()) for node in opened.values()}) == SETS + 1
    assert opened[served[1]]["position"] == before[served[1]]["position"]

    key = explore.attribute("key")
    explore.page.locator(".closer a").focus()
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    assert "open" not in explore.asked
    assert set(explore.nodes()) == set(before)


def test_back_closes_a_group_that_was_opened_in_the_picture(explore):
    open_in_picture(explore)
    key = explore.attribute("key")
    explore.page.go_back()
    explore.await_new(key)
    assert len(explore.nodes()) == 2


def test_address_opens_a_group_and_an_unknown_group_is_ignored(explore, served):
    name = find_group(explore)["id"]
    explore.open(start=served[1], open=["group:gone", name])
    assert len(explore.nodes()) == SETS + 1
    assert explore.page.locator("#notice > *").count() == 0
    assert explore.page.locator(".closer").count() == 1


def test_the_table_lists_every_member_of_a_closed_group(explore, served):
    explore.open(start=served[1], view="table")
    explore.page.wait_for_selector("#table a >> nth=1")
    assert explore.page.locator('#table a[href*="start="]').count() == SETS + 1
