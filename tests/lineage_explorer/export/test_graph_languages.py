"""Graphs in DOT and Mermaid, and GraphML of any name."""

from __future__ import annotations

from datetime import UTC, datetime

import networkx as nx
import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.export_options import Theme
from lineage_explorer.export.graph_drawing import Drawing, DrawnLink, DrawnNode
from lineage_explorer.export.graph_languages import MAX_MERMAID_LINKS, write_dot, write_mermaid
from lineage_explorer.export.graph_records import build_records
from lineage_explorer.export.graphml import write_graphml
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.graph.model import Entity, LineageType
from tests.support.exported_files import read_dot, read_graphml
from tests.support.graph_builders import DATA, build_graph
from visualizer import arrange_graph

HOSTILE = [
    'a"b',
    "back\\slash",
    "x]; evil [label=y",
    "<b>&amp;",
    "%% no comment",
    "end\x00\x1b",
    "{a|b}",
    "名前",
]
PROVENANCE = Provenance(
    'A "title"',
    "One\nsentence %%.",
    "/?start=a",
    "Demo",
    datetime(2026, 4, 15, tzinfo=UTC),
    is_complete=True,
    notes=(),
    gaps=(),
)


def build_drawing(names: list[str], links: int = 1) -> Drawing:
    nodes = tuple(
        DrawnNode(f"arn:{index}", name, "sub", "Model", "model", "match") for index, name in enumerate(names)
    )
    return Drawing(nodes, (DrawnLink("arn:0", "arn:0", "Produced"),) * links)


@pytest.mark.parametrize("name", HOSTILE)
def test_dot_gives_each_name_back(name):
    content = b"".join(write_dot(build_drawing([name]), PROVENANCE, Theme.LIGHT))
    shown = "".join(character for character in name if character.isprintable())
    assert read_dot(content).names == {"arn:0": shown}
    assert read_dot(content).edges == [("arn:0", "arn:0", "Produced")]


@pytest.mark.parametrize("name", HOSTILE)
def test_mermaid_has_one_line_for_a_node_and_no_syntax_in_its_name(name):
    text = write_mermaid(build_drawing([name]), PROVENANCE, Theme.DARK)
    (line,) = [line for line in text.splitlines() if line.startswith("n0[")]
    label = line.removeprefix('n0["').removesuffix('"]:::model')
    assert not set('"[]{}|<>%\\&').intersection(label.replace("<br/>", ""))
    assert 'n0 -->|"Produced"| n0' in text
    assert all(line.startswith("%% ") for line in text.splitlines() if "sentence" in line)


def test_mermaid_of_more_links_than_it_draws_is_refused_with_what_is_smaller():
    write_mermaid(build_drawing(["a"], MAX_MERMAID_LINKS), PROVENANCE, Theme.LIGHT)
    with pytest.raises(InvalidQuery, match="grouped=1"):
        write_mermaid(build_drawing(["a"], MAX_MERMAID_LINKS + 1), PROVENANCE, Theme.LIGHT)


@pytest.mark.parametrize("name", [*HOSTILE, "\ud800", "\ufffe", "tab\there"])
def test_graphml_of_any_name_is_read(name):
    named = {DATA: Entity(DATA, LineageType.ARTIFACT, name=name, source_uri=f"s3://b/{name}")}
    records = build_records(arrange_graph(build_graph(), named))
    graph, about = read_graphml(b"".join(write_graphml(records, PROVENANCE)))
    assert len(graph.names) == 4
    assert DATA in graph.names
    assert about["complete"] is True
    assert about["title"] == 'A "title"'


def test_attributes_of_graphml_have_their_types():
    records = build_records(arrange_graph(build_graph(), {}))
    content = b"".join(write_graphml(records, PROVENANCE)).decode()
    graph = nx.parse_graphml(content)
    assert {type(steps) for _, steps in graph.nodes(data="distance")} == {int}
    assert {type(flag) for *_, flag in graph.edges(data="is_bridge")} == {bool}
