"""Two versions side by side: one picture, a table, and nothing that moves."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it carries no hints

PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/"
ENDPOINT = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production"


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


def test_a_past_day_is_chosen_by_keyboard_and_a_bad_one_is_explained_beside_it(explore):
    explore.open(start=ENDPOINT, view="compare")
    page = explore.page
    field = page.get_by_label("With itself, as of")
    for text, words in (
        ("soon", "is not a date"),
        ("2999-01-01", "in the future"),
        ("2020-01-01", "choose a later moment"),
    ):
        field.fill(text)
        field.press("Enter")
        page.wait_for_selector(f".day-form [role=alert]:has-text('{words}')")
        assert field.evaluate("each => each === document.activeElement")
        assert field.get_attribute("aria-invalid") == "true"
        assert "as_of" not in page.url
    assert Axe().run(page).response["violations"] == []
    field.fill("2026-10-01")
    field.press("Enter")
    page.wait_for_selector("#document h2:has-text('1 Oct')")
    assert parse_qs(urlsplit(page.url).query)["as_of"] == ["2026-10-01"]
    then = page.get_by_label("Then")
    assert then.input_value() == "2026-10-01"
    then.fill("5 Nov 2026")
    page.click(".day-form button")
    page.wait_for_selector("#document h2:has-text('5 Nov')")
    assert parse_qs(urlsplit(page.url).query)["against"]


def test_one_of_two_versions_is_looked_at_on_a_past_day(explore):
    explore.open(start=f"{PACKAGE}6", against=f"{PACKAGE}7", only="changed")
    page = explore.page
    field = page.get_by_label("customer-churn v6 as of")
    field.fill("2026-07-15")
    field.press("Enter")
    page.wait_for_selector("#document .side-a:has-text('15 Jul')")
    query = parse_qs(urlsplit(page.url).query)
    assert (query["as_of"], "only" in query) == (["2026-07-15"], False)


@pytest.mark.parametrize(("first", "second"), [(4, 5), (6, 7), (7, 8)])
def test_picture_of_a_comparison_can_be_read_on_a_laptop(explore, first, second):
    explore.page.set_viewport_size({"width": 1440, "height": 900})
    explore.open(start=f"{PACKAGE}{first}", against=f"{PACKAGE}{second}")
    sizes = explore.page.evaluate(
        """() => {
            const cy = document.getElementById('graph')._cyreg.cy;
            return cy.nodes('[!stage]').map(node => parseFloat(node.style('font-size')) * cy.zoom());
        }"""
    )
    assert min(sizes) >= 11
    table = explore.page.locator("#document .compared tr[data-arn]").first
    assert table.bounding_box()["y"] < 900
