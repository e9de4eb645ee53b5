"""Every query parameter changes the result as in QueryLineage."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import LineageQuery


@pytest.fixture
def model(client) -> str:
    """Return the newest version of the demo's churn model."""
    artifacts = client.list_artifacts(ArtifactType="Model", MaxResults=100)["ArtifactSummaries"]
    return next(
        found["ArtifactArn"] for found in artifacts if ":model-package/" in found["Source"]["SourceUri"]
    )


def query_arns(client, start, direction, **more) -> set[str]:
    """Return all pages of the API's result, without path entities."""
    request = {"StartArns": [start], "Direction": direction, "IncludeEdges": False, "MaxDepth": 10, **more}
    found: set[str] = set()
    while True:
        answer = client.query_lineage(**request)
        found |= {vertex["Arn"] for vertex in answer["Vertices"]}
        if not answer.get("NextToken"):
            return found
        request["NextToken"] = answer["NextToken"]


def test_direction_equals_the_apis(explore, client, model):
    explore.open(start=model)
    for direction in ("Ascendants", "Descendants", "Both"):
        explore.go(start=model, direction=direction)
        explore.open_groups()
        assert explore.matches() == query_arns(client, model, direction), direction


def test_up_and_down_is_the_union_of_both_directions(explore, client, model):
    explore.open(start=model)
    explore.open_groups()
    expected = query_arns(client, model, "Ascendants") | query_arns(client, model, "Descendants")
    assert explore.matches() == expected != query_arns(client, model, "Both")


def test_depth_counts_associations(explore, client, model):
    explore.open(start=model, depth="1", direction="Ascendants")
    explore.open_groups()
    assert explore.matches() == query_arns(client, model, "Ascendants", MaxDepth=1)
    assert len(explore.matches()) < len(query_arns(client, model, "Ascendants"))


