"""The main task: from the first screen into and through a graph."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Route

from tests.support.explorer_page import Explorer, press_export


@pytest.fixture
def upstream(client, production) -> dict:
    """Return what the API finds upstream of the production endpoint."""
    return client.query_lineage(
        StartArns=[production], Direction="Ascendants", IncludeEdges=True, MaxDepth=10
    )


def test_one_click_on_the_first_screen_draws_a_graph(explore):
    explore.open()
    explore.page.click("#welcome .starts a >> nth=0")
    explore.await_state("complete")
    assert explore.asked["start"] == [explore.attribute("start")]
    assert len(explore.nodes()) > 1
    explore.open_groups()
    assert int(explore.attribute("vertices")) == len(explore.nodes()) > 1
    assert int(explore.attribute("edges")) == len(explore.edges()) > 1


def test_headline_tells_which_version_serves_the_focus(explore, client, production):
    endpoint = client.describe_context(ContextName=production)["Source"]["SourceUri"].rpartition("/")[2]
    configuration = client.describe_endpoint(EndpointName=endpoint)["EndpointConfigName"]
    (variant,) = client.describe_endpoint_config(EndpointConfigName=configuration)["ProductionVariants"]
    (container,) = client.describe_model(ModelName=variant["ModelName"])["Containers"]
    group, version = container["ModelPackageName"].split("/")[1:]
    explore.open(start=production)
    assert explore.text("#headline .state-serving") == f"Serving v{version}"
    assert re.match(
        rf"Serves {group} v{version}, trained .+ approved by .+", explore.text("#headline :text('Serves')")
    )
    explore.page.click(".brand")
    explore.await_state("idle")
    assert explore.page.is_hidden("#headline")


def test_graph_shows_the_api_response_from_left_to_right(explore, production, upstream):
    explore.open(start=production, direction="Ascendants")
    flows_left_to_right(explore)
    explore.open_groups()
    flows_left_to_right(explore)
    assert set(explore.nodes()) == {vertex["Arn"] for vertex in upstream["Vertices"]}
    assert explore.edges() == {(edge["SourceArn"], edge["DestinationArn"]) for edge in upstream["Edges"]}
    assert explore.nodes()[production]["role"] == "start"


def flows_left_to_right(explore) -> None:
    nodes = explore.nodes()
    for source, target in explore.edges():
        assert nodes[source]["position"]["x"] < nodes[target]["position"]["x"]


def test_click_changes_the_focus_and_back_and_forward_restore_it(explore, production, upstream):
    explore.open(start=production, direction="Ascendants")
    before = explore.nodes()
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")

    explore.click(job)
    assert explore.attribute("start") == job
    assert explore.asked["start"] == [job]
    assert explore.asked["direction"] == ["Ascendants"]
    assert explore.nodes()[job]["role"] == "start"
    assert set(explore.nodes()) != set(before)

    key = explore.attribute("key")
    explore.page.go_back()
    explore.await_new(key)
    assert explore.attribute("start") == production
    explore.await_motion()
    assert explore.nodes() == before

    key = explore.attribute("key")
    explore.page.go_forward()
    explore.await_new(key)
    assert explore.attribute("start") == job


def click_unanswered(explore, arn: str) -> list[Route]:
    """Click a card; return the requests for its picture, which wait for an answer."""
    held: list[Route] = []
    explore.page.route(re.compile("/screen"), lambda route: held.append(route))  # noqa: PLW0108 - routes wrap functions only
    explore.page.click("#fit")
    explore.page.mouse.click(*explore.place(arn))
    explore.page.wait_for_function(
        "arn => document.getElementById('graph')._cyreg.cy.getElementById(arn).hasClass('asked')", arg=arn
    )
    explore.await_state("loading")
    return held


def test_a_click_shows_the_new_focus_and_the_way_through_it_before_any_answer(explore, production, upstream):
    explore.open(start=production)
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")
    (request,) = click_unanswered(explore, job)
    assert (explore.find_by_class("asked"), explore.find_by_class("former")) == ({job}, {production})
    assert {job, production} <= set(explore.nodes()) - explore.find_by_class("faded") != set(explore.nodes())
    assert explore.attribute("start") == production
    request.continue_()
    explore.page.wait_for_selector(f"#lineage[data-start='{job}'][data-state=complete]")
    explore.await_motion()
    assert (
        not explore.find_by_class("asked") | explore.find_by_class("former") | explore.find_by_class("faded")
    )
    assert explore.find_by_class("start") == {job}


def test_a_click_that_fails_leaves_the_focus_and_tells_why(explore, production, upstream):
    explore.open(start=production)
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")
    (request,) = click_unanswered(explore, job)
    request.continue_(url=f"{request.request.url}&depth=11")
    explore.await_state("error")
    assert "11" in explore.text("#notice")
    assert (
        not explore.find_by_class("asked") | explore.find_by_class("former") | explore.find_by_class("faded")
    )
    assert explore.find_by_class("start") == {production}


def read_still_nodes(explore) -> dict[str, dict]:
    """Return each drawn vertex once all are named and still, with no card under the pointer."""
    explore.page.mouse.move(1, 1)
    explore.await_names()
    explore.await_motion()
    return explore.nodes()


def nodes_without_positions(explore) -> dict[str, dict]:
    """Return each drawn vertex without what depends on history: its place, its width, and words cut to it."""
    fitted = dict.fromkeys(("position", "width", "label", "small", "brief", "drawn"))
    return {arn: node | fitted for arn, node in read_still_nodes(explore).items()}


def test_remaining_cards_keep_their_position(explore, production, upstream):
    explore.open(start=production)
    before = explore.nodes()
    explore.click(next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model"))
    explore.await_motion()
    after = explore.nodes()
    stayed = before.keys() & after.keys()
    still = [arn for arn in stayed if after[arn]["position"] == before[arn]["position"]]
    assert len(still) > len(stayed) / 2


def test_reload_restores_the_same_graph(explore, production, upstream):
    explore.open(start=production)
    explore.click(next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model"))
    before = read_still_nodes(explore)
    explore.page.reload()
    explore.settle()
    assert read_still_nodes(explore) == before


def test_address_in_a_new_window_gives_the_same_graph(explore, chromium, production, upstream):
    explore.open(start=production)
    model = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model")
    explore.click(model)

    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    other = Explorer(context.new_page(), explore.address)
    other.page.goto(explore.page.url)
    other.settle()
    assert nodes_without_positions(other) == nodes_without_positions(explore)
    assert other.edges() == explore.edges()
    assert other.text("#status") == explore.text("#status")
    context.close()


def test_hovering_shows_a_tooltip_and_highlights_the_paths(explore, production, upstream):
    explore.open(start=production, direction="Ascendants")
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")
    explore.page.click("#fit")
    explore.page.mouse.move(*explore.place(job))
    explore.page.wait_for_selector(".tooltip:not([hidden])")
    assert explore.nodes()[job]["title"] in explore.text(".tooltip")
    assert "Training job" in explore.text(".tooltip")
    assert "faded" not in explore.nodes()[job]["classes"]
    assert any("faded" in node["classes"] for node in explore.nodes().values())

    explore.page.mouse.move(5, 5)
    explore.page.wait_for_selector(".tooltip[hidden]", state="attached")
    assert not any("faded" in node["classes"] for node in explore.nodes().values())


def rest_on(explore, arn) -> None:
    """Let the pointer rest on a card until its picture has been prefetched, which a busy machine puts off."""
    for _ in range(20):
        explore.page.mouse.move(5, 5)
        with suppress(Error), explore.page.expect_response(re.compile(r"/screen\?"), timeout=1_000):
            explore.page.mouse.move(*explore.place(arn))
            return
        explore.page.reload()
        explore.settle()
    raise AssertionError("nothing was prefetched")


def test_picture_of_the_card_that_the_pointer_rests_on_is_there_before_the_click(
    explore, production, upstream
):
    explore.open(start=production, direction="Ascendants")
    explore.page.click("#fit")
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")
    rest_on(explore, job)
    explore.page.context.set_offline(True)
    key = explore.attribute("key")
    explore.page.mouse.down()
    explore.page.mouse.up()
    explore.page.wait_for_function(
        "arn => document.getElementById('graph')._cyreg.cy.$('.start').id() === arn", arg=job
    )
    explore.await_new(key)
    assert explore.attribute("start") == job
    assert explore.asked["start"] == [job]
    explore.page.context.set_offline(False)


def test_pointer_that_passes_or_rests_on_the_focus_requests_nothing(explore, production, upstream):
    explore.open(start=production, direction="Ascendants")
    explore.page.click("#fit")
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")
    rest_on(explore, job)
    sent = []
    explore.page.on("request", lambda request: sent.append(request.url))
    explore.page.mouse.move(*explore.place(production))
    explore.page.wait_for_selector(".tooltip:not([hidden])")
    explore.page.mouse.move(*explore.place(job))
    explore.page.mouse.move(5, 5)
    explore.page.wait_for_selector(".tooltip[hidden]", state="attached")
    assert not [url for url in sent if "/screen?" in url]


def test_details_of_the_focus_link_to_its_neighbors(explore, client, production):
    explore.open(start=production)
    explore.page.wait_for_selector("#details[aria-busy=false] .name")
    known = client.describe_context(ContextName=production)
    facts = explore.text("#details")
    assert known["ContextName"] in facts
    assert known["Source"]["SourceUri"] in facts

    neighbor = explore.page.locator('#details a[href*="start="]').first
    href = neighbor.get_attribute("href") or ""
    key = explore.attribute("key")
    neighbor.click()
    explore.await_new(key)
    assert explore.attribute("start") in href


def test_table_shows_the_same_entities_and_enter_focuses_a_row(explore, production):
    explore.open(start=production, direction="Ascendants")
    explore.open_groups()
    drawn = set(explore.nodes())
    explore.page.click("text=Table")
    explore.page.wait_for_selector("#table a >> nth=1")
    links = explore.page.locator('#table a[href*="start="]')
    assert links.count() == len(drawn)
    assert explore.asked["view"] == ["table"]

    key = explore.attribute("key")
    links.nth(3).focus()
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    assert explore.attribute("start") in drawn
    assert explore.asked["view"] == ["table"]


def test_header_copies_the_link_switches_the_theme_and_leads_home(explore, production):
    explore.open(start=production, depth="3")
    explore.page.click("#copy-link")
    assert explore.page.evaluate("navigator.clipboard.readText()") == explore.page.url

    color = "() => document.getElementById('graph')._cyreg.cy.nodes()[0].style('background-color')"
    before = explore.page.evaluate(color)
    explore.page.click("#theme")
    explore.page.wait_for_function(f"before => ({color})() !== before", arg=before)

    explore.page.click(".brand")
    explore.await_state("idle")
    assert explore.page.is_visible("#welcome h1")


def test_names_are_completed_by_descriptions(explore, production, client):
    """QueryLineage returns no names; Describe does."""
    explore.open(start=production, direction="Ascendants")
    explore.open_groups()
    explore.page.wait_for_function(
        "() => document.getElementById('graph')._cyreg.cy.nodes().every(n => n.data('created'))"
    )
    artifacts = [node for node in explore.nodes().values() if node["lineage_type"] == "Artifact"]
    for node in artifacts:
        source = client.describe_artifact(ArtifactArn=node["id"])["Source"]["SourceUri"]
        assert node["source_uri"] == source


def test_graph_is_saved_as_a_page_that_opens_without_the_server(
    explore, chromium, production, upstream, tmp_path
):
    explore.open(start=production)
    explore.open_groups()
    explore.click(next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model"))
    explore.await_motion()
    with explore.page.expect_download() as download:
        press_export(explore.page)
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("Lineage-of-")

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    saved = Explorer(context.new_page(), file.as_uri())
    saved.page.goto(file.as_uri())
    saved.await_state("complete")
    assert saved.attribute("start") == explore.attribute("start")
    drawn = {arn: node["position"] for arn, node in saved.nodes().items()}
    assert drawn == {arn: node["position"] for arn, node in explore.nodes().items()}
    context.close()


def test_failed_save_shows_the_reason(explore, production):
    explore.open(start=production)
    error = {"error": {"detail": "The account went away."}}
    explore.page.route("**/api/v1/export?*", lambda route: route.fulfill(status=503, json=error))
    press_export(explore.page)
    explore.page.wait_for_selector("#notice :text('The account went away.')")
    assert explore.attribute("state") == "complete"


def test_table_is_sorted_by_the_clicked_header_and_back(explore, production):
    explore.open(start=production, view="table")
    head = explore.page.locator("#table thead th", has_text="Created")
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        dates = explore.page.locator("#table tbody td:nth-child(5)").all_inner_texts()
        assert dates == sorted(dates, reverse=direction == "descending")
        assert len(set(dates)) > 2

    key = explore.attribute("key")
    explore.page.locator("#table tbody th a").nth(3).click()
    explore.await_new(key)
    explore.page.go_back()
    explore.page.wait_for_selector("#table th[aria-sort=descending]:has-text('Created')")
    assert explore.page.locator("#table tbody td:nth-child(5)").all_inner_texts() == dates


def test_keyboard_focus_survives_replaced_details(explore, production):
    explore.open(start=production)
    link = explore.page.locator("#details .neighbors a").first
    link.focus()
    key, former = explore.attribute("key"), explore.page.inner_text("#details .name")
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    explore.page.wait_for_function(
        "former => document.querySelector('#details .name').innerText !== former", arg=former
    )
    assert explore.page.evaluate("document.activeElement !== document.body")
