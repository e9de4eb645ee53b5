"""Two entities, and all paths between them: picked by hand or keyboard, lit, told, listed, and in the address."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer
from tests.support.large_accounts import explored, star, written


@pytest.fixture
def data(client, production) -> str:
    """The data set that the endpoint in production was trained on, by two training jobs."""
    upstream = client.query_lineage(
        StartArns=[production], Direction="Ascendants", IncludeEdges=False, Filters={"Types": ["DataSet"]}
    )["Vertices"]
    sources = {
        one["Arn"]: client.describe_artifact(ArtifactArn=one["Arn"])["Source"]["SourceUri"]
        for one in upstream
    }
    return next(arn for arn, source in sources.items() if source.endswith("/train.csv"))


def lit_lines(explore) -> set[tuple[str, str]]:
    found = explore.page.evaluate(
        "() => document.getElementById('graph')._cyreg.cy.edges('.between').map(e => [e.data('source'), e.data('target')])"
    )
    return {(source, target) for source, target in found}


def shift_click(explore, arn: str) -> None:
    explore.page.keyboard.down("Shift")
    explore.page.mouse.click(*explore.place(arn))
    explore.page.keyboard.up("Shift")


def shown(explore) -> None:
    explore.page.wait_for_selector("#between-told h2")
    explore.settle()


def hidden(explore) -> None:
    explore.page.wait_for_selector("#between-told h2", state="detached")
    explore.settle()


def test_shift_click_on_two_cards_lights_every_path_between_them(explore, production, data):
    explore.open(start=production)
    explore.glided()
    places = {arn: node["position"] for arn, node in explore.nodes().items()}
    shift_click(explore, data)
    assert explore.having("end") == {data}
    assert "Paths from train.csv: choose the other end" in explore.text(".picking")
    assert explore.asked == {"start": [production]}
    shift_click(explore, production)
    shown(explore)
    assert explore.asked["between"] == [data, production]
    assert explore.having("end") == {data, production}
    assert explore.text("#between-told h2").startswith("4 paths lead from data set train.csv to endpoint")
    lit = explore.having("between")
    assert lit | explore.having("aside") == set(explore.nodes())
    assert {end for line in lit_lines(explore) for end in line} == lit
    assert {arn: node["position"] for arn, node in explore.nodes().items()} == places


def test_while_one_chooses_a_plain_click_is_the_other_end_and_escape_or_the_same_card_think_better_of_it(
    explore, production, data
):
    explore.open(start=production)
    explore.glided()
    shift_click(explore, data)
    explore.page.keyboard.press("Escape")
    assert explore.page.is_hidden(".picking")
    assert explore.having("end") == set()
    shift_click(explore, data)
    shift_click(explore, data)
    assert explore.page.is_hidden(".picking")
    assert "between" not in explore.asked
    shift_click(explore, data)
    explore.page.mouse.click(*explore.place(production))
    shown(explore)
    assert explore.asked["start"] == [production]


def test_the_keyboard_alone_picks_chooses_reads_and_closes(explore, production):
    explore.open(start=production)
    press = explore.page.keyboard.press
    explore.page.focus("#graph")
    press("Home")
    press("p")
    assert "choose the other end" in explore.text("#spoken")
    for _ in range(2):
        press("ArrowLeft")
    press("p")
    shown(explore)
    rows = explore.page.locator("#between .pick")
    assert explore.text("#between-told h2").split()[0] == str(rows.count())
    key = explore.told("key")
    rows.nth(0).focus()
    press("Enter")
    explore.await_new(key)
    assert explore.asked["path"] == ["1"]
    explore.page.wait_for_function("document.activeElement.matches('#between [aria-current] > .pick')")
    assert explore.page.inner_text("#between-told p").startswith("Path 1: ")
    assert production in explore.having("stressed")
    press("Escape")
    hidden(explore)
    assert {"between", "path"} & set(explore.asked) == set()
    assert explore.having("aside") == set()


def test_the_list_names_every_stop_as_a_link_that_keeps_the_paths(explore, production, data):
    explore.open(start=production, between=[data, production])
    row = explore.page.locator("#between > ol > li").first
    stops = row.locator("[data-arn]")
    arns = [stops.nth(at).get_attribute("data-arn") for at in range(stops.count())]
    assert (arns[0], arns[-1]) == (data, production)
    assert set(arns) <= explore.having("between")
    assert "ContributedTo →" in row.inner_text()
    key = explore.told("key")
    stops.nth(1).locator("a").click()
    explore.await_new(key)
    assert explore.asked["start"] == [arns[1]]
    assert explore.asked["between"] == [data, production]
    assert explore.having("end") == {data, production}


def test_walking_on_a_path_keeps_it_lit_and_leaving_it_does_not(explore, production, data):
    explore.open(start=production, between=[data, production], path="1")
    on = next(arn for arn in sorted(explore.having("stressed")) if arn not in {data, production})
    explore.click(on)
    assert explore.asked["between"] == [data, production]
    assert "path" not in explore.asked
    off = next(iter(sorted(explore.having("aside"))))
    explore.click(off)
    assert "between" not in explore.asked
    hidden(explore)


def test_the_address_restores_the_chosen_path_and_the_button_closes_all(explore, production, data):
    explore.open(start=production, between=[data, production], path="2")
    assert len(explore.having("stressed")) == 5
    assert explore.page.locator("#between [aria-current]").count() == 1
    explore.page.click("text=Close paths")
    hidden(explore)
    assert explore.asked == {"start": [production]}
    explore.page.go_back()
    shown(explore)
    assert len(explore.having("stressed")) == 5


def test_other_than_two_ends_are_named_and_the_page_stays_usable(explore, production):
    gone = "arn:aws:sagemaker:us-west-2:000000000000:artifact/gone"
    explore.open(start=production, between=gone)
    assert "names 1 entity" in explore.text("#notice")
    assert explore.page.input_value("#start") == production
    explore.lead(f"?start={production}" + 3 * f"&between={gone}")
    explore.page.wait_for_selector("#notice :text('names 3 entities')")
    assert explore.page.input_value("#start") == production


def test_an_end_that_was_not_read_and_a_path_that_is_not_there_are_named_beside_the_picture(
    explore, production, data
):
    explore.open(
        start=production, between=[production, "arn:aws:sagemaker:us-west-2:000000000000:artifact/gone"]
    )
    assert "artifact/gone” is not in this picture" in explore.text("#notice")
    assert len(explore.nodes()) > 1
    assert explore.having("aside") == set()
    explore.go(start=production, between=[data, production], path="9")
    assert "There is no path 9: 4 are listed" in explore.text("#notice")
    assert explore.having("stressed") == set()


def test_the_outline_says_which_entities_are_on_a_path(explore, production, data):
    explore.open(start=production, between=[data, production])
    explore.page.click("#show-outline")
    rows = explore.page.locator("#outline [data-arn]")
    rows.first.wait_for()
    told = {rows.nth(at).get_attribute("data-arn"): rows.nth(at).text_content() for at in range(rows.count())}
    assert {arn for arn, text in told.items() if "Path end" in text} == {data, production}
    assert {arn for arn, text in told.items() if "path" in text.lower()} >= explore.having("between")


def test_a_path_to_a_member_of_a_closed_group_draws_that_member_beside_the_group(
    page, tmp_path_factory, stage
):
    file = tmp_path_factory.mktemp("paths") / "star.sqlite"
    with written(file) as client:
        job = star(client, 80)
        member = client.list_artifacts(SourceUri="s3://large/part-0042")["ArtifactSummaries"][0][
            "ArtifactArn"
        ]
    with explored(file, stage) as address:
        explore = Explorer(page, address)
        explore.open(start=job, between=[job, member])
        (group,) = (node for node in explore.nodes().values() if node["role"] == "group")
        assert group["count"] == 79
        assert explore.having("between") == {job, member}
        assert lit_lines(explore) == {(member, job)}


def test_the_menu_of_a_card_takes_it_as_an_end(explore, production, data):
    explore.open(start=production)
    explore.glided()
    for arn, offer in ((data, "Paths from here"), (production, "Paths to here")):
        explore.page.mouse.click(*explore.place(arn), button="right")
        explore.page.get_by_role("menuitem", name=offer).click()
    shown(explore)
    assert explore.asked["between"] == [data, production]


def test_a_saved_page_shows_the_paths_that_were_looked_at(explore, production, data, tmp_path):
    explore.open(start=production, between=[data, production], path="2")
    lit, stressed = explore.having("between"), explore.having("stressed")
    with explore.page.expect_download() as download:
        explore.page.click("#save")
    file = tmp_path / "paths.html"
    download.value.save_as(file)
    explore.page.goto(file.as_uri())
    explore.page.wait_for_selector("#lineage[data-key]")
    assert (explore.having("between"), explore.having("stressed")) == (lit, stressed)
    assert "4 paths lead from data set train.csv" in explore.text("#status")
    assert "Path 2: " in explore.text("#status")
    explore.page.mouse.click(*explore.place(data))
    assert explore.page.locator("#details h2").inner_text() == "train.csv"


def test_a_path_over_hidden_kinds_lights_the_bridges_and_lists_what_they_lead_over(explore, production, data):
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
    assert explore.having("end") == {data, production}
