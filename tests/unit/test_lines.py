"""Lines that tell what their associations say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lineage.model import Association, AssociationType
from lineage.placement import place
from lineage.views.elements import elements
from lineage.views.lines import strokes, told
from tests.graphs import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, graph

ASSETS = Path(__file__).parents[2] / "assets"


def classes(answer):
    picture = told(elements(answer, {}, place(answer, card_width=136, card_height=106)))
    return {edge["data"]["association"]: set(edge["classes"].split()) for edge in picture["edges"]}


def test_each_type_has_a_stroke_of_its_own_and_the_legend_counts_it():
    assert classes(graph())["Produced"] == {"told", "produced"}
    assert [(stroke.title, count) for stroke, count in strokes(graph())] == [
        ("ContributedTo", 1),
        ("Produced", 1),
        ("AssociatedWith", 1),
    ]
    names = {
        stroke.name
        for kind in AssociationType
        for stroke, _ in strokes(graph(ENDPOINT, VERTICES.values(), [Association(DATA, JOB, kind)]))
    }
    assert len(names) == len(AssociationType)


def test_same_as_stays_undirected():
    answer = graph(ENDPOINT, VERTICES.values(), [*LINE, Association(DATA, MODEL, "SameAs")])
    assert {"undirected", "same"} <= classes(answer)["SameAs"]


@pytest.mark.parametrize("kind", [None, "CopiedFrom", "ContributedTo, Produced"])
def test_a_type_that_nobody_drew_is_neutral(kind):
    answer = graph(ENDPOINT, VERTICES.values(), [Association(DATA, JOB, kind), *LINE[1:]])
    assert "neutral" in classes(answer)[kind or ""]
    assert strokes(answer)[-1][0].title == "Another type or none"


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_stroke_stands_out_from_the_canvas(theme):
    text = (ASSETS / "10-tokens.css").read_text()
    block = text.split(':root[data-mantine-color-scheme="dark"] {')[theme]
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", block))
    found = {name: colour for name, colour in tokens.items() if name.startswith("stroke-")}
    assert len(found) == len(AssociationType)
    assert {
        name: contrast(colour, tokens["canvas"]) >= 4.5 for name, colour in found.items()
    } == dict.fromkeys(found, True)


def test_the_canvas_and_the_legend_know_every_stroke():
    cards, legend = (ASSETS / "cards.js").read_text(), (ASSETS / "49-lines.css").read_text()
    answer = graph(
        ENDPOINT, VERTICES.values(), [Association(DATA, JOB, kind) for kind in (*AssociationType, "Other")]
    )
    for stroke, _ in strokes(answer):
        assert f"    {stroke.name}: {{ colour:" in cards
        assert f".stroke.{stroke.name} {{" in legend
