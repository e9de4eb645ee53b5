"""Bad input gets a sentence that names it, beside where it was typed; the picture that was there stays."""

from __future__ import annotations

import pytest

LIMITS = "arn:aws:sagemaker:us-west-2:000000000000"

UNANSWERABLE = [
    ("?start=arn:aws:sagemaker:us-west-2:1:artifact/x", "arn:aws:sagemaker:us-west-2:1:artifact/x"),
    (f"?start={LIMITS}:artifact/0000", f"{LIMITS}:artifact/0000"),
    (f"?start={LIMITS}:artifact/0000&depth=11", "11"),
    (f"?start={LIMITS}:artifact/0000&type=a&type=b&type=c&type=d&type=e&type=f", "a, b, c, d, e, f"),
    (f"?start={LIMITS}:artifact/0000&created_after=2026-02-01&created_before=2026-01-01", "2026-01-01"),
    (f"?start={LIMITS}:artifact/0000&property=team", "team"),
    (f"?start={LIMITS}:artifact/0000&direction=Sideways", "Sideways"),
    (f"?start={LIMITS}:artifact/0000&view=pie", "pie"),
    ("?start=" + "x" * 4_000, "4,000"),
    ("?start=%3Cscript%3Ewindow.hacked%3D1%3C/script%3E", "<script>window.hacked=1</script>"),
]
"""Addresses, and what the message about each names."""

MISTYPED = [
    ("#start", "arn:aws:s3:::bucket", "arn:aws:s3:::bucket"),
    ("#start", "what is this", "what is this"),
    ("#start", "", "Paste an ARN or S3 URI"),
    ("#start", "x" * 10_000, "10,000"),
    ("#start", "s3://nobody/knows/this.csv", "s3://nobody/knows/this.csv"),
    ("#start", "<img src=x onerror='window.hacked=1'>", "<img src=x onerror='window.hacked=1'>"),
    ("#depth", "11", "11"),
    ("#depth", "0", "0"),
    ("#property", "team", "team"),
    ("#type", "x" * 41, "41"),
]
"""Controls, what is typed into them, and what the message beside each names."""


@pytest.fixture
def drawn(explore, client):
    """Return a window in which a graph is already drawn."""
    start = client.list_contexts(ContextType="Endpoint", MaxResults=1)["ContextSummaries"][0]["ContextArn"]
    explore.open(start=start)
    return explore


def test_an_address_that_cannot_be_answered_is_named_and_the_picture_stays(drawn):
    before, key, well = drawn.nodes(), drawn.told("key"), f"?start={drawn.told('start')}"
    for search, names in UNANSWERABLE:
        drawn.lead(search)
        drawn.await_state("error")
        assert names in drawn.text("#notice")
        assert drawn.nodes() == before, search
        assert drawn.told("key") == key, search
        drawn.lead(well)
        drawn.await_state("complete")
        assert drawn.text("#notice") == "", search
    assert drawn.page.evaluate("window.hacked") is None


def test_a_part_of_the_address_that_means_nothing_is_named_and_the_rest_is_drawn(drawn):
    start = drawn.told("start")
    drawn.open(start=start, depht="3")
    assert drawn.told("state") == "complete"
    assert "depht" in drawn.text("#notice")


def test_what_was_typed_wrong_is_named_beside_its_control_and_nothing_is_lost(drawn):
    before = drawn.nodes()
    for control, typed, names in MISTYPED:
        url = drawn.page.url
        drawn.page.fill(control, typed)
        if control in {"#property", "#type"}:
            drawn.page.press(control, "Enter")
        drawn.page.press(control, "Control+Enter")
        drawn.await_state("error")
        assert names in drawn.text("#notice")
        assert names in drawn.text(f".mantine-InputWrapper-root:has({control}) .mantine-InputWrapper-error")
        assert drawn.nodes() == before, typed
        assert drawn.page.url == url
        forget(drawn)
    assert drawn.page.evaluate("window.hacked") is None


def forget(drawn) -> None:
    """Have the form filled anew: by an address that cannot be answered, and then by that of the picture."""
    drawn.lead("?start=elsewhere")
    drawn.page.wait_for_selector("#notice :text('elsewhere')")
    drawn.lead(f"?start={drawn.told('start')}")
    drawn.await_state("complete")


def test_a_mended_mistake_takes_its_message_with_it(drawn):
    drawn.page.fill("#depth", "11")
    drawn.page.press("#depth", "Control+Enter")
    drawn.await_state("error")
    drawn.page.fill("#depth", "3")
    drawn.page.press("#depth", "Control+Enter")
    drawn.await_state("complete")
    assert drawn.text("#notice") == ""
    assert drawn.page.locator(".mantine-InputWrapper-error").count() == 0


def test_six_types_typed_into_the_form_are_refused_together(drawn):
    for name in "abcdef":
        drawn.page.fill("#type", name)
        drawn.page.press("#type", "Enter")
    drawn.page.press("#type", "Control+Enter")
    drawn.await_state("error")
    assert "not 6: a, b, c, d, e, f" in drawn.text("#notice")


def test_markup_in_what_the_account_holds_stays_text(explore, client):
    """The demo has properties, sources and types that are HTML."""
    pages = client.get_paginator("list_artifacts").paginate()
    marked = next(
        found["ArtifactArn"]
        for page in pages
        for found in page["ArtifactSummaries"]
        if "<script>" in found["Source"]["SourceUri"]
    )
    explore.page.add_init_script("window.alert = () => { window.hacked = 1 }")
    explore.open(start=marked, view="table")
    explore.page.wait_for_selector("#details h1")
    assert "<script>" in explore.text("#details")
    assert explore.page.evaluate("window.hacked") is None
    assert explore.page.locator("#lineage script, #details script").count() == 0
