"""The main job: from the first screen to a graph, and along it."""

from __future__ import annotations

import pytest

from tests.support.explorer_page import Explorer


@pytest.fixture
def upstream(client, production) -> dict:
    """Return what the API says lies upstream of the production endpoint."""
    return client.query_lineage(
        StartArns=[production], Direction="Ascendants", IncludeEdges=True, MaxDepth=10
    )


def test_one_click_on_the_first_screen_draws_a_graph(explore):
    explore.open()
    explore.page.click("#welcome a >> nth=0")
    explore.await_state("complete")
    assert int(explore.told("vertices")) == len(explore.nodes()) > 1
    assert int(explore.told("edges")) == len(explore.edges()) > 1
    assert explore.asked["start"] == [explore.told("start")]


def test_the_picture_shows_what_the_api_answers_and_time_flows_from_left_to_right(
    explore, production, upstream
):
    explore.open(start=production, direction="Ascendants")
    flows(explore)
    explore.open_groups()
    flows(explore)
    assert set(explore.nodes()) == {vertex["Arn"] for vertex in upstream["Vertices"]}
    assert explore.edges() == {(edge["SourceArn"], edge["DestinationArn"]) for edge in upstream["Edges"]}
    assert explore.nodes()[production]["role"] == "start"


def flows(explore) -> None:
    nodes = explore.nodes()
    for source, target in explore.edges():
        assert nodes[source]["position"]["x"] < nodes[target]["position"]["x"]


def test_a_click_on_a_vertex_makes_it_the_focus_back_restores_the_former_and_forward_leads_there_again(
    explore, production, upstream
):
    explore.open(start=production, direction="Ascendants")
    before = explore.nodes()
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")

    explore.click(job)
    assert explore.told("start") == job
    assert explore.asked["start"] == [job]
    assert explore.asked["direction"] == ["Ascendants"]
    assert explore.nodes()[job]["role"] == "start"
    assert set(explore.nodes()) != set(before)

    key = explore.told("key")
    explore.page.go_back()
    explore.await_new(key)
    assert explore.told("start") == production
    explore.glided()
    assert explore.nodes() == before

    key = explore.told("key")
    explore.page.go_forward()
    explore.await_new(key)
    assert explore.told("start") == job


def without_places(explore) -> dict[str, dict]:
    """Return each vertex as it is drawn; where it lies depends on where one came from."""
    explore.glided()
    return {arn: node | {"position": None} for arn, node in explore.nodes().items()}


