"""Labels at far, middle and near zoom levels."""

from __future__ import annotations

import pytest

LEVELS = {0.2: "far", 0.385: "middle", 0.55: "middle", 1.0: "near"}

READABLE = 0.55
"""Zoom from which on names can be read: no picture is fitted smaller unless all of it is asked for."""

LABELS = """() => document.getElementById('graph')._cyreg.cy.nodes().map(node => {
    const card = node.boundingBox({ includeLabels: false, includeOverlays: false });
    const text = node.boundingBox({ includeNodes: false, includeOverlays: false });
    const size = parseFloat(node.renderedStyle('font-size')), least = node.pstyle('min-zoomed-font-size').pfValue;
    return { size, shown: size >= least && node.pstyle('text-opacity').value > 0, inside: text.x1 >= card.x1 && text.x2 <= card.x2 && text.y1 >= card.y1 && text.y2 <= card.y2 };
})"""

SECOND_LINES = """() => document.getElementById('graph')._cyreg.cy.nodes().map(node => {
    const pen = document.createElement('canvas').getContext('2d'), { small, badge, width } = node.data();
    pen.font = '600 11px Inter';
    const sign = badge ? pen.measureText(badge.word).width + 27 : 0;
    pen.font = '400 11.5px Inter';
    return { words: [badge?.word, small], end: 35 + sign + pen.measureText(small).width, width };
})"""
"""Of each card: where badge and subtitle end, which are painted and not a label."""


def zoom_to(explore, zoom: float) -> None:
    """Zoom around the focus, and wait until all cards are updated."""
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
        arg=LEVELS[zoom],
    )


@pytest.fixture
def explore(explore, production):
    explore.open(start=production)
    explore.page.wait_for_function(
        "() => document.getElementById('graph')._cyreg.cy.nodes().every(n => n.data('created'))"
    )
    explore.await_motion()
    return explore


def test_labels_stay_within_cards_and_appear_only_where_readable(explore):
    """Text within its card overlaps no other; from far there is none."""
    for zoom, level in LEVELS.items():
        zoom_to(explore, zoom)
        labels = explore.page.evaluate(LABELS)
        assert all(label["inside"] for label in labels), level
        if level == "far":
            assert not any(label["shown"] for label in labels)
        else:
            assert all(label["shown"] for label in labels), zoom
            assert zoom < READABLE or all(label["size"] >= 9 for label in labels), zoom


def test_badge_and_subtitle_end_within_their_card(explore):
    lines = explore.page.evaluate(SECOND_LINES)
    assert any(all(line["words"]) for line in lines)
    assert [line for line in lines if line["end"] > line["width"]] == []


def test_near_cards_show_more_than_middle_cards_and_the_date(explore):
    zoom_to(explore, 1.0)
    near = {arn: node["drawn"] for arn, node in explore.nodes().items()}
    zoom_to(explore, 0.55)
    middle = {arn: node["drawn"] for arn, node in explore.nodes().items()}
    assert all(len(near[arn]) >= len(middle[arn].replace("\n", "")) > 0 for arn in near)
    assert any(text.endswith("Nov") for text in near.values())


def test_new_card_has_the_zoom_level_of_the_others(explore):
    zoom_to(explore, 1.0)
    explore.page.click("#fit")
    explore.click(next(arn for arn, node in explore.nodes().items() if node["type"] == "TrainingJob"))
    worn = {word for node in explore.nodes().values() for word in node["classes"]} & set(LEVELS.values())
    assert len(worn) == 1
