"""Graphs of thousands of entities are drawn at every zoom."""

from __future__ import annotations

import pytest

from lineage_explorer.export.html_page import build_html_page
from lineage_explorer.query.address import Address
from lineage_explorer.query.view_options import Orientation
from tests.support.explorer_page import PATIENCE_MS, Explorer
from tests.support.large_accounts import create_star, serve_explorer
from tests.support.layout_graphs import build_chain
from visualizer import arrange_graph

BLANK = 0.002
"""Share of pixels that a blank canvas may have in other than its own colours."""

ZOOMS = (0.05, 0.3, 1.0, 2.5, 0.1)
"""In this order: browsers lost pictures on the way out and back in."""

PAINTED = """async ([blank, patience]) => {
    const [canvas] = [...document.querySelectorAll('#graph canvas')].slice(-1), end = performance.now() + patience;
    const rest = () => new Promise(done => requestAnimationFrame(() => setTimeout(() => requestIdleCallback(done))));
    const look = () => {
        const { width, height } = canvas, { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        let inked = 0;
        for (let at = 3; at < data.length; at += 4) inked += data[at] > 127;
        return inked / (width * height);
    };
    let before = -1, share = -1;
    while ((share !== before || share <= blank) && performance.now() < end) {
        await rest();
        before = share;
        share = look();
    }
    return share;
}"""
"""The share of the canvas that is painted, once it stays.

What is not painted is transparent. Soft edges do not count: a picture that is scaled has more of them.
"""


@pytest.fixture
def explore(page, tmp_path, stage):
    """Return a page on a job that reads three thousand data sets."""
    file = tmp_path / "star.sqlite"
    job = create_star(file, 3_000).job
    with serve_explorer(file, stage) as address:
        explorer = Explorer(page, address)
        explorer.open(start=job)
        yield explorer


def painted_share(explore) -> float:
    """Return the painted share of the canvas, once it no longer changes and is not blank.

    A canvas that stays blank is one after the patience for it has ended.
    """
    share: float = explore.page.evaluate(PAINTED, [BLANK, PATIENCE_MS])
    return share


def cards_at_the_ends(explore) -> list[str]:
    """Return the outermost cards of the graph in both directions."""
    nodes = explore.nodes()
    at = [(node["position"], arn) for arn, node in nodes.items()]
    found = [pick(at, key=lambda one, axis=axis: one[0][axis])[1] for axis in "xy" for pick in (min, max)]
    return list(dict.fromkeys(found))


def center_on(explore, arn: str, zoom: float) -> None:
    """Bring a card to the center of the canvas."""
    explore.page.evaluate(
        """([arn, zoom]) => {
            const cy = document.getElementById('graph')._cyreg.cy;
            cy.zoom(zoom);
            cy.center(cy.getElementById(arn));
        }""",
        [arn, zoom],
    )


def assert_never_blank(explore) -> None:
    """Fit, pan, zoom and fit again without a blank canvas."""
    explore.page.click("#fit")
    explore.await_motion()
    whole = painted_share(explore)
    assert whole > BLANK
    for arn in cards_at_the_ends(explore):
        for zoom in ZOOMS:
            center_on(explore, arn, zoom)
            assert painted_share(explore) > BLANK, f"blank at {arn} at zoom {zoom}"
    explore.page.click("#fit")
    explore.await_motion()
    assert painted_share(explore) == pytest.approx(whole, rel=0.1)


@pytest.mark.parametrize("flow", Orientation)
def test_a_chain_of_a_thousand_is_drawn_at_every_zoom(page, tmp_path, flow):
    """The API's depth ends at ten; a saved page may be longer."""
    file, long = tmp_path / "chain.html", build_chain(1_000)
    view = arrange_graph(long, {}, address=Address(orientation=flow))
    file.write_text(build_html_page(view, "A chain"))
    explore = Explorer(page, file.as_uri())
    page.goto(file.as_uri())
    explore.await_state("complete")
    assert len(explore.nodes()) == 1_000
    assert_never_blank(explore)


@pytest.mark.timeout(400)  # it lists, lays out and paints three thousand cards on whatever machine it meets
def test_a_star_of_three_thousand_is_drawn_at_every_zoom_closed_and_open(explore):
    assert (explore.attribute("vertices"), len(explore.nodes())) == ("3001", 2)
    assert painted_share(explore) > BLANK
    explore.open_groups()
    assert len(explore.nodes()) == 3_001
    assert_never_blank(explore)
