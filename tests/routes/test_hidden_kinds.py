"""What the page decides where the address hides some of the answer."""

from __future__ import annotations

import json

import pytest

from lineage_explorer.explore.standalone import arrange_graph
from lineage_explorer.export.html_page import build_html_page
from lineage_explorer.graph.model import Association, Entity, Vertex
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.query.path_query import PathQuery
from tests.support.fakes import FakeSource, reader
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, graph
from tests.support.layout_graphs import KINDS, vertex
from tests.support.screens import load_screen

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS)


@pytest.fixture
def seen(source, catalog):
    """Show an address at which words hide kinds."""

    def look(*words, former="", view="", of=None):
        asked = format_address(Address(QUERY, hidden_kinds=words)) + view
        return load_screen(
            reader(of or source, catalog) if of else shared,
            search=asked,
            previous_layout=former,
        )

    shared = reader(source, catalog)
    return look


def drawn(screen):
    return {node["data"]["id"]: node["position"] for node in screen["drawing"]["elements"]["nodes"]}


def text(parts):
    return json.dumps(parts, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def test_what_is_hidden_is_bridged_and_the_counts_still_mean_what_was_read(seen):
    screen = seen("job")
    assert drawn(screen).keys() == {DATA, MODEL, ENDPOINT}
    assert (screen["drawing"]["vertices"], screen["drawing"]["associations"]) == (4, 3)
    bridge = next(e for e in screen["drawing"]["elements"]["edges"] if e["data"]["source"] == DATA)
    assert (bridge["data"]["target"], bridge["classes"].split()) == (MODEL, ["bridge"])
    assert (bridge["data"]["via"], bridge["data"]["over"]) == ("via Training job", "train")


def test_hiding_and_showing_again_moves_nothing(seen):
    whole = seen()
    less = seen("job", former=whole["drawing"]["placement"])
    assert drawn(less).items() <= drawn(whole).items()
    again = seen(former=less["drawing"]["placement"])
    assert drawn(again) == drawn(whole)
    answers = {screen["drawing"]["asked"] for screen in (whole, less, again)}
    assert len(answers) == 1


def test_the_table_leaves_out_what_is_hidden(seen):
    assert MODEL in text(seen(view="&view=table")["table"])
    assert MODEL not in text(seen("model", view="&view=table")["table"])


def test_the_page_says_how_many_kinds_are_hidden_and_offers_to_show_them(seen):
    told = text(seen("job", "Model", "Checkpoint")["completeness"])
    assert "2 kinds hidden" in told
    assert f'"href": "/{format_address(Address(QUERY))}"' in told
    assert "hidden" not in text(seen()["completeness"])
    assert "hidden" not in text(seen("endpoint")["completeness"])


def test_a_word_that_hides_nothing_anywhere_is_named_and_one_that_could_is_not(seen):
    assert "“jobs” is no kind" in text(seen("jobs", "Checkpoint")["notice"])
    assert "Checkpoint" not in text(seen("jobs", "Checkpoint")["notice"])


def test_a_hub_that_stays_although_hidden_is_told_of(seen):
    many = [vertex(f"{side}{number}", "Model") for side in "ab" for number in range(60)]
    hub = Vertex(JOB, KINDS["TrainingJob"], "TrainingJob")
    ends = vertex("end", "Endpoint")
    joined = [
        *(Association(one.arn, JOB) for one in many[:60]),
        *(Association(JOB, one.arn) for one in many[60:]),
    ]
    screen = seen("job", of=FakeSource(graph(ends.arn, [ends, hub, *many], joined)))
    assert "1 entity of what is hidden stays" in text(screen["notice"])


def test_the_legend_has_a_button_for_each_kind_pressed_while_it_is_drawn(seen):
    buttons = [part.to_plotly_json()["props"] for part in seen("job", "DataSet")["legend"][:-1]]
    assert [(b["data-word"], b["aria-pressed"], b["data-words"]) for b in buttons] == [
        ("data", "false", '["DataSet"]'),
        ("job", "false", '["job"]'),
        ("model", "true", "[]"),
        ("endpoint", "true", "[]"),
    ]


def test_a_saved_page_draws_bridges_and_names_what_is_hidden():
    entities = {JOB: Entity(JOB, KINDS["TrainingJob"], name="churn-0412")}
    view = arrange_graph(graph(), entities, address=Address(hidden_kinds=("job",)))
    written = build_html_page(view, "Saved")
    assert '"via":"via Training job","over":"churn-0412"' in written
    assert "4 entities and 3 associations. Hidden: Job." in written
    assert f'data-arn="{JOB}"' not in written


def test_the_ends_of_paths_stay_and_the_bridge_between_them_is_lit(source, catalog):
    address = Address(QUERY, hidden_kinds=("data", "job", "model"), between=PathQuery(DATA, ENDPOINT))
    screen = load_screen(reader(source, catalog), search=format_address(address))
    assert drawn(screen).keys() == {DATA, ENDPOINT}
    (edge,) = screen["drawing"]["elements"]["edges"]
    assert {"bridge", "between"} <= set(edge["classes"].split())
    assert edge["data"]["via"] == "via 2 entities"
