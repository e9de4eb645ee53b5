"""The first screen and the lists of the account, as a reader comes back to them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def home(explore):
    """Return the page at the first screen, with nothing remembered."""
    explore.open()
    expect(explore.page.locator("#welcome .products tbody tr").first).to_be_visible()
    return explore.page


def test_what_was_seen_is_recent_and_stays_pinned(explore, home, production):
    recent, pinned = (home.locator(f"#welcome [data-list={name}]") for name in ("recent", "pinned"))
    expect(recent).to_be_hidden()
    explore.open(start=production)
    home.click(".brand")
    expect(recent.get_by_role("link")).to_have_text(["customer-churn-production"])
    expect(recent.locator("small")).to_have_text("now")
    recent.get_by_role("button", name="Pin customer-churn-production").click()
    expect(recent).to_be_hidden()
    home.reload()
    expect(pinned.get_by_role("link", name="customer-churn-production")).to_be_visible()
    pinned.get_by_role("button", name="Unpin customer-churn-production").click()
    expect(pinned).to_be_hidden()


def test_products_tell_what_serves_and_lead_to_their_lineage(home):
    row = home.locator("#welcome .products tr", has_text="customer-churn").first
    expect(row.locator(".state")).to_have_text("Serving v8")
    expect(row.get_by_role("img")).to_have_attribute("aria-label", re.compile("v7 approved, v8 serving"))
    expect(row.locator(".deleted")).to_have_text("churn-scoring deleted")
    row.get_by_role("link", name=re.compile("^customer-churn 8 versions")).click()
    home.wait_for_selector("#lineage[data-state=complete]")
    assert ":context/customer-churn-" in (home.locator("#lineage").get_attribute("data-start") or "")


def test_large_search_box_is_the_search_of_the_header(home):
    home.click("#welcome .home-search")
    expect(home.locator("#start")).to_be_focused()


def test_lists_are_turned_narrowed_and_come_back(home):
    home.get_by_role("link", name=re.compile("^Data 100")).click()
    heading = home.locator("#welcome h1")
    expect(heading).to_have_text("Data")
    expect(home).to_have_title(re.compile("^Data · "))
    rows = home.locator("#welcome .listing tbody tr")
    expect(rows).to_have_count(50)
    first = rows.first.inner_text()
    home.get_by_role("link", name="Older").click()
    expect(home.locator("#welcome .pager")).to_contain_text("Page 2")
    assert rows.first.inner_text() != first
    home.locator("#welcome select[name=month]").select_option("2026-11")
    expect(heading).to_have_text("Data in Nov 2026")
    assert "kind=data&month=2026-11" in home.url
    home.get_by_role("link", name="Jobs").click()
    expect(heading).to_have_text("Jobs in Nov 2026")
    home.locator("#welcome input[name=text]").fill("ChurnTrain")
    home.keyboard.press("Enter")
    expect(heading).to_have_text("Jobs in Nov 2026 called “ChurnTrain”")
    expect(rows.first).to_contain_text("ChurnTrain")
    home.go_back()
    expect(heading).to_have_text("Jobs in Nov 2026")


@pytest.mark.parametrize("search", ["", "?view=browse&kind=models&product=customer-churn"])
def test_nothing_is_wider_than_a_phone(explore, search):
    page = explore.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{explore.address}/{search}")
    page.wait_for_selector("#welcome tbody tr")
    wide = page.evaluate(
        "() => [...document.querySelectorAll('#welcome *')].filter(one => one.getBoundingClientRect().right > 391)"
        ".map(one => one.className)"
    )
    assert wide == []