@pytest.fixture
def middle(client, model) -> str:
    """Return a time between the upstream entities' creation times, as ISO text."""
    moments = sorted(
        client.describe_artifact(ArtifactArn=arn)["CreationTime"]
        for arn in query_arns(client, model, "Ascendants", Filters={"LineageTypes": ["Artifact"]})
    )
    return moments[len(moments) // 2].strftime("%Y-%m-%dT%H:%M:%SZ")


FILTERS = {
    "lineage_type": ("Artifact", "LineageTypes"),
    "type": ("DataSet", "Types"),
    "created_after": ("middle", "CreatedAfter"),
    "created_before": ("middle", "CreatedBefore"),
    "modified_after": ("middle", "ModifiedAfter"),
    "modified_before": ("middle", "ModifiedBefore"),
}
"""Parts of the address, a value of each, and the API's name for it."""


def test_filter_selects_the_same_as_the_api(explore, client, model, middle):
    whole = query_arns(client, model, "Ascendants")
    explore.open(start=model, direction="Ascendants")
    for part, (value, member) in FILTERS.items():
        text = middle if value == "middle" else value
        wanted = datetime.fromisoformat(text) if value == "middle" else [text]
        expected = query_arns(client, model, "Ascendants", Filters={member: wanted})
        explore.go(start=model, direction="Ascendants", **{part: text})
        explore.open_groups()
        assert explore.matches() == expected, part
        assert 0 < len(expected) < len(whole), part


def test_property_filter_selects_entities_with_the_property(explore, client, model):
    upstream = query_arns(client, model, "Ascendants", Filters={"LineageTypes": ["Artifact"]})
    described = [client.describe_artifact(ArtifactArn=arn) for arn in upstream]
    key, value = next(
        iter(next(found["Properties"] for found in described if found.get("Properties")).items())
    )
    explore.open(start=model, direction="Ascendants", property=f"{key}:{value}")
    explore.open_groups()
    assert (
        explore.matches()
        == query_arns(client, model, "Ascendants", Filters={"Properties": {key: value}})
        != set()
    )


def test_path_entities_are_kept_or_omitted(explore, model):
    explore.open(start=model, direction="Ascendants", type="DataSet")
    explore.open_groups()
    matches = explore.matches()
    assert any(node["role"] == "path" for node in explore.nodes().values())
    explore.go(start=model, direction="Ascendants", type="DataSet", paths="0")
    explore.open_groups()
    assert explore.matches() == matches
    assert {node["role"] for node in explore.nodes().values()} == {"start", "match"}
    assert explore.edges() == set()


def test_form_submits_its_values_and_follows_the_address(explore, model):
    explore.open()
    explore.show_form()
    page = explore.page
    page.fill("#start", model)
    page.click("text='Upstream'")
    page.fill("#depth", "4")
    page.fill("#type", "DataSet")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    explore.await_state("complete")
    assert explore.asked == {
        "start": [model],
        "direction": ["Ascendants"],
        "depth": ["4"],
        "type": ["DataSet"],
    }

    key = explore.attribute("key")
    explore.click(next(iter(explore.matches())))
    assert page.input_value("#start") == explore.attribute("start") != model
    assert page.input_value("#depth") == "4"
    followed = explore.attribute("key")
    page.go_back()
    explore.await_new(followed)
    assert explore.attribute("key") == key
    assert page.input_value("#start") == model


def test_types_are_chosen_in_the_words_of_the_screen(explore, client, model):
    explore.open(start=model, direction="Ascendants")
    explore.show_form()
    page = explore.page
    page.click("#type")
    page.click("[role=option]:has-text('Data set')")
    page.keyboard.press("Escape")
    key = explore.attribute("key")
    page.click("#run")
    explore.await_new(key)
    assert explore.asked["type"] == ["DataSet"]
    explore.open_groups()
    assert explore.matches() == query_arns(client, model, "Ascendants", Filters={"Types": ["DataSet"]})


def test_dates_are_typed_or_counted_back_and_mistakes_stand_beside_them(explore, model):
    explore.open(start=model)
    explore.show_form()
    page = explore.page
    page.click("[data-days='30']")
    page.wait_for_function("document.querySelector('#created_after').value")
    filled = datetime.fromisoformat(page.input_value("#created_after"))
    assert 29 <= (datetime.now(UTC) - filled.replace(tzinfo=UTC)).days <= 31
    page.fill("#created_after", "3 Mar 2026")
    page.fill("#created_before", "soon")
    page.press("#created_before", "Enter")
    explore.await_state("error")
    assert "“soon” is not a date" in explore.text(".period:has(#created_before)")
    assert page.input_value("#created_before") == "soon"
    page.fill("#created_before", "")
    page.press("#created_before", "Enter")
    explore.await_state("complete")
    assert explore.asked["created_after"] == ["2026-03-03T00:00:00Z"]
    assert page.input_value("#created_after") == "2026-03-03"


def test_a_day_of_the_calendar_fills_its_field(explore, model):
    explore.open(start=model)
    explore.show_form()
    page = explore.page
    page.click("[data-calendar=modified_after]")
    page.locator("input.day").evaluate(
        "day => { day.value = '2026-03-03'; day.dispatchEvent(new Event('change')); }"
    )
    page.wait_for_function("document.querySelector('#modified_after').value === '2026-03-03'")


def test_properties_of_the_graph_are_offered(explore, model):
    explore.open(start=model, direction="Ascendants")
    explore.show_form()
    page = explore.page
    page.click("#property")
    page.click("[role=option]:has-text('ModelApprovalStatus:Approved')")
    page.keyboard.press("Escape")
    key = explore.attribute("key")
    page.click("#run")
    explore.await_new(key)
    assert explore.asked["property"] == ["ModelApprovalStatus:Approved"]
    assert explore.matches()


def list_chips(page, control: str) -> list[str]:
    """Return what a box holds."""
    return page.locator(f".field:has({control}) .word").all_inner_texts()


def test_offers_that_come_late_leave_what_was_typed(explore, model):
    explore.open(start=model, direction="Ascendants")
    explore.show_form()
    page = explore.page
    held: list = []
    page.route("**/_dash-update-component", lambda route: held.append(route))  # noqa: PLW0108 - routes wrap functions only
    page.fill("#property", "team:nobody")
    page.press("#property", "Enter")
    page.wait_for_timeout(100)
    assert list_chips(page, "#property") == ["team:nobody"]
    for each in held:
        each.continue_()
    page.unroute_all()
    page.wait_for_selector("[role=option]:has-text('ModelApprovalStatus:Approved')")
    assert list_chips(page, "#property") == ["team:nobody"]


def test_boxes_hold_what_the_address_asks_for_whether_or_not_it_is_offered(explore, model):
    explore.open(start=model)
    for value in ("nothing:x", "other:y"):
        explore.go(start=model, property=value, tag=value, type="Nowhere")
        assert [list_chips(explore.page, box) for box in ("#property", "#tag", "#type")] == [
            [value],
            [value],
            ["Nowhere"],
        ]
    explore.go(start=model)
    assert list_chips(explore.page, "#property") == []


def test_a_property_that_is_a_tag_leads_to_the_tag(explore, client, production):
    tags = client.list_tags(ResourceArn=production)["Tags"]
    tag = f"{tags[0]['Key']}:{tags[0]['Value']}"
    explore.open(start=production, direction="Ascendants")
    explore.page.wait_for_selector("#details[aria-busy=false] .name", state="attached")
    explore.go(start=production, direction="Ascendants", property=tag)
    key = explore.attribute("key")
    explore.page.click(f"#status a:has-text('Ask for the tag {tag}')")
    explore.await_new(key)
    assert explore.asked["tag"] == [tag]
    assert "property" not in explore.asked
    carrying = {
        arn
        for arn in query_arns(client, production, "Ascendants")
        if {"Key": tags[0]["Key"], "Value": tags[0]["Value"]} in client.list_tags(ResourceArn=arn)["Tags"]
    }
    explore.open_groups()
    assert explore.matches() == carrying - {production} != set()


def test_each_way_has_its_own_depth(explore, client, model):
    explore.open(start=model)
    explore.show_form()
    page = explore.page
    page.fill("#depth_up", "1")
    page.fill("#depth_down", "2")
    key = explore.attribute("key")
    page.click("#run")
    explore.await_new(key)
    assert (explore.asked["depth_up"], explore.asked["depth_down"]) == (["1"], ["2"])
    explore.open_groups()
    up = query_arns(client, model, "Ascendants", MaxDepth=1)
    assert explore.matches() == up | query_arns(client, model, "Descendants", MaxDepth=2)
    page.click("text='Upstream'")
    page.wait_for_function("!location.search.includes('depth_up')")
    assert not page.is_visible("#depth_up")


def test_enter_in_the_start_box_runs_the_query(explore, model):
    explore.open()
    explore.show_form()
    explore.page.fill("#start", model)
    explore.page.press("#start", "Enter")
    explore.await_state("complete")
    assert explore.attribute("start") == model


def test_same_query_can_be_run_again(explore, model):
    explore.open(format_address(Address(LineageQuery(Arn(model)))))
    explore.show_form()
    key = explore.attribute("key")
    explore.page.click("#run")
    explore.await_new(key)
    assert explore.attribute("state") == "complete"


@pytest.fixture
def sources(client) -> dict[str, str]:
    """Return start texts for entities of several types, with their ARNs."""
    lists = {
        "Endpoint": client.list_contexts(ContextType="Endpoint", MaxResults=1)["ContextSummaries"],
        "ModelGroup": client.list_contexts(ContextType="ModelGroup", MaxResults=1)["ContextSummaries"],
        "Model": client.list_artifacts(ArtifactType="Model", MaxResults=1)["ArtifactSummaries"],
        "Image": client.list_artifacts(ArtifactType="Image", MaxResults=1)["ArtifactSummaries"],
    }
    found = {
        one["Source"]["SourceUri"]: one.get("ContextArn") or one["ArtifactArn"] for (one,) in lists.values()
    }
    jobs = client.list_trial_components(MaxResults=100)["TrialComponentSummaries"]
    job = next(one for one in jobs if one.get("TrialComponentSource"))
    return {**found, job["TrialComponentSource"]["SourceArn"]: job["TrialComponentArn"]}


def test_a_pasted_source_finds_its_entity(explore, sources):
    assert len(sources) == 5
    explore.open()
    explore.show_form()
    for source, arn in sources.items():
        explore.show_form()
        explore.page.fill("#start", f"  {source} ")
        explore.page.press("#start", "Enter")
        explore.page.wait_for_selector(f'#lineage[data-start="{arn}"]')
        explore.settle()


def test_uri_with_several_entities_offers_each(explore, client):
    sources: dict[str, list[str]] = {}
    for page in client.get_paginator("list_artifacts").paginate():
        for found in page["ArtifactSummaries"]:
            sources.setdefault(found["Source"]["SourceUri"], []).append(found["ArtifactArn"])
    uri, several = next((uri, found) for uri, found in sources.items() if len(found) > 1)
    explore.open()
    explore.show_form()
    explore.page.fill("#start", uri)
    explore.page.press("#start", "Enter")
    explore.page.wait_for_selector("#hits a >> nth=1")
    offered = explore.page.locator("#hits a").evaluate_all(
        "links => links.map(a => new URLSearchParams(a.search).get('start'))"
    )
    assert set(several) <= set(offered)
    explore.page.click("#hits a >> nth=0")
    explore.page.wait_for_selector('#lineage[data-start^="arn"]')
    assert explore.attribute("start") == offered[0]
    assert explore.page.locator("#hits a").count() == 0
