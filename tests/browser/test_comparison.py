"""Two versions side by side: one picture, a table, and nothing that moves."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it carries no hints

PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/"


def test_versions_are_compared_and_nothing_moves(explore):
    explore.open(start=f"{PACKAGE}6", against=f"{PACKAGE}7")
    page = explore.page
    assert "17 parts changed, 5 new, 3 made again, 6 same" in page.inner_text("#document h2")
    assert explore.attribute("vertices") == "31"
    assert len(explore.find_by_class("differs-changed")) == 17
    before = {arn: explore.place(arn) for arn in explore.nodes()}
    page.click("#document .states a:has-text('Only in v7')")
    page.wait_for_selector("#document .states [aria-current]:has-text('Only in v7')")
    assert {arn: explore.place(arn) for arn in explore.nodes()} == before
    assert page.locator("#document tr[data-arn]").count() == 5
    assert len(explore.find_by_class("aside")) == 26
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert Axe().run(page).response["violations"] == []
    page.click("#document a:has-text('Close')")
    page.wait_for_selector("#lineage[data-view=graph][data-vertices='19']")
    assert set(parse_qs(urlsplit(page.url).query)) == {"start"}


def test_details_of_a_version_offer_the_one_before(explore):
    explore.open(start=f"{PACKAGE}7")
    explore.page.click("#details a:has-text('Compare with v6')")
    explore.page.wait_for_selector("#document h2:has-text('customer-churn v7 against v6')")
