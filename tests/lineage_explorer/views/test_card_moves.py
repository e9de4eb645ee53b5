"""Cards that a reader moved: at their own places, with straight lines."""

from __future__ import annotations

from lineage_explorer.explore.layout_store import lay_out_graph
from lineage_explorer.query.card_moves import CardMove
from lineage_explorer.views.decorators import move_cards
from lineage_explorer.views.elements import build_elements
from tests.support.graph_builders import DATA, JOB, MODEL, build_graph

GRAPH = build_graph()
ELEMENTS = build_elements(GRAPH, {}, lay_out_graph(GRAPH))


def find_positions(elements) -> dict:
    return {node["data"]["id"]: node["position"] for node in elements["nodes"]}


def test_only_the_moved_card_leaves_its_place():
    before, after = find_positions(ELEMENTS), find_positions(move_cards(ELEMENTS, [CardMove(JOB, 40, -20)]))
    assert after.pop(JOB) == {"x": before[JOB]["x"] + 40, "y": before.pop(JOB)["y"] - 20}
    assert after == before


def test_exactly_the_lines_of_a_moved_card_are_straight():
    edges = move_cards(ELEMENTS, [CardMove(JOB, 40, -20)])["edges"]
    moved = {
        (edge["data"]["source"], edge["data"]["target"])
        for edge in edges
        if "moved" in edge["classes"].split()
    }
    assert moved == {(DATA, JOB), (JOB, MODEL)}


def test_moves_of_cards_that_are_not_shown_change_nothing():
    assert move_cards(ELEMENTS, [CardMove("arn:gone", 40, -20)]) == ELEMENTS
