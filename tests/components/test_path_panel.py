"""What the page says of the paths between two entities."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from dash.development.base_component import Component

from components.path_panel import build_path_panel, warn_missing_paths
from lineage_explorer.explore.load_graph import LoadedGraph, load_graph
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.explore.visible_graph import list_ungrouped
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.paths import find_paths
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.query.path_query import PathQuery
from tests.support.fakes import FakeCatalog, FakeSource, reader
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, graph
from tests.support.layout_graphs import at, sketch

GONE = Arn(DATA.replace("/data", "/gone"))


def found(answer) -> LoadedGraph:
    """An answer as it was read, nothing described."""
    query = LineageQuery(answer.start)
    made = load_graph(reader(FakeSource(answer), FakeCatalog()), ViewRequest(Address(query)))
    assert isinstance(made, LoadedGraph)
    return made


def said(components: list[Component]) -> str:
    return json.dumps(components, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def panel(answer, ends):
    address = Address(LineageQuery(answer.start), between=ends)
    return build_path_panel(found(answer), address, find_paths(answer, ends.ends if ends else None))


def test_nothing_is_said_where_nobody_asks_for_paths():
    assert panel(graph(), None) == {"paths_told": [], "paths": []}
    assert warn_missing_paths(graph(), None, None) == []
    assert list_ungrouped(None, None) == ()


def test_the_chosen_path_is_told_and_marked_and_choosing_it_again_lets_it_go():
    told = panel(sketch("a>b b>d a>c c>d"), PathQuery(at("a"), at("d"), path_number=2))
    assert "Path 2: " in said(told["paths_told"])
    assert "data set c" in said(told["paths_told"])
    text = said(told["paths"])
    assert text.count('"aria-current": "true"') == 1
    assert "path=1" in text
    assert "path=2" not in text


def test_every_stop_is_a_link_that_makes_it_the_focus_and_keeps_the_ends():
    text = said(panel(graph(), PathQuery(DATA, ENDPOINT, path_number=1))["paths"])
    for arn in (DATA, JOB, MODEL, ENDPOINT):
        assert f'?start={arn}&between={DATA}&between={ENDPOINT}"' in text
    assert f'"/?start={ENDPOINT}"' in text  # closing


@pytest.mark.parametrize(
    ("more", "where"), [(False, "in this picture"), (True, "among what was read so far")]
)
def test_an_end_that_was_not_read_is_named(more, where):
    answer = graph()
    answer = replace(answer, read_status=replace(answer.read_status, has_more=more))
    ends = PathQuery(GONE, DATA)
    assert find_paths(answer, ends.ends) is None
    assert f"“{GONE}” is not {where}" in said(warn_missing_paths(answer, ends, None))


def test_a_path_that_is_not_listed_is_named_and_none_stands_out():
    ends = PathQuery(DATA, ENDPOINT, path_number=3)
    paths = find_paths(graph(), ends.ends)
    assert "There is no path 3: 1 is listed" in said(warn_missing_paths(graph(), ends, paths))
    assert "aria-current" not in said(panel(graph(), ends)["paths"])
    assert list_ungrouped(paths, ends) == (DATA, JOB, MODEL, ENDPOINT)
