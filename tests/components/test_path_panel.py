"""The panel that lists the paths between two entities."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from dash.development.base_component import Component

from components.markup import render_html
from components.path_panel import build_path_panel, warn_missing_paths
from lineage_explorer.explore.load_graph import load_graph
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.explore.visible_graph import list_ungrouped
from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.graph.paths import find_paths
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.query.view_options import PathQuery
from tests.support.fakes import FakeCatalog, FakeSource, build_services
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, build_graph
from tests.support.layout_graphs import at, sketch

GONE = Arn(DATA.replace("/data", "/gone"))


def build_loaded_graph(answer) -> LoadedGraph:
    """Build an answer as it was read, without descriptions."""
    query = LineageQuery(answer.start)
    made = load_graph(build_services(FakeSource(answer), FakeCatalog()), ViewRequest(Address(query)))
    assert isinstance(made, LoadedGraph)
    return made


def panel_text(components: list[Component]) -> str:
    return json.dumps(components, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def panel(answer, ends):
    address = Address(LineageQuery(answer.start), between=ends)
    return build_path_panel(
        build_loaded_graph(answer), address, find_paths(answer, ends.ends if ends else None)
    )


def test_panel_is_empty_without_a_path_query():
    assert panel(build_graph(), None) == {"paths_told": [], "paths": []}
    assert warn_missing_paths(build_graph(), None, None) == []
    assert list_ungrouped(None, None) == ()


def test_long_names_of_a_path_stay_different_and_keep_their_direction_to_themselves():
    uris = {
        f"part-{number}": f"s3://b/{'folder-' * 6}{number}{'-of-the-same-set' * 4}.csv" for number in (1, 2)
    }
    answer = sketch("part-1>part-2")
    entities = {
        at(key): Entity(at(key), LineageType.ARTIFACT, type="DataSet", source_uri=uri)
        for key, uri in uris.items()
    }
    loaded = replace(build_loaded_graph(answer), entities=entities)
    ends = PathQuery(at("part-1"), at("part-2"))
    address = Address(LineageQuery(answer.start), between=ends)
    told = build_path_panel(loaded, address, find_paths(answer, ends.ends))
    names = re.findall(r"<bdi>(.*?)</bdi>", render_html(told["paths"]))
    assert len(names) == len(set(names)) == 2
    assert all("…" in name for name in names)


def test_selected_path_is_described_and_selecting_it_again_deselects_it():
    told = panel(sketch("a>b b>d a>c c>d"), PathQuery(at("a"), at("d"), path_number=2))
    assert "Path 2: " in panel_text(told["paths_told"])
    assert "data set c" in panel_text(told["paths_told"])
    text = panel_text(told["paths"])
    assert text.count('"aria-current": "true"') == 1
    assert "path=1" in text
    assert "path=2" not in text


def test_every_vertex_of_a_path_links_to_itself_as_focus_and_keeps_the_ends():
    text = panel_text(panel(build_graph(), PathQuery(DATA, ENDPOINT, path_number=1))["paths"])
    for arn in (DATA, JOB, MODEL, ENDPOINT):
        assert f'?start={arn}&between={DATA}&between={ENDPOINT}"' in text
    assert f'"./?start={ENDPOINT}"' in text  # closing


@pytest.mark.parametrize(("more", "where"), [(False, "in this graph"), (True, "among what was read so far")])
def test_path_end_outside_the_graph_is_reported(more, where):
    answer = build_graph()
    answer = replace(answer, read_status=replace(answer.read_status, has_more=more))
    ends = PathQuery(GONE, DATA)
    assert find_paths(answer, ends.ends) is None
    assert f"“{GONE}” is not {where}" in panel_text(warn_missing_paths(answer, ends, None))


def test_unknown_path_number_is_reported_and_no_path_is_selected():
    ends = PathQuery(DATA, ENDPOINT, path_number=3)
    paths = find_paths(build_graph(), ends.ends)
    assert "There is no path 3: 1 is listed" in panel_text(warn_missing_paths(build_graph(), ends, paths))
    assert "aria-current" not in panel_text(panel(build_graph(), ends)["paths"])
    assert list_ungrouped(paths, ends) == (DATA, JOB, MODEL, ENDPOINT)
