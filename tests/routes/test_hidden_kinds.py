"""The screen of an address that hides kinds."""

from __future__ import annotations

import json

import pytest

from lineage_explorer.export.html_page import build_html_page
from lineage_explorer.graph.model import Association, Entity, Vertex
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.query.view_options import PathQuery
from tests.support.fakes import FakeSource, build_services
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, build_graph
from tests.support.layout_graphs import KINDS, vertex
from tests.support.screens import load_screen
from visualizer import arrange_graph

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS)


@pytest.fixture
def show_hiding(source, catalog):
    """Show the screen of an address that hides kinds."""

    def look(*words, former="", view="", of=None):
        asked = format_address(Address(QUERY, hidden_kinds=words)) + view
        return load_screen(
            build_services(of or source, catalog) if of else shared,
            search=asked,
            previous_layout=former,
        )

    shared = build_services(source, catalog)
    return look


def node_positions(screen):
    return {node["data"]["id"]: node["position"] for node in screen["drawing"]["elements"]["nodes"]}


def text(parts):
    return json.dumps(parts, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def test_hidden_vertices_are_bridged_and_counts_include_them(show_hiding):
    screen = show_hiding("job")
    assert node_positions(screen).keys() == {DATA, MODEL, ENDPOINT}
    assert (screen["drawing"]["vertices"], screen["drawing"]["associations"]) == (4, 3)
    bridge = next(e for e in screen["drawing"]["elements"]["edges"] if e["data"]["source"] == DATA)
    assert (bridge["data"]["target"], bridge["classes"].split()) == (MODEL, ["bridge"])
    assert (bridge["data"]["via"], bridge["data"]["over"]) == ("via Training job", "train")


def test_hiding_a_kind_and_showing_it_again_moves_no_node(show_hiding):
    whole = show_hiding()
    less = show_hiding("job", former=whole["drawing"]["placement"])
    assert node_positions(less).items() <= node_positions(whole).items()
    again = show_hiding(former=less["drawing"]["placement"])
    assert node_positions(again) == node_positions(whole)
    answers = {screen["drawing"]["asked"] for screen in (whole, less, again)}
    assert len(answers) == 1


def test_table_omits_hidden_vertices(show_hiding):
    assert MODEL in text(show_hiding(view="&view=table")["table"])
    assert MODEL not in text(show_hiding("model", view="&view=table")["table"])


def test_screen_counts_hidden_kinds_and_links_to_show_them(show_hiding):
    told = text(show_hiding("job", "Model", "Checkpoint")["completeness"])
    assert "2 kinds hidden" in told
    assert f'"href": "./{format_address(Address(QUERY))}"' in told
    assert "hidden" not in text(show_hiding()["completeness"])
    assert "hidden" not in text(show_hiding("endpoint")["completeness"])


def test_unknown_kind_is_reported_and_known_kind_without_vertices_is_not(show_hiding):
    assert "“jobs” cannot be hidden" in text(show_hiding("jobs", "Checkpoint")["notice"])
    assert "Checkpoint" not in text(show_hiding("jobs", "Checkpoint")["notice"])


def test_hub_that_stays_visible_is_reported(show_hiding):
    many = [vertex(f"{side}{number}", "Model") for side in "ab" for number in range(60)]
    hub = Vertex(JOB, KINDS["TrainingJob"], "TrainingJob")
    ends = vertex("end", "Endpoint")
    joined = [
        *(Association(one.arn, JOB) for one in many[:60]),
        *(Association(JOB, one.arn) for one in many[60:]),
    ]
    screen = show_hiding("job", of=FakeSource(build_graph(ends.arn, [ends, hub, *many], joined)))
    assert "1 entity of what is hidden stays" in text(screen["notice"])


def test_legend_has_a_button_per_kind_pressed_while_it_is_visible(show_hiding):
    buttons = [part.to_plotly_json()["props"] for part in show_hiding("job", "DataSet")["legend"][:-1]]
    assert [(b["data-word"], b["aria-pressed"], b["data-words"]) for b in buttons] == [
        ("data", "false", '["DataSet"]'),
        ("job", "false", '["job"]'),
        ("model", "true", "[]"),
        ("endpoint", "true", "[]"),
    ]


def test_saved_page_draws_bridges_and_names_hidden_kinds():
    entities = {JOB: Entity(JOB, KINDS["TrainingJob"], name="churn-0412")}
    view = arrange_graph(build_graph(), entities, address=Address(hidden_kinds=("job",)))
    written = build_html_page(view, "Saved")
    assert '"via":"via Training job","over":"churn-0412"' in written
    assert "4 entities and 3 associations. Hidden: 1 entity (Job)." in written
    assert f'data-arn="{JOB}"' not in written


def test_path_ends_stay_visible_and_the_bridge_between_them_is_highlighted(source, catalog):
    address = Address(QUERY, hidden_kinds=("data", "job", "model"), between=PathQuery(DATA, ENDPOINT))
    screen = load_screen(build_services(source, catalog), search=format_address(address))
    assert node_positions(screen).keys() == {DATA, ENDPOINT}
    (edge,) = screen["drawing"]["elements"]["edges"]
    assert {"bridge", "between"} <= set(edge["classes"].split())
    assert edge["data"]["via"] == "via 2 entities"
