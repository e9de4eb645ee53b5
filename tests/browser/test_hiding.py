"""Kinds that are hidden: by the legend, which is the filter, and by the address; what is left is bridged."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Canvas, Explorer


def entry(explore: Explorer, title: str):
    return explore.page.locator("#legend .entry", has_text=title)


def press(explore: Explorer, title: str, how: str = "click") -> None:
    """Use an entry of the legend, and wait for what follows."""
    key = explore.told("key")
    ways = {
        "click": lambda: entry(explore, title).click(),
        "shift": lambda: entry(explore, title).click(modifiers=["Shift"]),
        "double": lambda: entry(explore, title).dblclick(),
        "Space": lambda: entry(explore, title).press("Space"),
        "Shift+Space": lambda: entry(explore, title).press("Shift+Space"),
    }
    ways[how]()
    explore.await_new(key)
    explore.glided()


def follow(explore: Explorer, link: str) -> None:
    key = explore.told("key")
    explore.page.locator(link).click()
    explore.await_new(key)


def families(explore: Canvas) -> set[str]:
    return {node["family"] for node in explore.nodes().values()}


def bridges(explore: Canvas) -> list[dict]:
    return explore.page.evaluate(
        "() => document.getElementById('graph')._cyreg.cy.edges('.bridge').map(e => e.data())"
    )


def pressed(explore: Explorer, title: str) -> str | None:
    return entry(explore, title).get_attribute("aria-pressed")


@pytest.fixture
def upstream(explore: Explorer, production: str) -> Explorer:
    explore.open(start=production, direction="Ascendants")
    return explore


def test_a_click_in_the_legend_hides_a_kind_and_bridges_over_it(upstream):
    before, counted = upstream.nodes(), (upstream.told("vertices"), upstream.told("edges"))
    press(upstream, "Job")
    assert upstream.asked["hide"] == ["job"]
    assert families(upstream) == {node["family"] for node in before.values()} - {"job"}
    assert (upstream.told("vertices"), upstream.told("edges")) == counted
    bridge = next(found for found in bridges(upstream) if before[found["target"]]["name"] == "clean.parquet")
    assert bridge["via"] == "via Processing job"
    assert "hidden" in upstream.text("#completeness")
    assert pressed(upstream, "Job") == "false"


def test_nothing_moves_when_a_kind_goes_and_when_it_comes_back(upstream):
    def places():
        return {arn: node["position"] for arn, node in upstream.nodes().items()}

    def view():
        return upstream.page.evaluate(
            "() => { const cy = document.getElementById('graph')._cyreg.cy; return [cy.zoom(), cy.pan()] }"
        )

    upstream.glided()
    before, looked = places(), view()
    press(upstream, "Job")
    assert places().items() <= before.items()
    press(upstream, "Data")
    assert places().items() <= before.items()
    press(upstream, "Job")
    follow(upstream, "#legend .show-all")
    upstream.glided()
    assert places() == before
    assert view() == looked


def test_one_kind_alone_and_pressed_again_it_is_joined_by_all_others(upstream):
    for how in ("shift", "double", "Shift+Space"):
        press(upstream, "Model", how)
        upstream.page.wait_for_function("location.search.split('hide=').length === 7")
        upstream.settle()
        assert families(upstream) == {"model", "endpoint"}, how  # the focus always stays
        assert pressed(upstream, "Model") == "true"
        assert pressed(upstream, "Data") == "false"
        press(upstream, "Model", "shift")
        assert "hide" not in upstream.asked


def test_the_keyboard_hides_and_shows_and_stays_where_it_is(upstream):
    press(upstream, "Job", "Space")
    focused = "() => document.activeElement.dataset.word"
    assert upstream.page.evaluate(focused) == "job"
    assert upstream.text("#spoken") == "Job hidden, 1 hidden in all"
    press(upstream, "Job", "Space")
    assert upstream.page.evaluate(focused) == "job"
    assert upstream.text("#spoken") == "Everything is shown"


def test_back_brings_back_what_was_hidden(upstream):
    press(upstream, "Job")
    key = upstream.told("key")
    upstream.page.go_back()
    upstream.await_new(key)
    assert "job" in families(upstream)


def test_hiding_goes_along_on_a_walk_and_what_is_hidden_can_be_the_focus(upstream):
    press(upstream, "Job")
    data = next(arn for arn, node in upstream.nodes().items() if node["name"] == "clean.parquet")
    upstream.click(data)
    assert upstream.asked["hide"] == ["job"]
    assert "job" not in families(upstream)
    upstream.page.wait_for_selector("#details .neighbours a")
    key = upstream.told("key")
    upstream.page.locator("#details .neighbours a").first.click()
    upstream.await_new(key)
    assert upstream.nodes()[upstream.told("start")]["family"] == "job"


def test_the_address_hides_by_the_words_of_the_api_and_names_what_it_does_not_know(explore, production):
    explore.open(start=production, hide=["TrialComponent", "DataSet", "jobs"])
    assert families(explore).isdisjoint({"job", "data"})
    assert "“jobs”" in explore.text("#notice")
    assert pressed(explore, "Job") == "false"
    follow(explore, "#completeness .part:has-text('2 kinds hidden') a")
    assert "hide" not in explore.asked
    assert {"job", "data"} <= families(explore)


def test_under_another_lens_the_legend_hides_what_its_colours_mean(explore, production):
    explore.open(start=production, direction="Ascendants", lens="approval")
    before = len(explore.nodes())
    press(explore, "Nobody was asked")
    assert explore.asked["hide"] == ["approval:none"]
    assert len(explore.nodes()) < before
    explore.open(start=production, direction="Ascendants", hide="approval:none")
    assert pressed(explore, "Nobody was asked") == "false"
    press(explore, "Nobody was asked")
    assert len(explore.nodes()) == before


def test_the_table_the_outline_and_find_follow_the_picture(explore, production):
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


def test_a_bridge_tells_on_hover_and_on_a_walk_by_keys_what_it_leads_over(upstream):
    press(upstream, "Job")
    clean = next(arn for arn, node in upstream.nodes().items() if node["name"] == "clean.parquet")
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
    assert labels[0].startswith("via Processing job\npipelines-")
    assert labels[1] == ""
    upstream.click(clean)
    upstream.glided()
    upstream.page.locator("#graph").focus()
    upstream.page.keyboard.press("ArrowLeft")
    upstream.page.keyboard.press("ArrowLeft")
    upstream.page.wait_for_function(
        "document.querySelector('#spoken').textContent.includes('via Processing job')"
    )


def test_a_saved_page_shows_the_same_bridges(upstream, page, tmp_path):
    press(upstream, "Job")
    wanted, drawn = sorted(found["id"] for found in bridges(upstream)), upstream.nodes()
    with page.expect_download() as download:
        page.click("#save")
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    page.goto(file.as_uri())
    page.wait_for_selector('#lineage[data-state="complete"]')
    saved = Canvas(page)
    assert sorted(found["id"] for found in bridges(saved)) == wanted
    assert {arn: node["position"] for arn, node in saved.nodes().items()} == {
        arn: node["position"] for arn, node in drawn.items()
    }
    assert "Hidden: Job." in page.inner_text("#status")
