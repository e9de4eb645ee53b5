"""Different entities that are shown together never look the same.

Over the demo and an account of hostile names: at each zoom, in outline, table, answers, offers, trail and details.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

import pytest

from tests.support import hostile_names
from tests.support.explorer_page import Explorer
from tests.support.large_accounts import create_account, serve_explorer

LEVELS = {0.45: "middle", 1.0: "near"}

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of writing: a canvas cannot isolate them."""

CARDS = """() => document.getElementById('graph')._cyreg.cy.nodes()
    .map(node => ({ arn: node.id(), title: node.data('title'), subtitle: node.data('subtitle'),
        drawn: node.data('drawn'), label: node.pstyle('label').strValue }))"""
"""Of each card: its whole name, the words on it, and those of them that are a label of Cytoscape's."""

ITEMS = """([items, name]) => [...document.querySelectorAll(items)].map(item => {
    const arn = item.dataset.arn ?? item.querySelector('[data-arn]')?.dataset.arn;
    const walker = document.createTreeWalker(item.querySelector(name) ?? item, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode.data);
    return [arn ?? (item.closest('a') ?? item.querySelector('a')).href, texts.join('\\n')];
})"""
"""What lists name: the ARN or address of each item, and its words."""

LOOSE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        const text = walker.currentNode.data, parent = walker.currentNode.parentElement;
        if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(text) || parent.closest('script, style')) continue;
        const isIsolate = element => element && (/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi));
        if (!isIsolate(parent)) found.push(`${parent.outerHTML.slice(0, 200)}`);
    }
    return found;
}"""
"""Texts with control characters of direction that reach beyond their element."""


def read_as(text: str) -> str:
    """Return what a reader sees of a text."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf").strip()


