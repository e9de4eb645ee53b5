"""Siblings in one card: opened by a click, closed by a link, and all in the address."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer
from tests.support.large_accounts import explored, star, written

SETS = 80


@pytest.fixture(scope="module")
def served(tmp_path_factory, stage):
    """The address of an explorer over a job that reads eighty data sets, and the job's ARN."""
    file = tmp_path_factory.mktemp("groups") / "star.sqlite"
    with written(file) as client:
        job = star(client, SETS)
    with explored(file, stage) as address:
        yield address, job


@pytest.fixture
def explore(page, served) -> Explorer:
    explorer = Explorer(page, served[0])
    explorer.open(start=served[1])
    return explorer


def group(explore) -> dict:
    """Return the one group of the picture."""
    (found,) = (node for node in explore.nodes().values() if node["role"] == "group")
    return found


def test_siblings_are_one_card_that_counts_them_and_the_answer_counts_them_all(explore):
    assert (group(explore)["count"], explore.told("vertices"), explore.told("edges")) == (80, "81", "80")
    assert group(explore)["name"] == "part-00…"
    assert len(explore.nodes()) == 2
    assert len(explore.edges()) == 1


def test_hovering_a_group_tells_its_first_names_and_how_many_more_there_are(explore):
    explore.page.mouse.move(*explore.place(group(explore)["id"]))
    explore.page.wait_for_selector(".tooltip:not([hidden])")
    told = explore.text(".tooltip")
    assert "part-0000" in told
    assert "part-0004" in told
    assert "part-0005" not in told
    assert "and 75 more" in told


def test_a_click_opens_a_group_in_place_and_its_link_closes_it(explore, served):
    before, name = explore.nodes(), group(explore)["id"]
    explore.click(name)
    explore.glided()
    assert explore.asked == {"start": [served[1]], "open": [name]}
    opened = explore.nodes()
    assert len({tuple(node["position"].values()) for node in opened.values()}) == SETS + 1
    assert opened[served[1]]["position"] == before[served[1]]["position"]

    key = explore.told("key")
    explore.page.locator(".closer a").focus()
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    assert "open" not in explore.asked
    assert set(explore.nodes()) == set(before)


def test_back_closes_what_a_click_opened(explore):
    explore.click(group(explore)["id"])
    key = explore.told("key")
    explore.page.go_back()
    explore.await_new(key)
    assert len(explore.nodes()) == 2


def test_the_address_alone_opens_a_group_and_a_stale_name_means_nothing(explore, served):
    name = group(explore)["id"]
    explore.open(start=served[1], open=["group:gone", name])
    assert len(explore.nodes()) == SETS + 1
    assert explore.page.locator("#notice > *").count() == 0
    assert explore.page.locator(".closer").count() == 1


def test_the_table_lists_every_member_of_a_closed_group(explore, served):
    explore.open(start=served[1], view="table")
    explore.page.wait_for_selector("#table a >> nth=1")
    assert explore.page.locator('#table a[href*="start="]').count() == SETS + 1
