"""Pictures that flow down: the same placement, mirrored at its diagonal."""

from __future__ import annotations

from math import isclose
from pathlib import Path

import pytest

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.views.decorators import CARD_HEIGHT, CARD_WIDTH, lay_out_graph, orient_elements
from lineage_explorer.views.elements import build_elements
from tests.support.layout_graphs import chain, sketch

DIAMOND = "a>b a>c b>d c>d a>d"


def drawn(graph: LineageGraph, flow: Orientation) -> dict:
    return orient_elements(build_elements(graph, {}, lay_out_graph(graph, flow)), flow)


def positions(picture: dict) -> dict[str, dict[str, float]]:
    return {node["data"]["id"]: node["position"] for node in picture["nodes"]}


@pytest.fixture(params=["diamond", "long chain"])
def graph(request) -> LineageGraph:
    return sketch(DIAMOND) if request.param == "diamond" else chain(120)


def test_a_picture_that_flows_down_says_so_and_so_does_each_line(graph):
    picture = drawn(graph, Orientation.DOWN)
    assert picture["flow"] == "down"
    assert all("down" in edge["classes"].split() for edge in picture["edges"])


def test_what_comes_later_stands_lower():
    at = positions(drawn(sketch(DIAMOND), Orientation.DOWN))
    by_name = {arn.rpartition("/")[2]: place for arn, place in at.items()}
    assert by_name["a"]["y"] < by_name["b"]["y"] == by_name["c"]["y"] < by_name["d"]["y"]


def test_no_two_cards_lie_upon_each_other(graph):
    at = list(positions(drawn(graph, Orientation.DOWN)).values())
    for number, one in enumerate(at):
        for other in at[number + 1 :]:
            assert abs(one["x"] - other["x"]) >= CARD_WIDTH or abs(one["y"] - other["y"]) >= CARD_HEIGHT


def test_lines_bend_to_the_other_side_by_as_much(graph):
    placement = lay_out_graph(graph, Orientation.DOWN)
    along = {
        edge["data"]["id"]: edge["data"]["course"] for edge in build_elements(graph, {}, placement)["edges"]
    }
    for edge in drawn(graph, Orientation.DOWN)["edges"]:
        before, after = along[edge["data"]["id"]], edge["data"]["course"]
        if before is None:
            assert after is None
            continue
        assert after["weights"] == before["weights"]
        assert all(
            isclose(one, -other) for one, other in zip(before["distances"], after["distances"], strict=True)
        )


def test_long_pictures_are_wrapped_to_the_shape_of_the_canvas_either_way():
    right, down = (positions(drawn(chain(400), flow)).values() for flow in Orientation)
    for at in (right, down):
        width = max(place["x"] for place in at) - min(place["x"] for place in at)
        height = max(place["y"] for place in at) - min(place["y"] for place in at)
        assert 0.8 < width / height < 3.2


def test_a_picture_that_flows_to_the_right_is_as_it_was_drawn(graph):
    picture = build_elements(graph, {}, lay_out_graph(graph, Orientation.RIGHT))
    assert orient_elements(picture, Orientation.RIGHT) is picture


def test_a_card_is_placed_in_the_size_that_it_is_drawn_in():
    drawn = (Path(__file__).parents[3] / "assets" / "faces.js").read_text()
    assert f"WIDTH = {CARD_WIDTH}, HEIGHT = {CARD_HEIGHT}," in drawn
