"""A view as one JSON document, in the API's words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from lineage_explorer.compare.comparison import PartState
from lineage_explorer.compare.comparison_values import describe_counts, describe_parts
from lineage_explorer.explore.view import View
from lineage_explorer.export.graph_records import EdgeRecord, GraphRecords, VertexRecord
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.text_lines import encode_lines
from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.answer import ResultItem
from lineage_explorer.views.path_list import describe_paths


def write_json(view: View, records: GraphRecords, provenance: Provenance) -> Iterator[bytes]:
    """Yield a JSON document, with a line for each entity and association."""
    head = {
        "title": provenance.title,
        "sentence": provenance.sentence,
        "link": provenance.address,
        "account": provenance.account,
        "start": records.start,
        "complete": provenance.is_complete,
        "notes": provenance.notes,
        "gaps": provenance.gaps,
        "read_at": format_moment(provenance.read_at),
        "pages": view.graph.read_status.pages,
        "calls": view.graph.read_status.calls,
        "vertex_count": len(records.vertices),
        "edge_count": len(records.edges),
        **_describe_answer(view),
        **_describe_paths(view),
        **_describe_comparison(view),
    }
    yield (_format_json(head)[:-1] + ',\n"vertices": [\n').encode()
    yield from encode_lines(_join_lines(map(_describe_vertex, records.vertices)))
    yield b'],\n"edges": [\n'
    yield from encode_lines(_join_lines(map(_describe_edge, records.edges)))
    yield b"]}\n"


def format_moment(moment: datetime | None) -> str | None:
    """Return a moment as ISO 8601; None if it is not known."""
    return moment.isoformat() if moment else None


def _format_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _join_lines(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield items as lines with commas between them."""
    separator = ""
    for item in items:
        yield separator + _format_json(item)
        separator = ",\n"
    yield "\n"


def _describe_vertex(record: VertexRecord) -> dict[str, Any]:
    row = record.row
    return {
        "arn": record.arn,
        "name": record.name,
        "title": row.name,
        "subtitle": row.subtitle,
        "lineage_type": record.vertex.lineage_type,
        "type": record.vertex.type,
        "kind": row.style.title,
        "source_uri": record.source_uri,
        "created": format_moment(record.created),
        "modified": format_moment(record.modified),
        "created_by": record.created_by,
        "status": record.status,
        "role": row.role,
        "distance": row.distance,
        "serving": record.serving,
        "unread": record.unread,
    }


def _describe_edge(record: EdgeRecord) -> dict[str, Any]:
    return {
        "source": record.source,
        "destination": record.destination,
        "association_type": record.association_type,
        "is_bridge": record.is_bridge,
        **({"over": record.over} if record.is_bridge else {}),
    }


def _describe_comparison(view: View) -> dict[str, Any]:
    compared, query = view.loaded.comparison, view.address.compared
    if compared is None:
        return {}
    comparison, only = compared.comparison, query.only if query else None
    return {
        "comparison": {
            "against": compared.against,
            "notes": compared.notes,
            "counts": describe_counts(comparison),
            "associations": asdict(comparison.associations),
            "parts": describe_parts(comparison, PartState(only) if only else None),
        }
    }


def _describe_answer(view: View) -> dict[str, Any]:
    answer = view.loaded.answer
    if answer is None:
        return {}
    items = [_describe_item(item) for item in answer.items]
    return {"answer": {"question": answer.question_slug, "sentence": answer.sentence, "items": items}}


def _describe_item(item: ResultItem) -> dict[str, Any]:
    return {name: _convert(value) for name, value in asdict(item).items()}


def _convert(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_moment(value)
    return value or None if isinstance(value, str) else value


def _describe_paths(view: View) -> dict[str, Any]:
    """Return the sentence about paths, and each as a list of ARNs."""
    if view.paths is None:
        return {}
    listed: list[list[Arn]] = [list(path) for path in view.paths.listed]
    sentence = describe_paths(view.paths, view.graph, view.loaded.entities).sentence
    return {"paths": {"sentence": sentence, "listed": listed, "total": view.paths.total}}
