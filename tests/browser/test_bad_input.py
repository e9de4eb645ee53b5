"""Invalid input is reported beside its control, and the graph stays."""

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
    ("#depth_up", "11", "11"),
    ("#created_after", "yesterday", "yesterday"),
    ("#property", "team", "team"),
    ("#tag", "team", "team"),
    ("#type", "x" * 41, "41"),
]
"""Controls, what is typed into them, and what the message beside each names."""


@pytest.fixture
def window_with_graph(explore, client):
    """Return a window that shows a graph."""
    start = client.list_contexts(ContextType="Endpoint", MaxResults=1)["ContextSummaries"][0]["ContextArn"]
    explore.open(start=start)
    return explore


def places(explore) -> dict:
    """Return where each card stands; which words it shows is the zoom's."""
    return {arn: (node["title"], node["position"]) for arn, node in explore.nodes().items()}


def test_invalid_address_is_reported_and_the_graph_stays(window_with_graph):
    window_with_graph.await_motion()
    before, key, well = (
        places(window_with_graph),
        window_with_graph.attribute("key"),
        f"?start={window_with_graph.attribute('start')}",
    )
    for search, names in UNANSWERABLE:
        window_with_graph.navigate(search)
        window_with_graph.await_state("error")
        assert names in window_with_graph.text("#notice")
        assert places(window_with_graph) == before, search
        assert window_with_graph.attribute("key") == key, search
        window_with_graph.navigate(well)
        window_with_graph.await_state("complete")
        assert window_with_graph.text("#notice") == "", search
    assert window_with_graph.page.evaluate("window.hacked") is None


def test_unknown_parameter_is_reported_and_the_rest_is_shown(window_with_graph):
    start = window_with_graph.attribute("start")
    window_with_graph.open(start=start, depht="3")
    assert window_with_graph.attribute("state") == "complete"
    assert "depht" in window_with_graph.text("#notice")


@pytest.fixture
def window_with_form(window_with_graph):
    """Return a window that shows a graph and the form of its query."""
    window_with_graph.show_form()
    return window_with_graph


def test_error_in_the_address_opens_the_form_at_its_control(window_with_graph):
    assert not window_with_graph.page.is_visible("#question")
    window_with_graph.navigate(f"?start={window_with_graph.attribute('start')}&depth=11")
    window_with_graph.await_state("error")
    error = ".field:has(#depth) .field-error"
    window_with_graph.page.wait_for_selector(error)
    assert "11" in window_with_graph.text(error)
    assert window_with_graph.page.input_value("#depth") == "11"


def test_invalid_form_value_is_reported_beside_its_control_and_kept(window_with_form):
    before = list_titles(window_with_form)
    for control, typed, names in MISTYPED:
        url = window_with_form.page.url
        window_with_form.page.fill(control, typed)
        if control in {"#property", "#tag", "#type"}:
            window_with_form.page.press(control, "Enter")
        window_with_form.page.press(control, "Control+Enter")
        window_with_form.await_state("error")
        assert names in window_with_form.text("#notice")
        assert names in window_with_form.text(f".field:has({control}) .field-error")
        assert list_titles(window_with_form) == before, typed
        assert window_with_form.page.url == url
        refill_form(window_with_form)
    assert window_with_form.page.evaluate("window.hacked") is None


def list_titles(drawn) -> dict[str, tuple]:
    """Return title and place of each card; more can be known of it later."""
    return {arn: (node["title"], node["position"]) for arn, node in drawn.nodes().items()}


def refill_form(drawn) -> None:
    """Fill the form again: from an invalid address, then from the graph's."""
    drawn.navigate("?start=elsewhere")
    drawn.page.wait_for_selector("#notice :text('elsewhere')")
    drawn.navigate(f"?start={drawn.attribute('start')}")
    drawn.await_state("complete")


def test_corrected_value_removes_its_message(window_with_form):
    window_with_form.page.fill("#depth", "11")
    window_with_form.page.press("#depth", "Control+Enter")
    window_with_form.await_state("error")
    window_with_form.page.fill("#depth", "3")
    window_with_form.page.press("#depth", "Control+Enter")
    window_with_form.await_state("complete")
    assert window_with_form.text("#notice") == ""
    assert window_with_form.page.locator(".field-error").count() == 0


def test_six_types_typed_into_the_form_are_refused_together(window_with_form):
    for name in "abcdef":
        window_with_form.page.fill("#type", name)
        window_with_form.page.press("#type", "Enter")
    window_with_form.page.press("#type", "Control+Enter")
    window_with_form.await_state("error")
    assert "not 6: a, b, c, d, e, f" in window_with_form.text("#notice")


def test_markup_in_entity_names_stays_text(explore, client):
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
    explore.page.wait_for_selector("#details[aria-busy=false] .name")
    assert "<script>" in explore.text("#details")
    assert explore.page.evaluate("window.hacked") is None
    assert explore.page.locator("#lineage script, #details script").count() == 0
