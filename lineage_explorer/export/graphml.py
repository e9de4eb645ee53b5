"""A view as GraphML, which most graph libraries and editors read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias
from xml.sax.saxutils import quoteattr

from lineage_explorer.export.graph_records import EdgeRecord, GraphRecords, VertexRecord
from lineage_explorer.export.json_file import format_moment
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.text_lines import encode_lines, escape_xml

Data: TypeAlias = Mapping[str, str | bool | int]

_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def write_graphml(records: GraphRecords, provenance: Provenance) -> Iterator[bytes]:
    """Yield a graph as GraphML, with ARNs as the ids of nodes.

    Edges of the type `SameAs` are directed as they were recorded: most readers refuse a mixture.
    """
    about: Data = {
        "title": provenance.title,
        "summary": provenance.sentence,
        "address": provenance.address,
        "account": provenance.account,
        "read_at": format_moment(provenance.read_at) or "",
        "complete": provenance.is_complete,
        "notes": "\n".join(provenance.notes),
        "gaps": "\n".join(provenance.gaps),
        "start": records.start,
    }
    nodes = [(record.arn, _list_node_data(record)) for record in records.vertices]
    edges = [(record, _list_edge_data(record)) for record in records.edges]
    parts = [_GRAPHML]
    for scope, samples in (
        ("graph", [about]),
        ("node", [data for _, data in nodes]),
        ("edge", [data for _, data in edges]),
    ):
        found = {key: _name_type(value) for data in samples for key, value in data.items()}
        parts += [
            f'<key id="{scope}-{key}" for="{scope}" attr.name="{key}" attr.type="{type_}"/>\n'
            for key, type_ in found.items()
        ]
    parts.append(f'<graph id="lineage" edgedefault="directed">\n{_format_data("graph", about)}\n')
    yield "".join(parts).encode()
    yield from encode_lines(_list_lines(nodes, edges))
    yield b"</graph>\n</graphml>\n"


def _list_lines(nodes: Sequence[tuple[str, Data]], edges: Sequence[tuple[EdgeRecord, Data]]) -> Iterator[str]:
    for arn, data in nodes:
        yield f"<node id={_format_attribute(arn)}>{_format_data('node', data)}</node>\n"
    for number, (edge, data) in enumerate(edges):
        ends = f"source={_format_attribute(edge.source)} target={_format_attribute(edge.destination)}"
        yield f'<edge id="e{number}" {ends}>{_format_data("edge", data)}</edge>\n'


def _name_type(value: str | bool | int) -> str:
    if isinstance(value, str):
        return "string"
    return "boolean" if isinstance(value, bool) else "int"


def _format_attribute(text: str) -> str:
    return quoteattr(escape_xml(text, is_markup=False))


def _format_data(scope: str, data: Data) -> str:
    return "".join(f'<data key="{scope}-{key}">{_format_value(value)}</data>' for key, value in data.items())


def _format_value(value: str | bool | int) -> str:
    return str(value).lower() if isinstance(value, bool) else escape_xml(str(value))


def _list_node_data(record: VertexRecord) -> Data:
    row = record.row
    found: dict[str, str | bool | int | None] = {
        "label": row.name,
        "title": row.name,
        "subtitle": row.subtitle,
        "kind": row.style.title,
        "lineage_type": row.lineage_type,
        "type": row.type,
        "role": row.role,
        "name": record.name,
        "source_uri": record.source_uri,
        "created": format_moment(record.created),
        "created_by": record.created_by,
        "status": record.status,
        "serving": record.serving,
        "unread": record.unread,
        "distance": row.distance,
    }
    return {key: value for key, value in found.items() if value is not None}


def _list_edge_data(record: EdgeRecord) -> Data:
    data: dict[str, str | bool | int] = {
        "association_type": record.association_type or "",
        "is_bridge": record.is_bridge,
    }
    if record.is_bridge:
        data["over"] = record.over
    return data
