"""One part of the page at a time on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.support.explorer_page import Explorer


@pytest.fixture
def phone(explore: Explorer) -> Explorer:
    explore.page.set_viewport_size({"width": 390, "height": 844})
    return explore


def shown(page: Page) -> list[str]:
    parts = {"answer": "#answer", "list": "#outline", "details": "#details"}
    return [name for name, selector in parts.items() if page.is_visible(selector)]


def test_focus_opens_with_its_list_and_a_tap_shows_another_part(phone, production):
    phone.open(start=production)
    page = phone.page
    assert shown(page) == ["list"]
    assert page.locator("#outline [data-arn]").count() == len(phone.nodes())
    for tab, parts in (("Picture", []), ("Details", ["details"]), ("List", ["list"])):
        page.get_by_role("button", name=tab, exact=True).click()
        assert shown(page) == parts
    assert page.is_hidden("[data-tab=answer]")


def test_question_opens_with_its_answer_in_rows_that_can_be_read(phone, production):
    phone.open(start=production, question="model-datasets")
    page = phone.page
    page.wait_for_selector("#answer tbody tr")
    assert shown(page) == ["answer"]
    widths = page.locator("#answer tbody :is(th, td)").evaluate_all(
        "cells => cells.filter(cell => cell.checkVisibility()).map(cell => cell.clientWidth)"
    )
    assert min(widths) > 300


def test_entity_chosen_in_the_list_becomes_the_focus_and_its_list_is_shown(phone, production):
    phone.open(start=production)
    other = next(arn for arn, node in phone.nodes().items() if node["type"] == "TrainingJob")
    key = phone.attribute("key")
    phone.page.click(f'#outline [data-arn="{other}"]')
    phone.await_new(key)
    assert phone.attribute("start") == other
    assert shown(phone.page) == ["list"]


def test_views_are_a_row_on_every_tab_and_one_that_is_chosen_is_a_tab_of_its_own(phone, production):
    phone.open(start=production)
    page = phone.page
    for tab in ("List", "Picture"):
        page.get_by_role("button", name=tab, exact=True).click()
        assert page.get_by_role("radio", name="Checks").count() == 1
        assert page.is_visible("#view")
    page.click("#view label:has-text('Checks')")
    page.wait_for_selector("#document .check")
    page.wait_for_selector("[data-tab=answer][aria-current]:has-text('Checks')")
    for tab in ("Details", "Checks"):
        page.get_by_role("button", name=tab, exact=True).click()
    assert shown(page) == []
    assert page.is_visible("#document")
    page.get_by_role("button", name="List", exact=True).click()
    page.wait_for_selector("#outline", state="visible")
    assert phone.attribute("view") == "graph"
    assert page.is_hidden("[data-tab=answer]")
