"""Groups of siblings: opened by a click, closed by a link."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer
from tests.support.large_accounts import create_account, create_star, serve_explorer

SETS = 80


@pytest.fixture(scope="module")
def served(tmp_path_factory, stage):
    """Return an explorer of a job with 80 inputs, and its ARN."""
    file = tmp_path_factory.mktemp("groups") / "star.sqlite"
    with create_account(file) as client:
        job = create_star(client, SETS)
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
    assert find_group(explore)["title"] == "part-00…"
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


def test_click_opens_a_group_in_place_and_its_link_closes_it(explore, served):
    before, name = explore.nodes(), find_group(explore)["id"]
    explore.click(name)
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


def test_back_closes_a_group_opened_by_a_click(explore):
    explore.click(find_group(explore)["id"])
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
