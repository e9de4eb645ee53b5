"""Sharing the screen: whatever a browser holds, shows or hands on has stand-ins for names that should not be seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request

from app import ExploredAccount, create_explorer
from tests.support.demo_identifiers import given_away, secrets
from tests.support.explorer_page import Explorer
from tests.support.wsgi_servers import Stage

HELD = """() => JSON.stringify([
    document.documentElement.outerHTML, document.title, location.href, history.state,
    Object.entries({...sessionStorage, ...localStorage}).filter(([key]) => !['lineage-starts', 'lineage-trail'].includes(key)),
    [...document.querySelectorAll('input, textarea')].map((box) => box.value),
    (document.getElementById('graph')?._cyreg?.cy?.elements() ?? []).map((element) => element.data()),
])"""
"""All that a page holds, shown or not; but for the lists of former focuses of when it did not share."""


@pytest.fixture(scope="module")
def kept(client: Any) -> set[str]:
    return secrets(client)


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Return the addresses of which a page asks for the screen, as it asks."""
    found: list[str] = []

    def note(request: Request) -> None:
        if "/screen" in request.url:
            found.append(request.url)

    page.on("request", note)
    return found


def held(explore: Explorer, kept: set[str]) -> list[str]:
    """Return the names that the page gives away."""
    return given_away(explore.page.evaluate(HELD), kept)


def share(explore: Explorer) -> None:
    """Press the button, and wait for the page that comes."""
    explore.page.click("#share")
    explore.page.wait_for_selector("html[data-share]", state="attached")
    explore.settle()


def copied(page: Page, selector: str) -> str:
    page.click(selector)
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_stand_ins_begin_and_end_by_a_button_that_says_so(explore, production, kept):
    explore.open(start=production)
    assert held(explore, kept)
    assert not explore.page.is_visible(".pill.sharing")

    share(explore)
    assert held(explore, kept) == []
    assert explore.text(".pill.sharing") == "Sharing: names are stand-ins"
    assert explore.page.get_attribute("#share", "aria-pressed") == "true"

    explore.page.click("#share")
    explore.page.wait_for_selector("html:not([data-share])", state="attached")
    explore.settle()
    assert explore.asked == {"start": [production]}


def test_the_keyboard_alone_begins_and_ends_it(explore):
    explore.open()
    explore.page.focus("#share")
    explore.page.keyboard.press("Enter")
    explore.page.wait_for_selector("html[data-share] #share[aria-pressed=true]")
    explore.page.focus("#share")
    explore.page.keyboard.press("Space")
    explore.page.wait_for_selector("html:not([data-share]) #share[aria-pressed=false]")


def test_no_view_gives_a_name_away(explore, production, kept):
    explore.open(start=production, share="1")
    assert held(explore, kept) == []
    for more in ({"view": "table"}, {"lens": "account"}, {"question": "endpoint-datasets"}):
        explore.go(start=explore.told("start"), share="1", **more)
        explore.page.wait_for_selector("#details h1")
        assert held(explore, kept) == [], more


def test_no_mistake_gives_a_name_away(explore, production, kept):
    explore.open(start=production, share="1", depth="11")
    explore.page.wait_for_selector("#notice > *")
    assert held(explore, kept) == []


def test_neither_a_tooltip_nor_the_outline_nor_what_is_spoken_gives_a_name_away(explore, production, kept):
    explore.open(start=production, share="1")
    explore.page.click("#show-outline")
    explore.page.wait_for_selector("#outline [data-arn]")
    explore.page.focus("#graph")
    for key in ("Home", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        explore.page.keyboard.press(key)
        explore.page.wait_for_selector(".tooltip:not([hidden])")
        assert held(explore, kept) == []


def test_what_is_typed_leads_to_stand_ins(explore, kept):
    explore.open(share="1")
    for typed in (
        "s3://orchard-telecom-ml/nowhere",
        "arn:aws:sagemaker:us-west-2:000000000000:endpoint/abalone",
    ):
        explore.page.fill("#start", typed)
        explore.page.keyboard.press("Control+Enter")
        explore.page.wait_for_selector("#notice > *, #lineage[data-state=complete]")
        explore.page.wait_for_function("typed => document.getElementById('start').value !== typed", arg=typed)
        assert held(explore, kept) == []
    explore.await_state("complete")
    again = explore.page.input_value("#start")
    explore.open(share="1")
    explore.page.fill("#start", again)
    explore.page.keyboard.press("Control+Enter")
    explore.await_state("complete")


def test_whatever_is_copied_or_saved_has_stand_ins_and_opens_again(explore, production, kept, tmp_path: Path):
    explore.open(start=production, share="1", question="endpoint-datasets")
    explore.page.wait_for_selector("#details h1")
    link = copied(explore.page, "#copy-link")
    assert given_away(link, kept) == []
    for button in explore.page.query_selector_all("[data-copy]"):
        assert given_away(button.get_attribute("data-copy"), kept) == []
    assert "boto3" in " ".join(
        explore.page.eval_on_selector_all("[data-copy]", "all => all.map((one) => one.dataset.copy)")
    )
    with explore.page.expect_download() as download:
        explore.page.click("#save")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert given_away(file.name + file.read_text(), kept) == []

    drawn = explore.nodes().keys()
    explore.open(f"?{link.partition('?')[2]}")
    assert explore.nodes().keys() == drawn


def test_wherever_one_walks_it_goes_on(explore, production, kept, asked):
    explore.open(start=production)
    explore.open(start=production, direction="Ascendants")
    share(explore)
    asked.clear()
    neighbour = next(arn for arn, node in explore.nodes().items() if node["role"] != "start")
    explore.click(neighbour)
    assert explore.asked["share"] == ["1"]
    explore.page.wait_for_selector("#details h1")
    leading = explore.page.eval_on_selector_all(
        "a[href^='/'], a[href^='?']", "all => all.map((one) => one.search)"
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
        assert held(explore, kept) == []
    assert len(asked) > 3
    assert all("share=1" in url for url in asked)


@pytest.fixture
def always(page: Page, client: Any, book: Any, stage: Stage) -> Iterator[Explorer]:
    """Return the page of an explorer that shows nobody anything else."""
    app = create_explorer(
        ExploredAccount("Demo account · us-west-2", client), pseudonyms=book, always_redacted=True
    )
    with stage.showing(app.server) as address:
        yield Explorer(page, address)


def test_a_server_that_always_shares_shows_nothing_else(always, production, kept):
    for more in ({}, {"share": "0"}, {"share": "1"}):
        always.open(start=production, **more)
        always.page.wait_for_selector("#details h1")
        assert always.page.is_visible(".pill.sharing")
        assert not always.page.is_visible("#share")
        assert held(always, kept) == []
