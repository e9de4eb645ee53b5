"""Paths between two entities: selected, highlighted, listed, addressed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.explorer_page import Explorer, press_export
from tests.support.large_accounts import create_star, serve_explorer


@pytest.fixture
def data(client, production) -> str:
    """Return the data set of both training jobs of the production endpoint."""
    upstream = client.query_lineage(
        StartArns=[production], Direction="Ascendants", IncludeEdges=False, Filters={"Types": ["DataSet"]}
    )["Vertices"]
    sources = {
        one["Arn"]: client.describe_artifact(ArtifactArn=one["Arn"])["Source"]["SourceUri"]
        for one in upstream
    }
    return next(arn for arn, source in sources.items() if source.endswith("/train.csv"))


def highlighted_lines(explore) -> set[tuple[str, str]]:
    found = explore.page.evaluate(
        "() => document.getElementById('graph')._cyreg.cy.edges('.between').map(e => [e.data('source'), e.data('target')])"
    )
    return {(source, target) for source, target in found}


def shift_click(explore, arn: str) -> None:
    explore.page.keyboard.down("Shift")
    explore.page.mouse.click(*explore.place(arn))
    explore.page.keyboard.up("Shift")


def visible_text(explore) -> None:
    explore.page.wait_for_selector("#between-told h2")
    explore.settle()


def hidden_kinds(explore) -> None:
    explore.page.wait_for_selector("#between-told h2", state="detached")
    explore.settle()


def test_shift_click_on_two_cards_highlights_every_path_between_them(explore, production, data):
    explore.open(start=production)
    explore.await_motion()
    places = {arn: node["position"] for arn, node in explore.nodes().items()}
    shift_click(explore, data)
    assert explore.find_by_class("end") == {data}
    assert "Path from train.csv: click a second card" in explore.text(".picking")
    assert explore.asked == {"start": [production]}
    shift_click(explore, production)
    visible_text(explore)
    assert explore.asked["between"] == [data, production]
    assert explore.find_by_class("end") == {data, production}
    assert explore.text("#between-told h2").startswith("4 paths from data set train.csv to endpoint")
    lit = explore.find_by_class("between")
    assert lit | explore.find_by_class("aside") == set(explore.nodes())
    assert {end for line in highlighted_lines(explore) for end in line} == lit
    assert {arn: node["position"] for arn, node in explore.nodes().items()} == places


def test_plain_click_selects_the_second_end_and_escape_or_same_card_cancels(explore, production, data):
    explore.open(start=production)
    explore.await_motion()
    shift_click(explore, data)
    explore.page.keyboard.press("Escape")
    assert explore.page.is_hidden(".picking")
    assert explore.find_by_class("end") == set()
    shift_click(explore, data)
    shift_click(explore, data)
    assert explore.page.is_hidden(".picking")
    assert "between" not in explore.asked
    shift_click(explore, data)
    explore.page.mouse.click(*explore.place(production))
    visible_text(explore)
    assert explore.asked["start"] == [production]


def test_paths_are_usable_by_keyboard_alone(explore, production):
    explore.open(start=production)
    press = explore.page.keyboard.press
    explore.page.focus("#graph")
    press("Home")
    press("p")
    assert "click a second card" in explore.text("#spoken")
    for _ in range(2):
        press("ArrowLeft")
    press("p")
    visible_text(explore)
    rows = explore.page.locator("#between .pick")
    assert explore.text("#between-told h2").split()[0] == str(rows.count())
    key = explore.attribute("key")
    rows.nth(0).focus()
    press("Enter")
    explore.await_new(key)
    assert explore.asked["path"] == ["1"]
    explore.page.wait_for_function("document.activeElement.matches('#between [aria-current] > .pick')")
    assert explore.page.inner_text("#between-told p").startswith("Path 1: ")
    assert production in explore.find_by_class("stressed")
    press("Escape")
    hidden_kinds(explore)
    assert {"between", "path"} & set(explore.asked) == set()
    assert explore.find_by_class("aside") == set()


def test_list_links_every_vertex_of_a_path_and_keeps_the_paths(explore, production, data):
    explore.open(start=production, between=[data, production])
    row = explore.page.locator("#between > ol > li").first
    stops = row.locator("[data-arn]")
    arns = [stops.nth(at).get_attribute("data-arn") for at in range(stops.count())]
    assert (arns[0], arns[-1]) == (data, production)
    assert set(arns) <= explore.find_by_class("between")
    assert "ContributedTo →" in row.inner_text()
    key = explore.attribute("key")
    stops.nth(1).locator("a").click()
    explore.await_new(key)
    assert explore.asked["start"] == [arns[1]]
    assert explore.asked["between"] == [data, production]
    assert explore.find_by_class("end") == {data, production}


def test_navigating_along_a_path_keeps_its_highlight_and_leaving_it_does_not(explore, production, data):
    explore.open(start=production, between=[data, production], path="1")
    on = next(arn for arn in sorted(explore.find_by_class("stressed")) if arn not in {data, production})
    explore.click(on)
    assert explore.asked["between"] == [data, production]
    assert "path" not in explore.asked
    off = next(iter(sorted(explore.find_by_class("aside"))))
    explore.click(off)
    assert "between" not in explore.asked
    hidden_kinds(explore)


def test_paths_stay_for_a_focus_on_them_that_is_chosen_in_details_or_table(explore, production, data):
    explore.open(start=data, between=[data, production])
    on_path = explore.find_by_class("between")
    links = explore.page.locator("#details li[data-arn] a")
    explore.page.wait_for_selector("#details[aria-busy=false] li[data-arn] a")
    neighbors = explore.page.eval_on_selector_all(
        "#details li[data-arn]", "items => items.map(i => i.dataset.arn)"
    )
    assert 0 < len(set(neighbors) & on_path) < len(neighbors)
    for index, arn in enumerate(neighbors):
        kept = parse_qs(urlsplit(links.nth(index).get_attribute("href")).query).get("between")
        assert kept == ([data, production] if arn in on_path else None), arn
    explore.go(start=data, between=[data, production], view="table")
    for row in explore.page.locator("#table tbody tr").all():
        link = row.locator("a").first
        asked = parse_qs(urlsplit(link.get_attribute("href")).query)
        assert ("between" in asked) is (asked["start"][0] in on_path)


def test_address_restores_the_selected_path_and_the_button_closes_all(explore, production, data):
    explore.open(start=production, between=[data, production], path="2")
    assert len(explore.find_by_class("stressed")) == 5
    assert explore.page.locator("#between [aria-current]").count() == 1
    explore.page.click("text=Close paths")
    hidden_kinds(explore)
    assert explore.asked == {"start": [production]}
    explore.page.go_back()
    visible_text(explore)
    assert len(explore.find_by_class("stressed")) == 5


def test_wrong_number_of_ends_is_reported_and_the_page_stays_usable(explore, production):
    gone = "arn:aws:sagemaker:us-west-2:000000000000:artifact/gone"
    explore.open(start=production, between=gone)
    assert "names 1 entity" in explore.text("#notice")
    assert explore.page.input_value("#start") == production
    explore.navigate(f"?start={production}" + 3 * f"&between={gone}")
    explore.page.wait_for_selector("#notice :text('names 3 entities')")
    assert explore.page.input_value("#start") == production


def test_unknown_end_and_unknown_path_are_reported(explore, production, data):
    explore.open(
        start=production, between=[production, "arn:aws:sagemaker:us-west-2:000000000000:artifact/gone"]
    )
    assert "artifact/gone” is not in this graph" in explore.text("#notice")
    assert len(explore.nodes()) > 1
    assert explore.find_by_class("aside") == set()
    explore.go(start=production, between=[data, production], path="9")
    assert "There is no path 9: 4 are listed" in explore.text("#notice")
    assert explore.find_by_class("stressed") == set()


def test_the_outline_says_which_entities_are_on_a_path(explore, production, data):
    explore.open(start=production, between=[data, production])
    explore.page.click("#show-outline")
    rows = explore.page.locator("#outline [data-arn]")
    rows.first.wait_for()
    told = {rows.nth(at).get_attribute("data-arn"): rows.nth(at).text_content() for at in range(rows.count())}
    assert {arn for arn, text in told.items() if "Path end" in text} == {data, production}
    assert {arn for arn, text in told.items() if "path" in text.lower()} >= explore.find_by_class("between")


def test_a_path_to_a_member_of_a_closed_group_draws_that_member_beside_the_group(
    page, tmp_path_factory, stage
):
    file = tmp_path_factory.mktemp("paths") / "star.sqlite"
    star = create_star(file, 80)
    job, member = star.job, star.leaves[42]
    with serve_explorer(file, stage) as address:
        explore = Explorer(page, address)
        explore.open(start=job, between=[job, member])
        (group,) = (node for node in explore.nodes().values() if node["role"] == "group")
        assert group["count"] == 79
        assert explore.find_by_class("between") == {job, member}
        assert highlighted_lines(explore) == {(member, job)}


def test_card_menu_selects_a_path_end(explore, production, data):
    explore.open(start=production)
    explore.await_motion()
    for arn, offer in ((data, "Paths from here"), (production, "Paths to here")):
        explore.page.mouse.click(*explore.place(arn), button="right")
        explore.page.get_by_role("menuitem", name=offer).click()
    visible_text(explore)
    assert explore.asked["between"] == [data, production]


def test_saved_page_shows_the_selected_paths(explore, production, data, tmp_path):
    explore.open(start=production, between=[data, production], path="2")
    lit, stressed = explore.find_by_class("between"), explore.find_by_class("stressed")
    with explore.page.expect_download() as download:
        press_export(explore.page)
    file = tmp_path / "paths.html"
    download.value.save_as(file)
    explore.page.goto(file.as_uri())
    explore.page.wait_for_selector("#lineage[data-key]")
    assert (explore.find_by_class("between"), explore.find_by_class("stressed")) == (lit, stressed)
    assert "4 paths from data set train.csv" in explore.text("#status")
    assert "Path 2: " in explore.text("#status")
    explore.page.mouse.click(*explore.place(data))
    assert explore.page.locator("#details h2").inner_text() == "train.csv"


def test_path_over_hidden_kinds_highlights_bridges_and_lists_hidden_vertices(explore, production, data):
    explore.open(start=production, between=[data, production], path="1", hide="job")
    bridges = explore.page.evaluate(
        "() => document.getElementById('graph')._cyreg.cy.edges('.bridge.stressed').map(e => e.data('source'))"
    )
    assert bridges == [data]
    job = (
        explore.page.locator("#between > ol > li")
        .first.locator("[data-arn]")
        .nth(1)
        .get_attribute("data-arn")
    )
    assert job not in explore.nodes()
    assert explore.find_by_class("end") == {data, production}
