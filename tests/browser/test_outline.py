"""The picture as a list, and the way one came: what a screen reader and a reader in a hurry have of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def outlined(explore: Explorer, production: str) -> Explorer:
    """Return a window on what lies upstream of an endpoint, its outline open."""
    explore.open(start=production, direction="Ascendants")
    explore.page.click("#show-outline")
    return explore


def rows(explore: Explorer) -> list[str]:
    found: list[str] = explore.page.locator("#outline [data-arn]").evaluate_all(
        "rows => rows.filter(row => row.checkVisibility()).map(row => row.dataset.arn)"
    )
    return found


def crumbs(explore: Explorer) -> list[str]:
    """Return the starts of the trail, oldest first."""
    explore.page.wait_for_selector("#trail a")
    hrefs: list[str] = explore.page.locator("#trail a").evaluate_all("links => links.map(link => link.href)")
    return [parse_qs(urlsplit(href).query)["start"][0] for href in hrefs]


def here(explore: Explorer) -> str:
    return explore.page.inner_text("#trail [aria-current=page]")


def walk(explore: Explorer, count: int) -> list[str]:
    """Make neighbours the focus, one after the other, upstream; return all focuses."""
    walked = [explore.told("start")]
    for _ in range(count):
        sources = {source for source, target in explore.edges() if target == walked[-1]}
        step = min(source for source in sources if source.startswith("arn:"))
        explore.click(step)
        walked.append(step)
    return walked


def test_the_outline_is_closed_until_it_is_asked_for(explore, production):
    explore.open(start=production, direction="Ascendants")
    assert explore.page.is_hidden("#outline")
    explore.page.click("#show-outline")
    assert explore.page.is_visible("#outline")
    assert explore.page.get_attribute("#show-outline", "aria-expanded") == "true"
    explore.page.click("#outline .outline-head button")
    assert explore.page.is_hidden("#outline")


def test_it_lists_every_card_from_left_to_right_beside_the_picture(outlined):
    nodes = outlined.nodes()
    listed = rows(outlined)
    assert set(listed) == set(nodes)
    across = [nodes[arn]["position"]["x"] for arn in listed]
    assert across == sorted(across)
    outline = outlined.page.locator("#outline").bounding_box()
    canvas = outlined.page.locator("#graph").bounding_box()
    assert outline["x"] + outline["width"] <= canvas["x"]


def test_an_entry_is_a_plain_link_that_keeps_the_question_and_says_what_is_linked_how(outlined, production):
    link = outlined.page.locator(f'#outline [data-arn="{production}"]')
    assert link.get_attribute("href") == f"?start={production}&direction=Ascendants"
    name = outlined.nodes()[production]["name"]
    came_in = sum(target == production for _, target in outlined.edges())
    outline = outlined.page.get_by_role("navigation", name="Outline of the picture")
    heard = outline.get_by_role("link", name=f"{name} Endpoint Start {came_in} in, 0 out", exact=True)
    assert heard.get_attribute("data-arn") == production


def test_the_keyboard_walks_the_list_and_the_card_follows(outlined):
    outlined.page.locator("#outline [data-arn]").first.focus()
    outlined.page.keyboard.press("ArrowDown")
    second = rows(outlined)[1]
    assert outlined.having("current") == {second}
    assert outlined.page.get_attribute("#outline [aria-current]", "data-arn") == second
    outlined.page.keyboard.press("ArrowRight")
    (further,) = outlined.having("current")
    assert (second, further) in outlined.edges()


def test_the_list_follows_the_card_that_the_keyboard_walks_to(outlined):
    outlined.page.focus("#graph")
    outlined.page.keyboard.press("ArrowLeft")
    (card,) = outlined.having("current")
    assert outlined.page.get_attribute("#outline [aria-current]", "data-arn") == card


def test_enter_on_an_entry_makes_it_the_focus_and_the_list_is_of_the_new_picture(outlined):
    arn, before = next(row for row in rows(outlined) if row.startswith("arn:")), outlined.told("key")
    outlined.page.focus(f'#outline [data-arn="{arn}"]')
    outlined.page.keyboard.press("Enter")
    outlined.await_new(before)
    assert outlined.told("start") == arn
    outlined.page.wait_for_selector(f'#outline [data-arn="{arn}"].start')
    assert set(rows(outlined)) == set(outlined.nodes())


def test_a_column_can_be_folded_and_opens_for_a_card_that_is_walked_to(outlined):
    every = len(rows(outlined))
    outlined.page.locator("#outline summary").last.click()
    assert len(rows(outlined)) < every
    outlined.page.focus("#graph")
    outlined.page.keyboard.press("Home")
    assert len(rows(outlined)) == every


def test_what_is_found_is_what_is_listed(outlined):
    outlined.page.keyboard.press("Control+f")
    outlined.page.keyboard.type("trainingjob")
    assert set(rows(outlined)) == outlined.having("found")
    outlined.page.keyboard.press("Escape")
    assert set(rows(outlined)) == set(outlined.nodes())


def test_escape_closes_the_outline_and_gives_the_keyboard_back(outlined):
    outlined.page.locator("#outline [data-arn]").first.focus()
    outlined.page.keyboard.press("Escape")
    assert outlined.page.is_hidden("#outline")
    assert outlined.page.evaluate("document.activeElement.id") == "show-outline"


def test_each_focus_leaves_a_crumb_that_leads_back_to_what_was_seen_there(explore, production):
    explore.open(start=production, direction="Ascendants")
    walked = walk(explore, 2)
    assert crumbs(explore) == walked
    assert here(explore) == explore.nodes()[walked[-1]]["label"]

    key = explore.told("key")
    explore.page.locator("#trail a").first.click()
    explore.await_new(key)
    assert explore.told("start") == production
    assert explore.asked == {"start": [production], "direction": ["Ascendants"]}
    assert crumbs(explore) == walked
    assert here(explore) == explore.nodes()[production]["label"]

    key = explore.told("key")
    explore.page.go_back()
    explore.await_new(key)
    assert crumbs(explore) == walked
    assert here(explore) == explore.nodes()[walked[-1]]["label"]


def test_a_reload_keeps_the_trail_but_another_tab_has_its_own(explore, production):
    explore.open(start=production, direction="Ascendants")
    walked = walk(explore, 1)
    explore.page.reload()
    explore.settle()
    assert crumbs(explore) == walked
    other = Explorer(explore.page.context.new_page(), explore.address)
    other.open(start=production)
    assert crumbs(other) == [production]
    other.page.close()


def test_the_trail_keeps_the_last_six(explore, production):
    explore.open(start=production, direction="Ascendants")
    starts = sorted(explore.nodes().keys() - {production})[:7]
    for start in starts:
        key = explore.told("key")
        explore.page.evaluate("start => window.lineage.focus(start)", start)
        explore.await_new(key)
    assert crumbs(explore) == starts[1:]
