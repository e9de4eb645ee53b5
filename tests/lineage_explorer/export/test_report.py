"""The report on the page and as a file: one document, told twice."""

from __future__ import annotations

import pytest

from tests.support.html_tree import parse_html

START = "start={production}"
QUESTIONS = [
    "Which version serves?",
    "Trained on which data?",
    "With which parameters and metrics?",
    "Approved by whom?",
    "What is missing?",
]


def read_document(files, address):
    screen = files.page._screen(f"?{files.fill(address)}&view=report", "on")
    return parse_html(screen["shown"]["document.html"])


def list_texts(tree, tag):
    return [element.text for element in tree.find_all(tag)]


def test_page_answers_the_five_questions(files):
    document = read_document(files, START)
    assert list_texts(document, "h3")[:5] == QUESTIONS
    text = document.text
    assert "customer-churn-production serves customer-churn v8, since 9 Nov 2026" in text
    assert "customer-churn v8: 8 data sets and 2 scripts on record, trained on train.csv" in text
    assert "customer-churn v8: Approved on 4 Nov 2026, by priya-raman." in text
    assert "Demo" in text
    image = document.find("img")
    assert image.attributes["src"].startswith("api/v1/export?format=svg")


def test_file_says_what_the_page_says_in_all_its_tables(files):
    page = read_document(files, START)
    file = parse_html(files.read("report", START).decode())
    for tag in ("caption", "td"):
        assert list_texts(file, tag) == list_texts(page, tag)
    assert list_texts(file, "h2") == list_texts(page, "h3")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"{START}&as_of=2026-10-01", "customer-churn-production served customer-churn v7"),
        (f"{START}&as_of=2026-10-01", "in customer-churn-production as of 2026-10-01"),
        (f"{START}&against={{production}}&as_of=2026-10-01", "customer-churn-production now against 1 Oct"),
    ],
)
def test_page_and_file_tell_of_the_moment_and_the_comparison(files, address, words):
    page, file = read_document(files, address), files.read("report", address).decode()
    assert words in page.text
    assert words in parse_html(file).text
    assert "customer-churn v8 · " not in page.find_all("table")[0].text
    assert list_texts(page, "td") == list_texts(parse_html(file), "td")


def test_file_runs_no_script_and_loads_nothing(files):
    content = files.read("report", START).decode()
    assert "<script" not in content
    assert "default-src &#x27;none&#x27;" in content
    assert parse_html(content).find("svg").tag


@pytest.mark.parametrize("address", [f"{START}&share=1", f"{START}&share=1&question=model-datasets"])
def test_hidden_names_stay_hidden_and_it_is_said(files, address):
    document = read_document(files, address)
    content = files.read("report", address).decode()
    for text in (document.text, content):
        assert "Not evidence" in text
        assert "priya-raman" not in text
        assert "orchard-telecom-ml" not in text


def test_report_of_a_version_or_a_data_set_is_about_it(files):
    version = read_document(files, "start={mp}")
    assert len(version.find_all("h3")) > 5
    dataset = read_document(files, "start={train}")
    assert "What is missing?" in list_texts(dataset, "h3")


def test_incomplete_reading_is_told(files):
    document = read_document(files, f"{START}&depth=1")
    assert "no: see" in document.text
