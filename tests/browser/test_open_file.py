"""Files are dropped, chosen and pasted; a wrong one leaves the page as it is."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

PREFIX = "arn:aws:sagemaker:eu-west-1:444455556666:artifact"
QUERY = json.dumps(
    {
        "Vertices": [
            {"Arn": f"{PREFIX}/{name}", "Type": "DataSet", "LineageType": "Artifact"} for name in "ab"
        ],
        "Edges": [
            {"SourceArn": f"{PREFIX}/a", "DestinationArn": f"{PREFIX}/b", "AssociationType": "DerivedFrom"}
        ],
    }
)
SEND = """([kind, name, text]) => {
    const transfer = new DataTransfer();
    if (name) transfer.items.add(new File([text], name));
    else transfer.setData("text/plain", text);
    const options = { bubbles: true, cancelable: true };
    document.body.dispatchEvent(
        kind === "paste"
            ? new ClipboardEvent(kind, { ...options, clipboardData: transfer })
            : new DragEvent(kind, { ...options, dataTransfer: transfer })
    );
}"""


@pytest.fixture
def page(explore):
    explore.page.goto(explore.address)
    explore.page.wait_for_selector(".choose-file")
    return explore.page


def test_a_file_that_is_dropped_anywhere_is_drawn(page):
    page.evaluate(SEND, ["dragenter", "a.json", QUERY])
    expect(page.locator(".drop-hint")).to_contain_text("Drop to open")
    page.evaluate(SEND, ["drop", "a.json", QUERY])
    page.wait_for_selector("#lineage[data-vertices='2']")
    assert "file=" in page.url
    expect(page.locator("#account")).to_have_text("a.json · eu-west-1")


def test_a_file_is_chosen(page):
    with page.expect_file_chooser() as chooser:
        page.click(".choose-file")
    chooser.value.set_files({"name": "b.json", "mimeType": "application/json", "buffer": QUERY.encode()})
    page.wait_for_selector("#lineage[data-vertices='2']")


def test_a_text_is_pasted_and_a_wrong_file_leaves_the_page(page):
    page.evaluate(SEND, ["drop", "page.html", "<!doctype html><p>hi</p>"])
    expect(page.locator("#notice")).to_contain_text("page.html is an HTML page.")
    expect(page.locator(".drop-hint")).to_be_hidden()
    page.click("#notice .close")
    expect(page.locator("#notice")).to_be_empty()
    page.evaluate(SEND, ["paste", "", QUERY])
    page.wait_for_selector("#lineage[data-vertices='2']")
