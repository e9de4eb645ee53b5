"""One graph of `QueryLineage` responses that someone else asked for and kept, such as a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lineage.aws.assembly import assemble
from lineage.aws.entities import kind
from lineage.aws.pages import Answer
from lineage.errors import InvalidArn, UnexpectedResponse
from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Association, LineageType, Vertex, parse_arn, shortened, split_arn
from lineage.query import LineageQuery, as_utc

Response = Mapping[str, Any]
"""What boto3's `query_lineage` returns; every member may be absent."""

_ANSWERED = {"Vertices", "Edges"}
_ALWAYS_THERE = {"NextToken", "ResponseMetadata"}
_NAMED = 3
"""How many of several odd ARNs are told by name."""


def graph_of(responses: Response | Iterable[Response], *, start: str | None = None) -> LineageGraph:
    """Return the graph that responses tell of, drawn from as much of them as makes sense.

    Repetitions become one; an end that only an association names becomes a stub; an ARN that names no
    lineage entity, and a next page that was not asked for, become gaps.

    Args:
        responses: One response, or the pages of one answer in their order.
        start: ARN that the question was asked of; a response does not tell. Without it,
            `LineageGraph.start` names nothing that is in the graph.

    Raises:
        UnexpectedResponse: This is no answer of `QueryLineage`.
        InvalidArn: `start` is not the ARN of a lineage entity.
    """
    pages = [responses] if isinstance(responses, Mapping) else list(responses)
    for page in pages:
        _check(page)
    odd = frozenset(arn for page in pages for arn in _named(page) if not _is_lineage(arn))
    answer = Answer(
        vertices=tuple(_vertices(pages, but=odd)),
        associations=tuple(_associations(pages, but=odd)),
        pages=len(pages),
        calls=len(pages),
    )
    reading = Reading(
        pages=len(pages), calls=len(pages), finished=_read(pages), gaps=tuple(_gaps(pages, odd))
    )
    if start is not None:
        return assemble(LineageQuery(parse_arn(start)), [answer], reading)
    return _without_start(answer, reading)


def _check(page: Response) -> None:
    if isinstance(page, Mapping) and (page.keys() & _ANSWERED or not page.keys() - _ALWAYS_THERE):
        return
    raise UnexpectedResponse(
        f"“{shortened(str(page), 120)}” is no response of QueryLineage: it holds neither Vertices nor Edges. "
        "Pass what boto3's query_lineage returned, or a list of its pages.",
        operation="QueryLineage",
    )


def _without_start(answer: Answer, reading: Reading) -> LineageGraph:
    """Return a graph with nothing marked: its start names nothing, in the account that most of it is in."""
    ends = (arn for edge in answer.associations for arn in (edge.source, edge.destination))
    accounts = Counter(split_arn(arn).account for arn in (*(v.arn for v in answer.vertices), *ends))
    account = min(accounts, key=lambda one: (-accounts[one], one), default="0" * 12)
    nowhere = Arn(f"arn:aws:sagemaker::{account}:context/not-told")
    graph = assemble(LineageQuery(nowhere), [answer], reading)
    return replace(
        graph,
        vertices={arn: vertex for arn, vertex in graph.vertices.items() if arn != nowhere},
        matches=graph.matches - {nowhere},
        distances={},
    )


def _named(page: Response) -> Iterator[str]:
    for vertex in page.get("Vertices") or ():
        yield vertex.get("Arn") or ""
    for edge in page.get("Edges") or ():
        yield edge.get("SourceArn") or ""
        yield edge.get("DestinationArn") or ""


def _is_lineage(arn: str) -> bool:
    try:
        split_arn(Arn(arn))
    except InvalidArn:
        return False
    return True


def _vertices(pages: Sequence[Response], *, but: frozenset[str]) -> Iterator[Vertex]:
    for page in pages:
        for vertex in page.get("Vertices") or ():
            arn = Arn(vertex.get("Arn") or "")
            if arn not in but:
                yield Vertex(arn, _lineage_type(vertex) or kind(arn), vertex.get("Type") or None)


def _lineage_type(vertex: Response) -> LineageType | None:
    word = vertex.get("LineageType")
    return LineageType(word) if word in list(LineageType) else None


def _associations(pages: Sequence[Response], *, but: frozenset[str]) -> Iterator[Association]:
    """Yield one association an ordered pair, as the service keeps them; one with a type is preferred."""
    found: dict[tuple[str, str], Association] = {}
    for edge in (edge for page in pages for edge in page.get("Edges") or ()):
        ends = edge.get("SourceArn") or "", edge.get("DestinationArn") or ""
        type_ = edge.get("AssociationType") or None
        if but.isdisjoint(ends) and (ends not in found or not found[ends].type):
            found[ends] = Association(Arn(ends[0]), Arn(ends[1]), type_)
    yield from found.values()


def _gaps(pages: Sequence[Response], odd: frozenset[str]) -> Iterator[str]:
    if pages and pages[-1].get("NextToken"):
        yield "The last response names a next page, which is not here: ask again with its NextToken."
    if odd:
        named = ", ".join(f"“{shortened(arn, 60)}”" for arn in sorted(odd)[:_NAMED])
        more = f" and {len(odd) - _NAMED:,} more" if len(odd) > _NAMED else ""
        yield f"Left out, as no ARN of a lineage entity: {named}{more}."


def _read(pages: Sequence[Response]) -> datetime:
    """Return when the last response came, by its own header; now, if it lost that."""
    headers = (pages[-1].get("ResponseMetadata") or {}).get("HTTPHeaders") or {} if pages else {}
    try:
        return as_utc(parsedate_to_datetime(headers["date"]))
    except (KeyError, TypeError, ValueError):
        return datetime.now(UTC)
