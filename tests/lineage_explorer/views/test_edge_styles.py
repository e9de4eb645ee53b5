"""Line styles by association type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lineage_explorer.graph.model import Association, AssociationType
from lineage_explorer.layout import compute_layout
from lineage_explorer.views.decorators import list_strokes, style_edges
from lineage_explorer.views.elements import build_elements
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, build_graph

WEB = Path(__file__).parents[3] / "web"


def classes(answer):
    picture = style_edges(build_elements(answer, {}, compute_layout(answer, card_width=136, card_height=106)))
    return {edge["data"]["association"]: set(edge["classes"].split()) for edge in picture["edges"]}


def test_each_association_type_has_a_line_style_and_a_count_in_the_legend():
    assert classes(build_graph())["Produced"] == {"told", "produced"}
    assert [(stroke.title, count) for stroke, count in list_strokes(build_graph())] == [
        ("ContributedTo", 1),
        ("Produced", 1),
        ("AssociatedWith", 1),
    ]
    names = {
        stroke.name
        for kind in AssociationType
        for stroke, _ in list_strokes(
            build_graph(ENDPOINT, VERTICES.values(), [Association(DATA, JOB, kind)])
        )
    }
    assert len(names) == len(AssociationType)


def test_same_as_lines_have_no_arrow():
    answer = build_graph(ENDPOINT, VERTICES.values(), [*LINE, Association(DATA, MODEL, "SameAs")])
    assert {"undirected", "same"} <= classes(answer)["SameAs"]


@pytest.mark.parametrize("kind", [None, "CopiedFrom", "ContributedTo, Produced"])
def test_unknown_association_type_has_the_neutral_style(kind):
    answer = build_graph(ENDPOINT, VERTICES.values(), [Association(DATA, JOB, kind), *LINE[1:]])
    assert "neutral" in classes(answer)[kind or ""]
    assert list_strokes(answer)[-1][0].title == "Another type or none"


def test_graph_and_legend_draw_each_style_in_a_distinct_color_and_dash():
    cards = (WEB / "graph" / "graph-style.js").read_text()
    legend = (WEB / "styles" / "graph" / "line-strokes.css").read_text()
    answer = build_graph(
        ENDPOINT, VERTICES.values(), [Association(DATA, JOB, kind) for kind in (*AssociationType, "Other")]
    )
    drawn = dict(re.findall(r'^  (\w+): \{\s+color: "(--[\w-]+)",\s+style:', cards, re.MULTILINE))
    assert set(drawn) == {stroke.name for stroke, _ in list_strokes(answer)}
    assert len(set(drawn.values())) == len(drawn)
    assert len(set(re.findall(r'color: "--[\w-]+",\s+style: (\{.*?\})', cards))) == len(drawn)
    for name, color in drawn.items():
        assert f".stroke.{name} {{\n  --stroke: var({color});" in legend