def test_what_stays_keeps_its_place(explore, production, upstream):
    explore.open(start=production)
    before = explore.nodes()
    explore.click(next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model"))
    explore.glided()
    after = explore.nodes()
    stayed = before.keys() & after.keys()
    still = [arn for arn in stayed if after[arn]["position"] == before[arn]["position"]]
    assert len(still) > len(stayed) / 2


def test_reloading_the_page_restores_the_very_picture(explore, production, upstream):
    explore.open(start=production)
    explore.click(next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model"))
    explore.glided()
    before = explore.nodes()
    explore.page.reload()
    explore.settle()
    explore.glided()
    assert explore.nodes() == before


def test_the_address_in_a_new_window_gives_the_same_picture(explore, chromium, production, upstream):
    explore.open(start=production)
    model = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model")
    explore.click(model)

    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    other = Explorer(context.new_page(), explore.address)
    other.page.goto(explore.page.url)
    other.settle()
    assert without_places(other) == without_places(explore)
    assert other.edges() == explore.edges()
    assert other.text("#status") == explore.text("#status")
    context.close()


def test_hovering_tells_what_a_vertex_is_and_lights_up_its_way(explore, production, upstream):
    explore.open(start=production, direction="Ascendants")
    job = next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "TrainingJob")
    explore.page.click("#fit")
    explore.page.mouse.move(*explore.place(job))
    explore.page.wait_for_selector(".tooltip:not([hidden])")
    assert explore.nodes()[job]["name"] in explore.text(".tooltip")
    assert "Training job" in explore.text(".tooltip")
    assert "faded" not in explore.nodes()[job]["classes"]
    assert any("faded" in node["classes"] for node in explore.nodes().values())

    explore.page.mouse.move(5, 5)
    explore.page.wait_for_selector(".tooltip[hidden]", state="attached")
    assert not any("faded" in node["classes"] for node in explore.nodes().values())


def test_the_facts_of_the_focus_stand_beside_the_picture_and_link_to_the_other_ends(
    explore, client, production
):
    explore.open(start=production)
    explore.page.wait_for_selector("#details h1")
    known = client.describe_context(ContextName=production)
    facts = explore.text("#details")
    assert known["ContextName"] in facts
    assert known["Source"]["SourceUri"] in facts

    neighbour = explore.page.locator('#details a[href*="start="]').first
    href = neighbour.get_attribute("href") or ""
    key = explore.told("key")
    neighbour.click()
    explore.await_new(key)
    assert explore.told("start") in href


def test_the_table_is_the_same_answer_and_enter_on_a_row_makes_it_the_focus(explore, production):
    explore.open(start=production, direction="Ascendants")
    explore.open_groups()
    drawn = set(explore.nodes())
    explore.page.click("text=Table")
    explore.page.wait_for_selector("#table a >> nth=1")
    links = explore.page.locator('#table a[href*="start="]')
    assert links.count() == len(drawn)
    assert explore.asked["view"] == ["table"]

    key = explore.told("key")
    links.nth(3).focus()
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    assert explore.told("start") in drawn
    assert explore.asked["view"] == ["table"]


def test_the_head_copies_the_link_repaints_the_cards_and_leads_back_to_the_first_screen(explore, production):
    explore.open(start=production, depth="3")
    explore.page.click("#copy-link")
    assert explore.page.evaluate("navigator.clipboard.readText()") == explore.page.url

    colour = "() => document.getElementById('graph')._cyreg.cy.nodes()[0].style('background-color')"
    before = explore.page.evaluate(colour)
    explore.page.click("#theme")
    explore.page.wait_for_function(f"before => ({colour})() !== before", arg=before)

    explore.page.click(".brand")
    explore.await_state("idle")
    assert explore.page.is_visible("#welcome h1")


def test_a_partial_name_arrives_as_a_whole_one(explore, production, client):
    """QueryLineage returns no names: each card is named by what Describe tells."""
    explore.open(start=production, direction="Ascendants")
    explore.open_groups()
    explore.page.wait_for_function(
        "() => document.getElementById('graph')._cyreg.cy.nodes().every(n => n.data('created'))"
    )
    artifacts = [node for node in explore.nodes().values() if node["lineage_type"] == "Artifact"]
    for node in artifacts:
        source = client.describe_artifact(ArtifactArn=node["id"])["Source"]["SourceUri"]
        assert node["source"] == source


def test_the_picture_is_saved_as_a_page_that_opens_without_the_server(
    explore, chromium, production, upstream, tmp_path
):
    explore.open(start=production)
    explore.open_groups()
    explore.click(next(vertex["Arn"] for vertex in upstream["Vertices"] if vertex.get("Type") == "Model"))
    explore.glided()
    with explore.page.expect_download() as download:
        explore.page.click("#save")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("Lineage-of-")

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    saved = Explorer(context.new_page(), file.as_uri())
    saved.page.goto(file.as_uri())
    saved.await_state("complete")
    assert saved.told("start") == explore.told("start")
    drawn = {arn: node["position"] for arn, node in saved.nodes().items()}
    assert drawn == {arn: node["position"] for arn, node in explore.nodes().items()}
    context.close()


def test_a_page_that_cannot_be_saved_says_why(explore, production):
    explore.open(start=production)
    explore.page.route("**/page?*", lambda route: route.fulfill(status=422, body="The account went away."))
    explore.page.click("#save")
    explore.page.wait_for_selector("#notice :text('The account went away.')")
    assert explore.told("state") == "complete"


def test_the_table_is_sorted_by_the_head_that_is_pressed_and_back(explore, production):
    explore.open(start=production, view="table")
    head = explore.page.locator("#table thead th", has_text="Created")
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        dates = explore.page.locator("#table tbody td:nth-child(5)").all_inner_texts()
        assert dates == sorted(dates, reverse=direction == "descending")
        assert len(set(dates)) > 2

    key = explore.told("key")
    explore.page.locator("#table tbody th a").nth(3).click()
    explore.await_new(key)
    explore.page.go_back()
    explore.page.wait_for_selector("#table th[aria-sort=descending]:has-text('Created')")
    assert explore.page.locator("#table tbody td:nth-child(5)").all_inner_texts() == dates


def test_the_keyboard_is_not_lost_when_the_facts_that_it_is_in_are_replaced(explore, production):
    explore.open(start=production)
    link = explore.page.locator("#details .neighbours a").first
    link.focus()
    key, former = explore.told("key"), explore.page.inner_text("#details h1")
    explore.page.keyboard.press("Enter")
    explore.await_new(key)
    explore.page.wait_for_function(
        "former => document.querySelector('#details h1').innerText !== former", arg=former
    )
    assert explore.page.evaluate("document.activeElement !== document.body")