def find_lookalikes(items: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return each text that names several entities."""
    by_text: dict[str, set[str]] = defaultdict(set)
    for key, text in items:
        by_text[read_as(text)].add(key)
    return {text: keys for text, keys in by_text.items() if len(keys) > 1}


def assert_cards_differ(explore: Explorer) -> None:
    for zoom, level in LEVELS.items():
        explore.page.evaluate(
            """zoom => {
                const cy = document.getElementById('graph')._cyreg.cy;
                cy.emit('dragpan'); // as a hand would: else the picture stays fitted
                cy.zoom({ level: zoom, position: cy.nodes('.start').position() });
            }""",
            zoom,
        )
        explore.page.wait_for_function(
            "level => document.getElementById('graph')._cyreg.cy.nodes().every(node => node.hasClass(level))",
            arg=level,
        )
        cards = explore.page.evaluate(CARDS)
        assert find_lookalikes((card["arn"], f"{card['title']}\n{card['subtitle']}") for card in cards) == {}
        assert find_lookalikes((card["arn"], card["drawn"]) for card in cards) == {}, level
        assert [
            card for card in cards if not card["label"] or not card["drawn"].startswith(card["label"])
        ] == []
        assert [card["drawn"] for card in cards if TURNS.search(card["drawn"])] == []


def assert_items_differ(explore: Explorer, items: str, name: str = ".name, .titled") -> None:
    explore.page.wait_for_selector(items, state="attached")
    found = explore.page.evaluate(ITEMS, [items, name])
    assert len(found) > 0
    assert find_lookalikes(found) == {}, items


def assert_page_differs(explore: Explorer) -> None:
    """Check cards at each zoom, outline and details of what is shown."""
    assert_cards_differ(explore)
    explore.page.click("#show-outline")
    assert_items_differ(explore, "#outline li")
    explore.page.click("#outline button")
    explore.page.wait_for_selector("#details[aria-busy=false]")
    assert_items_differ(explore, "#details .neighbors li")
    assert explore.page.evaluate(LOOSE) == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, stage):
    """Return an explorer of hostile names: its address and its starts."""
    file = tmp_path_factory.mktemp("hostile") / "names.sqlite"
    with create_account(file) as client:
        starts = hostile_names.build(client)
    with serve_explorer(file, stage) as address:
        yield address, starts


@pytest.fixture
def hostile_explore(page, hostile) -> Explorer:
    return Explorer(page, hostile[0])


@pytest.mark.parametrize("direction", ["UpAndDown", "Both"])
def test_names_of_the_demo_differ_on_cards_and_in_the_outline(explore, production, direction):
    explore.open(start=production, direction=direction)
    assert_page_differs(explore)
    explore.open_groups()
    assert_page_differs(explore)


def test_names_of_the_demo_differ_in_tables_answers_and_offers(explore, production):
    explore.open()
    assert_items_differ(explore, ".starts li")
    explore.open(start=production, view="table")
    assert_items_differ(explore, "#table tbody tr")
    for question in ("endpoint-jobs", "relationships", "package-approvals"):
        explore.open(start=production, question=question)
        assert_items_differ(explore, "#answer [data-arn]")


def test_hostile_names_differ_on_cards_with_groups_closed_and_open(hostile_explore, hostile):
    hostile_explore.open(start=hostile[1].merge, direction="Both")
    assert_page_differs(hostile_explore)
    hostile_explore.open_groups()
    assert len(hostile_explore.nodes()) > hostile_names.TUNING_JOBS
    assert_page_differs(hostile_explore)


def test_hostile_names_differ_in_tables_and_answers(hostile_explore, hostile):
    hostile_explore.open(start=hostile[1].merge, direction="Both", view="table")
    assert_items_differ(hostile_explore, "#table tbody tr")
    assert hostile_explore.page.evaluate(LOOSE) == []
    hostile_explore.open(start=hostile[1].merge, question="relationships")
    assert_items_differ(hostile_explore, "#answer [data-arn]")
    assert hostile_explore.page.evaluate(LOOSE) == []


def test_hostile_names_differ_on_a_saved_page(hostile_explore, hostile, tmp_path):
    hostile_explore.open(start=hostile[1].merge, direction="Both")
    text = hostile_explore.page.evaluate(
        "fetch(`api/v1/export${location.search}&format=html`).then(answer => answer.text())"
    )
    file = tmp_path / "saved.html"
    file.write_text(text)
    hostile_explore.page.goto(file.as_uri())
    hostile_explore.await_state("complete")
    assert_cards_differ(hostile_explore)
    hostile_explore.page.evaluate(
        "() => { document.getElementById('graph')._cyreg.cy.nodes()[0].emit('tap'); }"
    )
    assert hostile_explore.page.evaluate(LOOSE) == []


def test_hostile_names_differ_in_lists_of_paths(hostile_explore, hostile):
    hostile_explore.open(start=hostile[1].merge, direction="Both", open=[])
    ends = [
        arn
        for arn, node in sorted(hostile_explore.nodes().items())
        if node["type"] == "DataSet" and node["role"] != "group"
    ]
    for end in ends[:3]:
        hostile_explore.open(start=hostile[1].merge, direction="Both", between=[hostile[1].image, end])
        assert_items_differ(hostile_explore, "#between li[data-arn]", "a")


@pytest.mark.parametrize("text", ["report", "train", "churn-tune", "part-0000"])
def test_hostile_names_differ_among_offers(hostile_explore, text):
    hostile_explore.open()
    hostile_explore.show_form()
    assert_items_differ(hostile_explore, ".starts li")
    hostile_explore.page.fill("#start", text)
    assert_items_differ(hostile_explore, "#hits li")
    assert hostile_explore.page.evaluate(LOOSE) == []


def test_hostile_names_differ_in_the_trail_and_among_former_starts(hostile_explore, hostile):
    hostile_explore.open(start=hostile[1].merge, direction="Ascendants", depth="1")
    hostile_explore.open_groups()
    nodes = hostile_explore.nodes()
    same_name = [arn for arn, node in nodes.items() if node["title"] == "train.csv"]
    (turned,) = [arn for arn, node in nodes.items() if node["source_uri"].endswith("report-\u202efdp.csv")]
    for arn in (*hostile[1].twins, *same_name[:2], turned):
        hostile_explore.go(start=arn)
        hostile_explore.page.wait_for_selector("#details[aria-busy=false]")
        assert hostile_explore.page.evaluate(LOOSE) == []
    assert_items_differ(hostile_explore, "#trail li", "a")
    hostile_explore.open()
    hostile_explore.show_form()
    hostile_explore.page.focus("#start")
    assert_items_differ(hostile_explore, ".recent a", "a")
    assert hostile_explore.page.evaluate(LOOSE) == []
