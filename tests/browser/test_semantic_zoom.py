"""Labels at far, middle and near zoom levels."""

from __future__ import annotations

import pytest

LEVELS = {0.2: "far", 0.45: "middle", 0.9: "near"}

LABELS = """() => document.getElementById('graph')._cyreg.cy.nodes().map(node => {
    const card = node.boundingBox({ includeLabels: false, includeOverlays: false });
    const text = node.boundingBox({ includeNodes: false, includeOverlays: false });
    const size = parseFloat(node.renderedStyle('font-size')), least = node.pstyle('min-zoomed-font-size').pfValue;
    return { size, shown: size >= least && node.pstyle('text-opacity').value > 0, inside: text.x1 >= card.x1 && text.x2 <= card.x2 && text.y1 >= card.y1 && text.y2 <= card.y2 };
})"""


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
            assert all(label["shown"] and label["size"] >= 9 for label in labels), level


def test_near_labels_show_more_than_middle_labels_and_the_date(explore):
    for node in explore.nodes().values():
        assert len(node["lines"]) >= len(node["brief"])
    assert any(node["lines"].endswith("Nov") for node in explore.nodes().values())


def test_new_card_has_the_zoom_level_of_the_others(explore):
    zoom_to(explore, 0.9)
    explore.page.click("#fit")
    explore.click(next(arn for arn, node in explore.nodes().items() if node["type"] == "TrainingJob"))
    worn = {word for node in explore.nodes().values() for word in node["classes"]} & set(LEVELS.values())
    assert len(worn) == 1
