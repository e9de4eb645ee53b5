"""In redacted mode the browser never holds a secret name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from tests.support.demo_identifiers import find_revealed, find_secrets
from tests.support.explorer_page import Explorer, press_export
from tests.support.wsgi_servers import SwappableApp

HELD = """() => JSON.stringify([
    document.documentElement.outerHTML, document.title, location.href, history.state,
    Object.entries({...sessionStorage, ...localStorage}).filter(([key]) => !['lineage-starts', 'lineage-trail'].includes(key)),
    [...document.querySelectorAll('input, textarea')].map((box) => box.value),
    (document.getElementById('graph')?._cyreg?.cy?.elements() ?? []).map((element) => element.data()),
])"""
"""All that a page holds, shown or not; but for the lists of former focuses of when it did not share."""


@pytest.fixture(scope="module")
def secret_names(client: Any) -> set[str]:
    return find_secrets(client)


@pytest.fixture
def requested_addresses(page: Page) -> list[str]:
    """Return the addresses whose screens the page requests."""
    found: list[str] = []

    def note(request: Request) -> None:
        if "/screen" in request.url:
            found.append(request.url)

    page.on("request", note)
    return found


def revealed_names(explore: Explorer, kept: set[str]) -> list[str]:
    """Return the secret names that the page reveals."""
    return find_revealed(explore.page.evaluate(HELD), kept)


def start_redaction(explore: Explorer) -> None:
    """Press the button, and wait for the redacted page."""
    explore.page.click("#share")
    explore.page.wait_for_selector("html[data-share]", state="attached")
    explore.settle()


def copied_text(page: Page, selector: str) -> str:
    page.click(selector)
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_button_starts_and_ends_redaction(explore, production, secret_names):
    explore.open(start=production)
    assert revealed_names(explore, secret_names)
    assert not explore.page.is_visible(".pill.sharing")

    start_redaction(explore)
    assert revealed_names(explore, secret_names) == []
    assert explore.text(".pill.sharing") == "Names hidden"
    assert explore.text("#share") == "Show names"

    explore.page.click("#share")
    explore.page.wait_for_selector("html:not([data-share])", state="attached")
    explore.settle()
    assert explore.asked == {"start": [production]}


def test_keyboard_starts_and_ends_redaction(explore):
    explore.open()
    explore.page.focus("#share")
    explore.page.keyboard.press("Enter")
    explore.page.wait_for_selector("html[data-share] #share:has-text('Show names')")
    explore.page.focus("#share")
    explore.page.keyboard.press("Space")
    explore.page.wait_for_selector("html:not([data-share]) #share:has-text('Hide names')")


def test_no_view_reveals_a_name(explore, production, secret_names):
    explore.open(start=production, share="1")
    assert revealed_names(explore, secret_names) == []
    for more in ({"view": "table"}, {"lens": "account"}, {"question": "endpoint-datasets"}):
        explore.go(start=explore.attribute("start"), share="1", **more)
        explore.page.wait_for_selector("#details[aria-busy=false] .name")
        assert revealed_names(explore, secret_names) == [], more


def test_no_error_message_reveals_a_name(explore, production, secret_names):
    explore.open(start=production, share="1", depth="11")
    explore.page.wait_for_selector("#notice > *")
    assert revealed_names(explore, secret_names) == []


def test_tooltips_outline_and_announcements_reveal_no_name(explore, production, secret_names):
    explore.open(start=production, share="1")
    explore.page.click("#show-outline")
    explore.page.wait_for_selector("#outline [data-arn]")
    explore.page.focus("#graph")
    for key in ("Home", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        explore.page.keyboard.press(key)
        explore.page.wait_for_selector(".tooltip:not([hidden])")
        assert revealed_names(explore, secret_names) == []


def test_typed_real_name_leads_to_pseudonyms(explore, secret_names):
    explore.open(share="1")
    for typed in (
        "s3://orchard-telecom-ml/nowhere",
        "arn:aws:sagemaker:us-west-2:000000000000:endpoint/abalone",
    ):
        explore.show_form()
        explore.page.fill("#start", typed)
        explore.page.keyboard.press("Control+Enter")
        explore.page.wait_for_selector("#notice > *, #lineage[data-state=complete]")
        explore.page.wait_for_function("typed => document.getElementById('start').value !== typed", arg=typed)
        assert revealed_names(explore, secret_names) == []
    explore.await_state("complete")
    again = explore.page.input_value("#start")
    explore.open(share="1")
    explore.show_form()
    explore.page.fill("#start", again)
    explore.page.keyboard.press("Control+Enter")
    explore.await_state("complete")


def test_copied_and_saved_content_has_pseudonyms_and_opens_again(
    explore, production, secret_names, tmp_path: Path
):
    explore.open(start=production, share="1", question="endpoint-datasets")
    explore.page.wait_for_selector("#details[aria-busy=false] .name")
    link = copied_text(explore.page, "#copy-link")
    assert find_revealed(link, secret_names) == []
    for button in explore.page.query_selector_all("[data-copy]"):
        assert find_revealed(button.get_attribute("data-copy"), secret_names) == []
    assert "boto3" in " ".join(
        explore.page.eval_on_selector_all("[data-copy]", "all => all.map((one) => one.dataset.copy)")
    )
    with explore.page.expect_download() as download:
        press_export(explore.page)
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert find_revealed(file.name + file.read_text(), secret_names) == []

    drawn = explore.nodes().keys()
    explore.open(f"?{link.partition('?')[2]}")
    assert explore.nodes().keys() == drawn


def test_redaction_stays_during_navigation(explore, production, secret_names, requested_addresses):
    explore.open(start=production)
    explore.open(start=production, direction="Ascendants")
    start_redaction(explore)
    requested_addresses.clear()
    neighbor = next(arn for arn, node in explore.nodes().items() if node["role"] != "start")
    explore.click(neighbor)
    assert explore.asked["share"] == ["1"]
    explore.page.wait_for_selector("#details[aria-busy=false] .name")
    leading = explore.page.eval_on_selector_all(
        "a[href^='./'], a[href^='?']", "all => all.map((one) => one.search)"
    )
    assert len(leading) > 5
    assert all("share=1" in search for search in leading)

    explore.page.click(".brand")
    explore.page.wait_for_selector("#welcome h1")
    assert explore.asked == {"share": ["1"]}
    for _ in range(3):  # the last leads to before it began
        explore.page.go_back()
        explore.page.wait_for_selector("html[data-share]", state="attached")
        explore.settle()
        assert explore.asked["share"] == ["1"]
        assert revealed_names(explore, secret_names) == []
    assert len(requested_addresses) > 3
    assert all("share=1" in url for url in requested_addresses)


@pytest.fixture
def always_redacted(page: Page, client: Any, pseudonyms: Any, stage: SwappableApp) -> Iterator[Explorer]:
    """Return the page of an explorer that always redacts."""
    app = create_explorer(
        ExploredAccount("Demo account · us-west-2", client), pseudonyms=pseudonyms, always_redacted=True
    )
    with stage.showing(app.server) as address:
        yield Explorer(page, address)


def test_always_redacting_server_shows_no_real_name(always_redacted, production, secret_names):
    for more in ({}, {"share": "0"}, {"share": "1"}):
        always_redacted.open(start=production, **more)
        always_redacted.page.wait_for_selector("#details[aria-busy=false] .name")
        assert always_redacted.page.is_visible(".pill.sharing")
        assert not always_redacted.page.is_visible("#share")
        assert revealed_names(always_redacted, secret_names) == []
