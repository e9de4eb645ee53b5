"""Texts of a saved page: question, answer, and provenance."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from components.answer import answer_panel as panel
from components.markup import render_html
from lineage_explorer.export.html_page import build_html_page
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.questions.answer import Answer, ResultItem
from tests.support.graph_builders import DATA, ENDPOINT, MODEL, VERTICES, build_graph
from tests.support.html_reader import HtmlReader
from visualizer import NO_QUERY, arrange_graph

HOSTILE = """</td></script><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;"""
APPROVED = ResultItem(
    MODEL,
    MODEL,
    "churn-8-Approved",
    "Approval",
    created=datetime(2026, 11, 4, 14, 10, tzinfo=UTC),
    status="Approved",
    source="arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/8",
    created_by="priya-raman",
)
TRIAL = ResultItem(None, "trial-7", "trial-7", "Trial")
ASKED = Address(LineageQuery(ENDPOINT, Direction.ASCENDANTS, depth=4))


def answer(
    *items: ResultItem, sentence: str = "Approved by priya-raman.", gaps: tuple[str, ...] = ()
) -> Answer:
    return Answer("package-approvals", ENDPOINT, sentence, items, gaps=gaps)


def saved_page(found: Answer | None = None, *, gaps=(), entities=None, address=NO_QUERY) -> HtmlReader:
    view = arrange_graph(build_graph(gaps=gaps), entities or {}, address=address, answer=found)
    return HtmlReader(build_html_page(view, "Endpoint"))


def table_cells(text: str) -> list[str]:
    """Return the first table's cells row by row, without copy buttons."""
    within = HtmlReader(text.split("<table")[1].split("</table>", maxsplit=1)[0])
    return ["".join(told.split()) for tag, _, told in within.found if told.strip() and tag != "svg"]


def test_a_question_is_followed_by_its_answer_and_its_list():
    written = saved_page(answer(APPROVED, TRIAL))
    (wording,) = (text for attributes, text in written.all("p") if attributes.get("class") == "eyebrow")
    assert wording == "Who approved this, and when?"
    assert [text for _, text in written.all("h2")] == ["Approved by priya-raman."]
    assert [text for attributes, text in written.all("th") if attributes["scope"] == "col"] == [
        "Name",
        "Type",
        "When",
        "By",
        "Status",
        "Source",
    ]
    assert [attributes for attributes, _ in written.all("tr")] == [
        {},
        {"data-arn": MODEL},
        {"data-value": "trial-7"},
    ]


@pytest.mark.parametrize("items", [[APPROVED], [TRIAL], [APPROVED, TRIAL]])
def test_the_list_is_the_one_that_the_explorer_shows(items):
    found = answer(*items)
    shown = render_html(panel(found, wording="Who?", code="", link=str, ask=lambda query: query.start))
    assert table_cells(saved_page(found).text) == table_cells(shown)


def test_an_answer_without_a_list_is_its_sentence():
    written = saved_page(answer(sentence="Nobody approved it."))
    assert [text for _, text in written.all("h2")] == ["Nobody approved it."]
    assert written.all("table") == written.all("details") == []


def test_page_without_a_question_has_no_answer():
    written = saved_page()
    assert [attributes for attributes, _ in written.all("section") if attributes.get("id") == "answer"] == []


def test_gaps_are_listed_once_even_if_reported_twice():
    written = saved_page(answer(gaps=("No tags.", "No page 2.")), gaps=("No page 2.", "No page 3."))
    assert [text for _, text in written.all("p") if text.startswith("No ")] == [
        "No tags.",
        "No page 2.",
        "No page 3.",
    ]
    assert written.drawing["state"] == "partial"


def test_text_of_users_is_escaped():
    hostile = ResultItem(DATA, HOSTILE, HOSTILE, HOSTILE, status=HOSTILE, source=HOSTILE, created_by=HOSTILE)
    named = {ENDPOINT: Entity(ENDPOINT, LineageType.CONTEXT, name=HOSTILE)}
    harmless = saved_page(answer(APPROVED), address=ASKED)
    written = saved_page(answer(hostile, sentence=HOSTILE, gaps=(HOSTILE,)), entities=named, address=ASKED)
    for tag in ("script", "img", "style", "td", "tr"):
        assert len(written.all(tag)) == len(harmless.all(tag)), tag
    assert [text for _, text in written.all("h2")] == [HOSTILE]


def test_page_names_its_query_time_and_account():
    named = {arn: Entity(arn, LineageType.CONTEXT, name="<live>") for arn in VERTICES}
    text = saved_page(entities=named, address=ASKED).text
    assert "3 other entities and 3 associations upstream of endpoint &lt;live&gt;." in text
    assert (
        f"Read 15 Apr 2026, 12:00 UTC from /?start={ENDPOINT}&amp;direction=Ascendants&amp;depth=4"
        " · Complete: all 4 entities · 1 page read · 1 API call · depth 3 of 4 reached<"
    ) in text


def test_page_has_the_facts_that_its_print_states():
    named = {arn: Entity(arn, LineageType.CONTEXT, name="live") for arn in VERTICES}
    view = arrange_graph(build_graph(), named, address=ASKED)
    written = HtmlReader(build_html_page(view, "Endpoint", account="Demo & more"))
    ((main, _),) = written.all("main")
    assert main["data-read"] == "2026-04-15T12:00:00+00:00"
    assert main["data-account"] == "Demo & more"
    assert main["data-address"] == f"/?start={ENDPOINT}&direction=Ascendants&depth=4"
    assert (
        main["data-complete"] == "Complete: all 4 entities · 1 page read · 1 API call · depth 3 of 4 reached"
    )


def test_a_page_from_a_notebook_has_no_address():
    assert "Read 15 Apr 2026, 12:00 UTC<" in saved_page().text
