"""Orientation from top to bottom: the layout mirrored at its diagonal."""

from __future__ import annotations

from math import isclose
from pathlib import Path

import pytest

from lineage_explorer.explore.layout_store import Canvas, lay_out_graph
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH
from lineage_explorer.views.decorators import orient_elements
from lineage_explorer.views.elements import build_elements
from tests.support.layout_graphs import build_chain, sketch

DIAMOND = "a>b a>c b>d c>d a>d"


def build_oriented(graph: LineageGraph, flow: Orientation) -> dict:
    return orient_elements(build_elements(graph, {}, lay_out_graph(graph, Canvas(flow))), flow)


def positions(picture: dict) -> dict[str, dict[str, float]]:
    return {node["data"]["id"]: node["position"] for node in picture["nodes"]}


@pytest.fixture(params=["diamond", "long chain"])
def graph(request) -> LineageGraph:
    return sketch(DIAMOND) if request.param == "diamond" else build_chain(120)


def test_top_down_elements_and_edges_say_so(graph):
    picture = build_oriented(graph, Orientation.DOWN)
    assert picture["flow"] == "down"
    assert all("down" in edge["classes"].split() for edge in picture["edges"])


def test_later_vertices_are_lower():
    at = positions(build_oriented(sketch(DIAMOND), Orientation.DOWN))
    by_name = {arn.rpartition("/")[2]: place for arn, place in at.items()}
    assert by_name["a"]["y"] < by_name["b"]["y"] == by_name["c"]["y"] < by_name["d"]["y"]


def test_cards_do_not_overlap(graph):
    at = list(positions(build_oriented(graph, Orientation.DOWN)).values())
    for number, one in enumerate(at):
        for other in at[number + 1 :]:
            assert abs(one["x"] - other["x"]) >= CARD_WIDTH or abs(one["y"] - other["y"]) >= CARD_HEIGHT


def test_edge_bends_are_mirrored(graph):
    placement = lay_out_graph(graph, Canvas(Orientation.DOWN))
    along = {
        edge["data"]["id"]: edge["data"]["course"] for edge in build_elements(graph, {}, placement)["edges"]
    }
    for edge in build_oriented(graph, Orientation.DOWN)["edges"]:
        before, after = along[edge["data"]["id"]], edge["data"]["course"]
        if before is None:
            assert after is None
            continue
        assert after["weights"] == before["weights"]
        assert all(
            isclose(one, -other) for one, other in zip(before["distances"], after["distances"], strict=True)
        )


def test_long_layouts_wrap_to_the_canvas_in_either_orientation():
    right, down = (positions(build_oriented(build_chain(400), flow)).values() for flow in Orientation)
    for at in (right, down):
        width = max(place["x"] for place in at) - min(place["x"] for place in at)
        height = max(place["y"] for place in at) - min(place["y"] for place in at)
        assert 0.8 < width / height < 3.2


def test_left_to_right_elements_are_unchanged(graph):
    picture = build_elements(graph, {}, lay_out_graph(graph))
    assert orient_elements(picture, Orientation.RIGHT) is picture


def test_layout_uses_the_card_size_of_the_drawing():
    drawn = (Path(__file__).parents[3] / "web" / "graph" / "card-images.js").read_text()
    assert f"CARD = {{ width: {CARD_WIDTH}, height: {CARD_HEIGHT} }};" in drawn
