"""A page written from a notebook, opened from disk and offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page

from lineage_explorer.explore.layout_store import lay_out_graph
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.aws.graph_assembly import parse_responses
from lineage_explorer.views.cards import build_cards
from lineage_explorer.views.grouping import leave_ungrouped
from tests.browser.test_print import join_words, print_pages
from tests.support.explorer_page import PATIENCE_MS, Canvas
from tests.support.graph_builders import DATA, JOB, MODEL
from tests.support.saved_responses import (
    association_ends,
    build_runs,
    edge,
    reference_arn,
    reference_response,
    vertex,
)
from visualizer import Visualizer

HOSTILE = """</script><script>pwned = 1</script><img src="x" onerror="pwned = 1">"""
NOTHING_THERE = (20, 400)
"""A place of the window where the canvas is empty."""
JOB_OF_THE_REFERENCE, MODEL_OF_THE_REFERENCE = reference_arn("tcT"), reference_arn("modeltar")


@dataclass
class SavedPage(Canvas):
    """A saved page in a window; records requests and console output."""

    asked: list[str]
    said: list[str]

    def open(self, file: Path) -> None:
        self.page.goto(file.absolute().as_uri())
        self.page.wait_for_selector("#lineage[data-key]", timeout=PATIENCE_MS)

    def zoom(self) -> float:
        level: float = self.page.evaluate("document.getElementById('graph')._cyreg.cy.zoom()")
        return level

    def row(self) -> str | None:
        """Return the entity of the focused row."""
        return self.page.evaluate("document.activeElement.dataset.arn ?? null")


@pytest.fixture(scope="module")
def offline(chromium: Browser) -> Iterator[Page]:
    """Return a page without a network, shared by this file."""
    context = chromium.new_context(color_scheme="light", reduced_motion="reduce", offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def open_window(offline: Page) -> Iterator[Callable[..., SavedPage]]:
    """Return a function that opens an offline window without script errors."""
    mistakes: list[str] = []
    saved = SavedPage(offline, [], [])
    listeners: dict[Any, Callable[[Any], None]] = {
        "request": lambda request: saved.asked.append(request.url),
        "console": lambda message: saved.said.append(message.text),
        "pageerror": lambda error: mistakes.append(str(error)),
    }
    for event, listener in listeners.items():
        offline.on(event, listener)

    def make(width: int = 1440, height: int = 900) -> SavedPage:
        offline.set_viewport_size({"width": width, "height": height})
        return saved

    yield make
    for event, listener in listeners.items():
        offline.remove_listener(event, listener)
    offline.goto("about:blank")
    offline.emulate_media(color_scheme="light")
    offline.mouse.move(0, 0)
    assert mistakes == []


@pytest.fixture
def open_saved(open_window, tmp_path) -> Callable[..., SavedPage]:
    """Return a function that renders a response and opens its page."""

    def show(response: Any = None, name: str = "Endpoint", **arguments: Any) -> SavedPage:
        opened = open_window()
        written = Visualizer().render(response or reference_response(), name, folder=tmp_path, **arguments)
        opened.open(written.path)
        return opened

    return show


def test_cards_are_at_their_layout_positions_and_arrows_point_downstream(open_saved):
    response = reference_response()
    opened = open_saved(response)
    graph = parse_responses(response)
    layout = lay_out_graph(graph, widths=build_cards(leave_ungrouped(graph), {}).wanted_widths)
    nodes = opened.nodes()
    assert {arn: node["position"] for arn, node in nodes.items()} == {
        arn: {"x": round(point.x, 1), "y": round(point.y, 1)} for arn, point in layout.points.items()
    }
    assert {arn: node["width"] for arn, node in nodes.items()} == layout.widths
    assert opened.edges() == association_ends(response)
    for source, target in opened.edges():
        left, right = (nodes[arn]["position"]["x"] for arn in (source, target))
        assert left < right or (source, target) in layout.connectors  # which joins cards of one column


@pytest.mark.parametrize("vertices", [0, 5, 200, 2000])
def test_saved_page_opens_offline_at_any_size_without_console_output(open_saved, vertices):
    opened = open_saved(build_runs(vertices))
    assert (
        len(opened.nodes()) == int(opened.page.get_attribute("#lineage", "data-vertices") or "") == vertices
    )
    assert [url[:5] for url in opened.asked if not url.startswith("data:")] == ["file:"]
    assert opened.said == []


def test_association_of_an_entity_with_itself_is_drawn_outside_its_card(open_saved):
    arn = f"arn:aws:sagemaker:us-west-2:000000000000:artifact/{'0' * 32}"
    vertex = {"Arn": arn, "Type": "DataSet", "LineageType": "Artifact"}
    edge = {"SourceArn": arn, "DestinationArn": arn, "AssociationType": "DerivedFrom"}
    opened = open_saved({"Vertices": [vertex], "Edges": [edge]})
    beyond = opened.page.evaluate(
        """() => {
            const cy = document.getElementById('graph')._cyreg.cy;
            const line = cy.edges()[0].boundingBox(), card = cy.nodes()[0].boundingBox();
            return card.y1 - line.y1;
        }"""
    )
    assert beyond > 8


def test_hovering_shows_a_tooltip_and_highlights_the_paths(open_saved):
    opened = open_saved(names={JOB_OF_THE_REFERENCE: "AbaloneTrain"})
    opened.page.mouse.move(*opened.place(JOB_OF_THE_REFERENCE))
    opened.page.wait_for_selector(".tooltip:not([hidden])")
    assert "AbaloneTrain" in opened.page.inner_text(".tooltip")
    assert "Training job" in opened.page.inner_text(".tooltip")
    assert opened.find_by_class("faded").isdisjoint({JOB_OF_THE_REFERENCE, MODEL_OF_THE_REFERENCE})
    assert reference_arn("test") in opened.find_by_class("faded")

    opened.page.mouse.move(5, 5)
    opened.page.wait_for_selector(".tooltip[hidden]", state="attached")
    assert opened.find_by_class("faded") == set()


def test_click_keeps_the_highlight_and_shows_details_until_the_canvas_is_clicked(open_saved):
    opened = open_saved()
    opened.page.mouse.click(*opened.place(JOB_OF_THE_REFERENCE))
    opened.page.mouse.move(5, 5)
    assert opened.find_by_class("current") == {JOB_OF_THE_REFERENCE}
    assert reference_arn("test") in opened.find_by_class("faded")
    assert JOB_OF_THE_REFERENCE in opened.page.inner_text("#details")
    assert "Produced" in opened.page.inner_text("#details")

    opened.page.mouse.click(*NOTHING_THERE)
    assert opened.find_by_class("faded") == opened.find_by_class("current") == set()
    assert opened.page.is_hidden("#details")


def test_hovering_another_card_highlights_it_temporarily(open_saved):
    opened = open_saved()
    opened.page.mouse.click(*opened.place(JOB_OF_THE_REFERENCE))
    kept = opened.find_by_class("faded")
    opened.page.mouse.move(*opened.place(reference_arn("test")))
    opened.page.wait_for_timeout(250)  # the pointer comes to rest
    assert reference_arn("test") not in opened.find_by_class("faded") != kept
    opened.page.mouse.move(*NOTHING_THERE)
    assert opened.find_by_class("faded") == kept


def test_find_moves_through_matches_and_reports_none(open_saved):
    opened = open_saved(
        names={name: f"set-{key}.csv" for key in ("train", "val") for name in [reference_arn(key)]}
    )
    opened.page.keyboard.press("Control+f")
    opened.page.keyboard.type("DATA set csv")
    found = opened.find_by_class("found")
    assert found == {reference_arn("train"), reference_arn("val")}
    assert opened.page.inner_text("#found").startswith("1 of 2")
    (first,) = opened.find_by_class("current")

    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#found").startswith("2 of 2")
    assert opened.find_by_class("current") == found - {first}
    opened.page.keyboard.press("Shift+Enter")
    assert opened.find_by_class("current") == {first}
    assert opened.page.locator(".twin li:visible").count() == 2

    opened.page.keyboard.press("Escape")
    assert opened.find_by_class("found") == opened.find_by_class("current") == set()
    assert (
        opened.page.locator(".twin li").count() == opened.page.locator(".twin li:not([hidden])").count() == 20
    )

    opened.page.fill("#find", "nowhere")
    assert opened.page.inner_text("#found") == "None"


def test_distant_match_is_brought_into_view_at_a_readable_size(open_saved):
    opened = open_saved(build_runs(200))
    opened.page.click("#fit")
    small = opened.zoom()
    opened.page.fill("#find", "endpoint-39")
    (name,) = opened.find_by_class("current")
    x, y = opened.place(name)
    assert opened.zoom() > small
    assert 0 < x < 1120
    assert 56 < y < 860


def test_keyboard_moves_through_the_list_and_along_associations(open_saved):
    opened = open_saved(build_runs(5))
    opened.page.locator(".twin button").first.focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "End", "ArrowLeft", "ArrowUp", "Home", "ArrowUp"):
        opened.page.keyboard.press(key)
        walked.append((opened.row() or "").rpartition("/")[2])
    assert walked == ["job-0", "model-0", "endpoint-0", "deployment-0", "model-0", "data-0", "data-0"]
    assert [name.rpartition("/")[2] for name in opened.find_by_class("current")] == ["data-0"]


def test_neighbor_in_the_details_is_a_link(open_saved):
    opened = open_saved()
    opened.page.mouse.click(*opened.place(JOB_OF_THE_REFERENCE))
    opened.page.click(f'#details [data-walk="{MODEL_OF_THE_REFERENCE}"]')
    assert opened.find_by_class("current") == {MODEL_OF_THE_REFERENCE}
    assert opened.row() == MODEL_OF_THE_REFERENCE


def test_list_describes_each_card_and_its_associations_to_screen_readers(open_saved):
    opened = open_saved(build_runs(5))
    rows = opened.page.get_by_role("list", name="Entities")
    heard = rows.get_by_role("button", name="job-0 Training job 1 upstream, 1 downstream", exact=True)
    assert heard.get_attribute("data-arn") in opened.nodes()


def test_zoom_buttons_zoom_and_fit(open_saved):
    opened = open_saved()
    before = opened.zoom()
    opened.page.click("#zoom-in")
    assert opened.zoom() > before
    opened.page.click("#zoom-out")
    opened.page.click("#zoom-out")
    assert opened.zoom() < before
    opened.page.click("#fit")
    assert opened.zoom() == pytest.approx(before)


def test_known_start_is_marked_and_can_be_centered(open_saved):
    assert open_saved().page.is_hidden("#center")
    opened = open_saved(start=MODEL_OF_THE_REFERENCE)
    assert opened.find_by_class("start") == {MODEL_OF_THE_REFERENCE}
    assert opened.page.is_visible("#center")


def test_theme_follows_the_system_even_when_it_changes(open_saved):
    opened = open_saved()
    color = "document.getElementById('graph')._cyreg.cy.nodes()[0].style('background-color')"
    light = opened.page.evaluate(color)
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_selector("html[data-color-scheme=dark]")
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate(color) != light


def test_markup_stays_text(open_saved):
    response = {
        "Vertices": [vertex(DATA, LineageType.ARTIFACT, HOSTILE), vertex(JOB, LineageType.TRIAL_COMPONENT)],
        "Edges": [edge(DATA, JOB, HOSTILE), edge(JOB, MODEL)],
    }
    opened = open_saved(response, HOSTILE, names={DATA: HOSTILE, JOB: HOSTILE}, start=DATA)
    opened.page.mouse.move(*opened.place(JOB))
    opened.page.wait_for_selector(".tooltip:not([hidden])")
    opened.page.mouse.click(*opened.place(JOB))
    opened.page.fill("#find", "<img")
    assert opened.page.inner_text("h1") == HOSTILE
    assert HOSTILE in opened.page.inner_text("#details")
    assert opened.page.title() == HOSTILE
    assert opened.page.evaluate("typeof pwned") == "undefined"
    assert opened.page.locator("img").count() == 0


def test_only_the_pages_own_scripts_run(open_saved):
    opened = open_saved()
    opened.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"pwned = 1\">')"
    )
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate("typeof pwned") == "undefined"
    assert any("Content Security Policy" in text for text in opened.said)


def test_a_notebook_shows_it_in_a_frame_of_its_own(open_window, tmp_path):
    written = Visualizer().render(reference_response(), "Endpoint", folder=tmp_path)
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><meta charset=utf-8><h1>Notebook</h1>{written._repr_html_()}")
    opened = open_window(1200, 900)
    opened.page.goto(notebook.as_uri())
    frame: FrameLocator = opened.page.frame_locator("iframe")
    frame.locator("#lineage[data-key]").wait_for(timeout=PATIENCE_MS)
    assert frame.locator("#status").inner_text() == "20 entities and 26 associations."
    assert opened.said == []


def test_list_is_closed_in_a_narrow_window_and_opens_on_request(open_window, tmp_path):
    opened = open_window(800, 600)
    opened.open(Visualizer().render(reference_response(), "Endpoint", folder=tmp_path).path)
    assert opened.page.is_hidden("#entities")
    opened.page.click("#list")
    assert opened.page.is_visible("#entities")
    assert opened.page.get_attribute("#list", "aria-expanded") == "true"


def test_saved_page_is_printed_with_its_picture_and_entities(open_saved):
    opened = open_saved()
    titles = {node["title"] for node in opened.nodes().values()}
    text = "".join(print_pages(opened.page))
    assert "Endpoint" in text
    picture, _, entities = text.partition(f"Entities({len(opened.nodes())})")
    for part in (picture, entities):
        assert {title for title in titles if join_words(title) not in part} == set()
    assert "file:" not in text
