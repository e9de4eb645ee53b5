"""The outline of the graph, and the breadcrumb trail."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def window_with_outline(explore: Explorer, production: str) -> Explorer:
    """Return a window upstream of an endpoint with its outline open."""
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


def focused_arn(explore: Explorer) -> str:
    return explore.page.inner_text("#trail [aria-current=page]")


def focus_in_turn(explore: Explorer, count: int) -> list[str]:
    """Focus upstream neighbors one after the other; return all focuses."""
    walked = [explore.attribute("start")]
    for _ in range(count):
        sources = {source for source, target in explore.edges() if target == walked[-1]}
        step = min(source for source in sources if source.startswith("arn:"))
        explore.click(step)
        walked.append(step)
    return walked


def test_outline_is_closed_by_default(explore, production):
    explore.open(start=production, direction="Ascendants")
    assert explore.page.is_hidden("#outline")
    explore.page.click("#show-outline")
    assert explore.page.is_visible("#outline")
    assert explore.page.get_attribute("#show-outline", "aria-expanded") == "true"
    explore.page.click("#outline .outline-head button")
    assert explore.page.is_hidden("#outline")


def test_outline_lists_every_card_from_left_to_right(window_with_outline):
    nodes = window_with_outline.nodes()
    listed = rows(window_with_outline)
    assert set(listed) == set(nodes)
    across = [nodes[arn]["position"]["x"] for arn in listed]
    assert across == sorted(across)
    outline = window_with_outline.page.locator("#outline").bounding_box()
    canvas = window_with_outline.page.locator("#graph").bounding_box()
    assert outline["x"] + outline["width"] <= canvas["x"]


def test_entry_is_a_link_that_keeps_the_query_and_describes_associations(window_with_outline, production):
    link = window_with_outline.page.locator(f'#outline [data-arn="{production}"]')
    assert link.get_attribute("href") == f"?start={production}&direction=Ascendants"
    name = window_with_outline.nodes()[production]["title"]
    came_in = sum(target == production for _, target in window_with_outline.edges())
    outline = window_with_outline.page.get_by_role("navigation", name="List")
    subtitle = window_with_outline.nodes()[production]["subtitle"]
    heard = outline.get_by_role(
        "link", name=f"{name} {subtitle} Start {came_in} upstream, 0 downstream", exact=True
    )
    assert heard.get_attribute("data-arn") == production


def test_keyboard_in_the_outline_moves_the_current_card(window_with_outline):
    window_with_outline.page.locator("#outline [data-arn]").first.focus()
    window_with_outline.page.keyboard.press("ArrowDown")
    second = rows(window_with_outline)[1]
    assert window_with_outline.find_by_class("current") == {second}
    assert window_with_outline.page.get_attribute("#outline [aria-current]", "data-arn") == second
    window_with_outline.page.keyboard.press("ArrowRight")
    (further,) = window_with_outline.find_by_class("current")
    assert (second, further) in window_with_outline.edges()


def test_outline_follows_the_current_card(window_with_outline):
    window_with_outline.page.focus("#graph")
    window_with_outline.page.keyboard.press("ArrowLeft")
    (card,) = window_with_outline.find_by_class("current")
    assert window_with_outline.page.get_attribute("#outline [aria-current]", "data-arn") == card


def test_enter_on_an_entry_focuses_it_and_updates_the_outline(window_with_outline):
    arn, before = (
        next(row for row in rows(window_with_outline) if row.startswith("arn:")),
        window_with_outline.attribute("key"),
    )
    window_with_outline.page.focus(f'#outline [data-arn="{arn}"]')
    window_with_outline.page.keyboard.press("Enter")
    window_with_outline.await_new(before)
    assert window_with_outline.attribute("start") == arn
    window_with_outline.page.wait_for_selector(f'#outline [data-arn="{arn}"].start')
    assert set(rows(window_with_outline)) == set(window_with_outline.nodes())


def test_column_can_be_folded_and_opens_for_the_current_card(window_with_outline):
    every = len(rows(window_with_outline))
    window_with_outline.page.locator("#outline summary").last.click()
    assert len(rows(window_with_outline)) < every
    window_with_outline.page.focus("#graph")
    window_with_outline.page.keyboard.press("Home")
    assert len(rows(window_with_outline)) == every


def test_find_filters_the_outline(window_with_outline):
    window_with_outline.page.keyboard.press("Control+f")
    window_with_outline.page.keyboard.type("trainingjob")
    assert set(rows(window_with_outline)) == window_with_outline.find_by_class("found")
    window_with_outline.page.keyboard.press("Escape")
    assert set(rows(window_with_outline)) == set(window_with_outline.nodes())


def test_escape_closes_the_outline_and_returns_keyboard_focus(window_with_outline):
    window_with_outline.page.locator("#outline [data-arn]").first.focus()
    window_with_outline.page.keyboard.press("Escape")
    assert window_with_outline.page.is_hidden("#outline")
    assert window_with_outline.page.evaluate("document.activeElement.id") == "show-outline"


def test_each_focus_adds_a_breadcrumb_that_restores_its_view(explore, production):
    explore.open(start=production, direction="Ascendants")
    walked = focus_in_turn(explore, 2)
    assert crumbs(explore) == walked
    assert focused_arn(explore) == explore.nodes()[walked[-1]]["label"]

    key = explore.attribute("key")
    explore.page.locator("#trail a").first.click()
    explore.await_new(key)
    assert explore.attribute("start") == production
    assert explore.asked == {"start": [production], "direction": ["Ascendants"]}
    assert crumbs(explore) == walked
    assert focused_arn(explore) == explore.nodes()[production]["label"]

    key = explore.attribute("key")
    explore.page.go_back()
    explore.await_new(key)
    assert crumbs(explore) == walked
    assert focused_arn(explore) == explore.nodes()[walked[-1]]["label"]


def test_reload_keeps_the_breadcrumbs_and_a_new_tab_has_its_own(explore, production):
    explore.open(start=production, direction="Ascendants")
    walked = focus_in_turn(explore, 1)
    explore.page.reload()
    explore.settle()
    assert crumbs(explore) == walked
    other = Explorer(explore.page.context.new_page(), explore.address)
    other.open(start=production)
    assert crumbs(other) == [production]
    other.page.close()


def test_breadcrumbs_keep_the_last_six(explore, production):
    explore.open(start=production, direction="Ascendants")
    starts = sorted(explore.nodes().keys() - {production})[:7]
    for start in starts:
        explore.go(start=start, direction="Ascendants")
    assert crumbs(explore) == starts[1:]
    present = explore.page.locator("#trail a[aria-current]")
    assert present.evaluate("link => link.scrollWidth - link.clientWidth") <= 1  # older ones give way
