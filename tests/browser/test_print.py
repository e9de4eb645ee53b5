"""On paper: a document of the view, with its picture and all of its entities."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.support.explorer_page import Explorer

ONLY_ON_SCREEN = (
    "Copy link",
    "Save as page",
    "Present",
    "Refresh",
    "Show the API calls",
    "127.0.0.1",
    "file:",
)
LIGHT_INK = "rgb(21, 29, 43)"


def join_words(text: str) -> str:
    """Return a text without spaces, because in PDF a space is only a distance."""
    return "".join(text.split())


def print_pages(page: Page) -> list[str]:
    """Return the text of each printed page, as browsers print by default."""
    pdf = page.pdf(format="A4", landscape=True, print_background=False)
    return [join_words(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture
def paper(explore: Explorer) -> Iterator[Explorer]:
    """Return an explorer that shows its document for print after `start_print`."""
    yield explore
    explore.page.evaluate("dispatchEvent(new Event('afterprint'))")
    explore.page.emulate_media(media="screen")


def start_print(explore: Explorer) -> None:
    explore.page.emulate_media(media="print")
    explore.page.evaluate("dispatchEvent(new Event('beforeprint'))")


def test_answer_is_printed_as_a_document_in_light_colors(explore, production):
    explore.page.emulate_media(color_scheme="dark")
    explore.open(start=production, question="endpoint-datasets")
    sentence, wording = explore.text("#answer h2"), explore.text("#answer .eyebrow")
    titles = {node["title"] for node in explore.nodes().values()}
    pages = print_pages(explore.page)
    first, text = pages[0], "".join(pages)
    for part in (
        "customer-churn-production",
        wording,
        sentence,
        "Demo account · us-west-2",
        "Deploy and serve",
        "Completeness Complete: all 21 entities",
    ):
        assert join_words(part) in first, part
    assert len(re.findall(r"(?:Read|Printed)\d+[A-Z][a-z]{2}20\d\d,[\d:]{8}UTC", first)) == 2
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, start=1))
    entities = text.partition("Entities(21)")[2]
    assert {title for title in titles if join_words(title) not in entities} == set()
    assert all("Source" in page for page in pages)  # the heads of tables stand on each page
    assert [word for word in ONLY_ON_SCREEN if join_words(word) in text] == []
    assert explore.page.locator(".paper").count() == 0


def test_colors_of_the_dark_theme_stay_off_paper(paper, production):
    paper.page.emulate_media(color_scheme="dark")
    paper.open(start=production)
    start_print(paper)
    style = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    assert paper.page.evaluate(style, [".paper-picture .start .title", "fill"]) == LIGHT_INK
    assert paper.page.evaluate(style, [".paper", "color"]) == LIGHT_INK
    swatches = "all => all.map(each => getComputedStyle(each).borderTopColor)"
    colors = paper.page.locator(".paper-legend .swatch").evaluate_all(swatches)
    assert len(set(colors)) == len(colors) > 5
    assert not any(paper.page.is_visible(part) for part in (".header", "#graph", "#question"))


def test_overview_is_printed_with_the_members_of_its_groups_and_legible_parts(paper, client):
    (image,) = [
        artifact["ArtifactArn"]
        for artifact in client.list_artifacts(ArtifactType="Image")["ArtifactSummaries"]
        if artifact["Source"]["SourceUri"].endswith("sagemaker-xgboost:1.7-1")
    ]
    paper.open(start=image, direction="Both")
    start_print(paper)
    assert paper.page.locator(".paper .entity-table tbody tr").count() == int(paper.attribute("vertices"))
    assert "Titles are smaller than 7 points here" in paper.text(".paper")
    sizes = paper.page.locator(".paper-part .title").evaluate_all(
        """titles => titles.map(title => title.closest('.paper-picture').getScreenCTM().a
            * parseFloat(title.getAttribute('font-size')) * 72 / 96)"""
    )
    assert min(sizes) >= 7


def test_reader_is_named_only_where_known(paper, production):
    paper.open(start=production)
    start_print(paper)
    assert "Printed by" not in paper.text(".paper-facts")
    paper.page.evaluate("document.body.dataset.reader = 'clara-archmere'")
    start_print(paper)
    assert "Printed by\nclara-archmere" in paper.text(".paper-facts")
