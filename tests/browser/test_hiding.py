"""Hiding kinds by the legend and the address."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Canvas, Explorer, press_export


def legend_entry(explore: Explorer, title: str):
    return explore.page.locator("#legend .entry", has_text=title)


def press_entry(explore: Explorer, title: str, how: str = "click") -> None:
    """Use an entry of the legend and wait for the effect."""
    key = explore.attribute("key")
    ways = {
        "click": lambda: legend_entry(explore, title).click(),
        "shift": lambda: legend_entry(explore, title).click(modifiers=["Shift"]),
        "double": lambda: legend_entry(explore, title).dblclick(),
        "Space": lambda: legend_entry(explore, title).press("Space"),
        "Shift+Space": lambda: legend_entry(explore, title).press("Shift+Space"),
    }
    ways[how]()
    explore.await_new(key)
    explore.await_motion()


def follow(explore: Explorer, link: str) -> None:
    key = explore.attribute("key")
    explore.page.locator(link).click()
    explore.await_new(key)


def visible_families(explore: Canvas) -> set[str]:
    return {node["family"] for node in explore.nodes().values()}


def bridges(explore: Canvas) -> list[dict]:
    return explore.page.evaluate(
        "() => document.getElementById('graph')._cyreg.cy.edges('.bridge').map(e => e.data())"
    )


def pressed_entries(explore: Explorer, title: str) -> str | None:
    return legend_entry(explore, title).get_attribute("aria-pressed")


@pytest.fixture
def upstream(explore: Explorer, production: str) -> Explorer:
    explore.open(start=production, direction="Ascendants")
    return explore


def test_click_in_the_legend_hides_a_kind_and_adds_bridges(upstream):
    before, counted = upstream.nodes(), (upstream.attribute("vertices"), upstream.attribute("edges"))
    press_entry(upstream, "Job")
    assert upstream.asked["hide"] == ["job"]
    assert visible_families(upstream) == {node["family"] for node in before.values()} - {"job"}
    assert (upstream.attribute("vertices"), upstream.attribute("edges")) == counted
    bridge = next(found for found in bridges(upstream) if before[found["target"]]["title"] == "clean.parquet")
    assert bridge["via"] == "via Processing job"
    assert "hidden" in upstream.text("#completeness")
    assert pressed_entries(upstream, "Job") == "false"


def test_hiding_and_showing_a_kind_moves_no_card(upstream):
    def places():
        return {arn: node["position"] for arn, node in upstream.nodes().items()}

    def view():
        return upstream.page.evaluate(
            "() => { const cy = document.getElementById('graph')._cyreg.cy; return [cy.zoom(), cy.pan()] }"
        )

    upstream.await_motion()
    before, looked = places(), view()
    press_entry(upstream, "Job")
    assert places().items() <= before.items()
    press_entry(upstream, "Data")
    assert places().items() <= before.items()
    press_entry(upstream, "Job")
    follow(upstream, "#legend .show-all")
    upstream.await_motion()
    assert places() == before
    assert view() == looked


def test_showing_one_kind_alone_is_undone_by_a_second_press(upstream):
    for how in ("shift", "double", "Shift+Space"):
        press_entry(upstream, "Model", how)
        others = upstream.page.locator("#legend .entry").count() - 1
        upstream.page.wait_for_function(
            "others => location.search.split('hide=').length - 1 === others", arg=others
        )
        upstream.settle()
        assert visible_families(upstream) == {"model", "endpoint"}, how  # the focus always stays
        assert pressed_entries(upstream, "Model") == "true"
        assert pressed_entries(upstream, "Data") == "false"
        press_entry(upstream, "Model", "shift")
        assert "hide" not in upstream.asked


def test_keyboard_hides_and_shows_a_kind_and_keeps_its_focus(upstream):
    press_entry(upstream, "Job", "Space")
    focused = "() => document.activeElement.dataset.word"
    assert upstream.page.evaluate(focused) == "job"
    assert upstream.text("#spoken") == "Job hidden, 1 hidden in all"
    press_entry(upstream, "Job", "Space")
    assert upstream.page.evaluate(focused) == "job"
    assert upstream.text("#spoken") == "Everything is shown"


def test_back_shows_a_hidden_kind_again(upstream):
    press_entry(upstream, "Job")
    key = upstream.attribute("key")
    upstream.page.go_back()
    upstream.await_new(key)
    assert "job" in visible_families(upstream)


def test_hiding_stays_during_navigation_and_a_hidden_kind_can_be_the_focus(upstream):
    press_entry(upstream, "Job")
    data = next(arn for arn, node in upstream.nodes().items() if node["title"] == "clean.parquet")
    upstream.click(data)
    assert upstream.asked["hide"] == ["job"]
    assert "job" not in visible_families(upstream)
    upstream.page.wait_for_selector("#details .neighbors a")
    key = upstream.attribute("key")
    upstream.page.locator("#details .neighbors a").first.click()
    upstream.await_new(key)
    assert upstream.nodes()[upstream.attribute("start")]["family"] == "job"


def test_address_hides_types_of_the_api_and_unknown_ones_are_reported(explore, production):
    explore.open(start=production, hide=["TrialComponent", "DataSet", "jobs"])
    assert visible_families(explore).isdisjoint({"job", "data"})
    assert "“jobs”" in explore.text("#notice")
    assert pressed_entries(explore, "Job") == "false"
    follow(explore, "#completeness .part:has-text('2 kinds hidden') a")
    assert "hide" not in explore.asked
    assert {"job", "data"} <= visible_families(explore)


def test_legend_of_another_color_mode_hides_by_its_colors(explore, production):
    explore.open(start=production, direction="Ascendants", lens="approval")
    before = len(explore.nodes())
    press_entry(explore, "Not subject to approval")
    assert explore.asked["hide"] == ["approval:none"]
    assert len(explore.nodes()) < before
    explore.open(start=production, direction="Ascendants", hide="approval:none")
    assert pressed_entries(explore, "Not subject to approval") == "false"
    press_entry(explore, "Not subject to approval")
    assert len(explore.nodes()) == before


def test_table_outline_and_find_omit_hidden_cards(explore, production):
    explore.open(start=production, direction="Ascendants", hide="job")
    explore.page.click("#show-outline")
    explore.page.wait_for_selector("#outline [data-arn]")
    assert explore.page.locator("#outline [data-arn]").count() == len(explore.nodes())
    explore.page.keyboard.press("Control+f")
    explore.page.keyboard.type("processing job")
    assert explore.text("#found") == "None"
    drawn = len(explore.nodes())
    explore.go(start=production, direction="Ascendants", hide="job", view="table")
    explore.page.wait_for_selector("#table tbody tr")
    assert explore.page.locator("#table tbody tr").count() == drawn
    assert "1 kind hidden" in explore.text("#completeness")


def test_bridge_names_its_hidden_vertices_on_hover_and_by_keyboard(upstream):
    press_entry(upstream, "Job")
    clean = next(arn for arn, node in upstream.nodes().items() if node["title"] == "clean.parquet")
    labels = upstream.page.evaluate(
        """arn => {
            const cy = document.getElementById('graph')._cyreg.cy;
            const edge = cy.getElementById(arn).incomers('edge.bridge')[0];
            edge.emit('mouseover');
            const label = edge.style('label');
            edge.emit('mouseout');
            return [label, edge.style('label')];
        }""",
        clean,
    )
    assert labels[0].startswith("via Processing job\nChurnClean")
    assert labels[1] == ""
    upstream.click(clean)
    upstream.await_motion()
    upstream.page.locator("#graph").focus()
    upstream.page.keyboard.press("ArrowLeft")
    upstream.page.keyboard.press("ArrowLeft")
    upstream.page.wait_for_function(
        "document.querySelector('#spoken').textContent.includes('via Processing job')"
    )


def test_a_saved_page_shows_the_same_bridges(upstream, page, tmp_path):
    press_entry(upstream, "Job")
    wanted, drawn = sorted(found["id"] for found in bridges(upstream)), upstream.nodes()
    with page.expect_download() as download:
        press_export(page)
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    page.goto(file.as_uri())
    page.wait_for_selector('#lineage[data-state="complete"]')
    saved = Canvas(page)
    assert sorted(found["id"] for found in bridges(saved)) == wanted
    assert {arn: node["position"] for arn, node in saved.nodes().items()} == {
        arn: node["position"] for arn, node in drawn.items()
    }
    assert "(Job)." in page.inner_text("#status")
