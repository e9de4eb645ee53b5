"""Answers of thousands of entities are drawn, at every zoom: judged by the pixels on the screen."""

from __future__ import annotations

import pytest

from lineage.pages import page as saved_page
from tests.browser.explorer import Explorer
from tests.browser.large import explored, star, written
from tests.unit.placement_graphs import chain

BLANK = 0.002
"""Share of pixels that a blank canvas may have in other than its own colours."""

STEPS = 6
"""Presses of a button, each nearly half as far again."""

INKED = """() => {
    const [canvas] = [...document.querySelectorAll('#graph canvas')].slice(-1);
    const { width, height } = canvas, { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    let inked = 0;
    for (let at = 3; at < data.length; at += 4) inked += data[at] > 0;
    return inked / (width * height);
}"""
"""The share of the canvas that anything is painted on: what is not painted is transparent."""


@pytest.fixture
def explore(page, tmp_path):
    """The picture of a job that reads three thousand data sets."""
    file = tmp_path / "star.sqlite"
    with written(file) as client:
        job = star(client, 3_000)
    with explored(file) as address:
        explorer = Explorer(page, address)
        explorer.open(start=job)
        yield explorer
        page.goto("about:blank")


def inked(explore) -> float:
    """Return how much of the canvas is painted, once it is still."""
    explore.glided()
    return explore.page.evaluate(INKED)


def never_blank_while_zooming(explore) -> None:
    explore.page.click("#fit")
    assert inked(explore) > BLANK
    explore.page.click("#centre")
    assert inked(explore) > BLANK
    for button in ("#zoom-out", "#zoom-in"):
        for _ in range(STEPS):
            explore.page.click(button)
            assert inked(explore) > BLANK, f"blank at zoom {zoom(explore)}"


def zoom(explore) -> float:
    return explore.page.evaluate("() => document.getElementById('graph')._cyreg.cy.zoom()")


def test_a_chain_of_a_thousand_is_drawn_at_every_zoom(page, tmp_path):
    """No answer of the API is so long, its depth being ten; a saved page may be."""
    file = tmp_path / "chain.html"
    file.write_text(saved_page(chain(1_000), {}, "A chain"))
    explore = Explorer(page, file.as_uri())
    page.goto(file.as_uri())
    explore.await_state("complete")
    assert len(explore.nodes()) == 1_000
    never_blank_while_zooming(explore)


def test_a_star_of_three_thousand_is_drawn_at_every_zoom_closed_and_open(explore):
    assert (explore.told("vertices"), len(explore.nodes())) == ("3001", 2)
    assert inked(explore) > BLANK
    explore.open_groups()
    assert len(explore.nodes()) == 3_001
    never_blank_while_zooming(explore)
