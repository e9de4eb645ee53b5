"""Files with a view, read by other libraries than those that wrote them."""

from __future__ import annotations

import csv
import io
import json
import warnings
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import openpyxl
import pydot

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class GraphFacts:
    """What a file says of a graph: names by ARN, and edges as (source, destination, type)."""

    names: dict[str, str]
    edges: list[tuple[str, str, str]]


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def read_sheet(content: bytes, title: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by the titles of its columns; empty cells are empty texts."""
    head, *rows = openpyxl.load_workbook(io.BytesIO(content))[title].iter_rows(values_only=True)
    return [dict(zip(head, ("" if cell is None else cell for cell in row), strict=True)) for row in rows]


def read_graphml(content: bytes) -> tuple[GraphFacts, dict[str, Any]]:
    """Return the graph of a GraphML file, and what the file says of itself."""
    graph = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    names = dict(graph.nodes(data="title"))
    edges = [(source, target, data["association_type"]) for source, target, data in graph.edges(data=True)]
    return GraphFacts(names, sorted(edges)), graph.graph


def read_json(content: bytes) -> tuple[GraphFacts, dict[str, Any]]:
    found = json.loads(content)
    edges = [(e["source"], e["destination"], e["association_type"] or "") for e in found["edges"]]
    return GraphFacts({v["arn"]: v["title"] for v in found["vertices"]}, sorted(edges)), found


def read_dot(content: bytes) -> GraphFacts:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of its parser
        (graph,) = pydot.graph_from_dot_data(content.decode())
    unquote = json.loads  # a quoted text of DOT with the escapes that are written is one of JSON
    names = {
        unquote(node.get_name()): unquote(node.get_label()).partition("\n")[0]
        for node in graph.get_nodes()
        if node.get_name().startswith('"')
    }
    edges = [
        (unquote(edge.get_source()), unquote(edge.get_destination()), unquote(edge.get_label()))
        for edge in graph.get_edges()
    ]
    return GraphFacts(names, sorted(edges))


def read_events(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def read_open_lineage(content: bytes) -> GraphFacts:
    """Return the graph of OpenLineage events by what they say of entities."""
    names, edges = {}, []
    for event in read_events(content):
        place = event["dataset"] if "dataset" in event else event["run"]
        facet = place.get("facets", {}).get("sagemaker")
        if facet:
            names[facet["arn"]] = facet["title"]
            edges += [
                (found["source"], facet["arn"], found.get("type", "")) for found in facet["associations"]
            ]
    return GraphFacts(names, sorted(edges))


def read_svg(content: bytes) -> tuple[dict[str, str], list[tuple[str, str]], str]:
    """Return the titles of cards by id, the ends of lines, and all words of an SVG picture."""
    root = ET.fromstring(content)  # noqa: S314 - the explorer wrote it
    groups = list(root.iter(f"{SVG}g"))
    cards = {
        group.get("data-id", ""): (group.findtext(f"{SVG}title") or "").partition("\n")[0]
        for group in groups
        if group.get("class") == "card"
    }
    lines = [(g.get("data-source", ""), g.get("data-target", "")) for g in groups if g.get("class") == "edge"]
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    return cards, sorted(lines), words
