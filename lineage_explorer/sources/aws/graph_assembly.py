"""Assemble a graph from result pages, or from responses that were saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any

from lineage_explorer.errors import UnexpectedResponse
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus, build_adjacency
from lineage_explorer.graph.model import (
    Arn,
    Association,
    Ends,
    Entity,
    Vertex,
    parse_arn,
    shorten_middle,
    split_arn,
)
from lineage_explorer.query.lineage_query import Filters, LineageQuery, compute_query_distances
from lineage_explorer.query.moments import as_utc
from lineage_explorer.sources.aws.entity_parser import get_lineage_type
from lineage_explorer.sources.aws.result_pages import (
    MergedResponse,
    describe_left_out,
    find_foreign_arns,
    merge_vertex,
    parse_associations,
    parse_vertices,
)


def assemble_graph(
    query: LineageQuery,
    responses: Sequence[MergedResponse],
    read_status: ReadStatus,
    *,
    confirmed_matches: frozenset[Arn] | None = None,
    start_entity: Entity | None = None,
) -> LineageGraph:
    """Merge the responses to a query into its graph.

    Args:
        query: The query.
        responses: The merged responses, in the order in which their contents are to appear.
        read_status: How the responses were read.
        confirmed_matches: Entities known to pass the filters; None when the vertices suffice to decide that.
        start_entity: Description of the start, if it was requested.
    """
    read_vertices = _merge_vertices(responses)
    associations = tuple(dict.fromkeys(edge for answer in responses for edge in answer.associations))
    focus = _find_spelling(query.start, read_vertices, associations)
    vertices = {focus: _build_start_vertex(focus, read_vertices, start_entity)} | read_vertices
    vertices |= {
        arn: Vertex(arn, get_lineage_type(arn), stub=True)
        for arn in _iterate_ends(associations)
        if arn not in vertices
    }
    adjacency = build_adjacency(vertices, (edge.ends for edge in associations))
    return LineageGraph(
        start=focus,
        vertices=MappingProxyType(vertices),
        associations=associations,
        matches=_find_matches(
            query.filters, vertices, vertices[focus], confirmed=confirmed_matches, entity=start_entity
        ),
        distances=MappingProxyType(compute_query_distances([focus], adjacency, query.direction)),
        read_status=read_status,
    )


def has_vertex(responses: Iterable[MergedResponse], arn: Arn) -> bool:
    """Return whether any response holds the vertex, ignoring case of ARNs."""
    folded_arn = arn.casefold()
    return any(vertex.arn.casefold() == folded_arn for answer in responses for vertex in answer.vertices)


def _merge_vertices(responses: Sequence[MergedResponse]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for answer in responses for vertex in answer.vertices):
        known = vertices.get(vertex.arn)
        vertices[vertex.arn] = merge_vertex(known, vertex) if known else vertex
    return vertices


def _find_spelling(start: Arn, vertices: Mapping[Arn, Vertex], associations: Sequence[Association]) -> Arn:
    """Return the start's ARN as the responses spell it.

    SageMaker writes names in ARNs in lower case; pasted ARNs may differ.
    """
    if start in vertices:
        return start
    folded_start = start.casefold()
    spellings = (arn for arn in (*vertices, *_iterate_ends(associations)) if arn.casefold() == folded_start)
    return next(spellings, start)


def _build_start_vertex(arn: Arn, vertices: Mapping[Arn, Vertex], entity: Entity | None) -> Vertex:
    """Return the start's vertex, or build it from its description.

    Responses without associations leave the start out.
    """
    return vertices.get(arn) or Vertex(arn, get_lineage_type(arn), entity.type if entity else None)


def _iterate_ends(associations: Iterable[Association]) -> Iterable[Arn]:
    return (arn for edge in associations for arn in edge.ends)


def _find_matches(
    filters: Filters,
    vertices: Mapping[Arn, Vertex],
    start: Vertex,
    *,
    confirmed: frozenset[Arn] | None,
    entity: Entity | None,
) -> frozenset[Arn]:
    if not filters:
        return frozenset(vertices)
    if confirmed is None:
        return frozenset(arn for arn, vertex in vertices.items() if _has_wanted_type(filters, vertex))
    start_passes = (
        _has_wanted_type(filters, start) and entity is not None and _has_wanted_properties(filters, entity)
    )
    return confirmed | {start.arn} if start_passes else confirmed


def _has_wanted_type(filters: Filters, vertex: Vertex) -> bool:
    has_lineage_type = not filters.lineage_types or vertex.lineage_type in filters.lineage_types
    return has_lineage_type and (not filters.types or vertex.type in filters.types)


def _has_wanted_properties(filters: Filters, entity: Entity) -> bool:
    """Apply the date and property filters as `QueryLineage` does."""
    properties = filters.properties
    return (
        _is_within(entity.created, filters.created_after, filters.created_before)
        and _is_within(entity.modified, filters.modified_after, filters.modified_before)
        and (not properties or any(entity.properties.get(pair.key) == pair.value for pair in properties))
    )


def _is_within(moment: datetime | None, after: datetime | None, before: datetime | None) -> bool:
    if after is None and before is None:
        return True
    return moment is not None and (after is None or after <= moment) and (before is None or moment <= before)


Response = Mapping[str, Any]
"""Return value of boto3's `query_lineage`; every member may be absent."""

_RESULT_MEMBERS = {"Vertices", "Edges"}
_COMMON_MEMBERS = {"NextToken", "ResponseMetadata"}


def parse_responses(responses: Response | Iterable[Response], *, start: str | None = None) -> LineageGraph:
    """Build the graph of `QueryLineage` responses, ignoring their invalid parts.

    Repetitions are merged. An entity that only an association names becomes a stub. An ARN that is not of a
    lineage entity becomes a gap, and so does a next page that is missing.

    Args:
        responses: One response, or the pages of one response in their order.
        start: ARN at which the query began; a response does not hold it. Without it, `LineageGraph.start`
            is an ARN that is not in the graph.

    Raises:
        UnexpectedResponse: A page is not a response of `QueryLineage`.
        InvalidArn: `start` is not the ARN of a lineage entity.
    """
    if responses is None or isinstance(responses, (str, bytes)):
        raise UnexpectedResponse(_explain_no_response(responses), operation="QueryLineage")
    pages = [responses] if isinstance(responses, Mapping) else list(responses)
    for page in pages:
        _check_page(page)
    foreign_arns = frozenset(arn for page in pages for arn in find_foreign_arns(page))
    merged_pages = MergedResponse(
        vertices=tuple(vertex for page in pages for vertex in parse_vertices(page)),
        associations=tuple(_merge_repeated(edge for page in pages for edge in parse_associations(page))),
        pages=len(pages),
        calls=len(pages),
    )
    read_status = ReadStatus(
        pages=len(pages),
        calls=len(pages),
        finished_at=_parse_date(pages),
        gaps=tuple(_describe_gaps(pages, foreign_arns)),
    )
    if start is not None:
        return assemble_graph(LineageQuery(parse_arn(start)), [merged_pages], read_status)
    return _build_without_start(merged_pages, read_status)


def _explain_no_response(responses: str | bytes | None) -> str:
    if responses is None:
        return "None was passed. Pass what boto3's query_lineage returned, or a list of its pages."
    text = responses if isinstance(responses, str) else responses.decode(errors="replace")
    return (
        f"“{shorten_middle(text, 120)}” is text, not a response of QueryLineage: "
        "read it with json.loads first."
    )


def _check_page(page: Response) -> None:
    if isinstance(page, Mapping) and (page.keys() & _RESULT_MEMBERS or not page.keys() - _COMMON_MEMBERS):
        return
    raise UnexpectedResponse(
        f"“{shorten_middle(str(page), 120)}” is not a response of QueryLineage: "
        "it holds neither Vertices nor Edges. "
        "Pass what boto3's query_lineage returned, or a list of its pages.",
        operation="QueryLineage",
    )


def _build_without_start(merged_pages: MergedResponse, read_status: ReadStatus) -> LineageGraph:
    """Build a graph without a marked start.

    Its `start` is a made-up ARN in the account of most vertices.
    """
    ends = (arn for edge in merged_pages.associations for arn in (edge.source, edge.destination))
    accounts = Counter(split_arn(arn).account for arn in (*(v.arn for v in merged_pages.vertices), *ends))
    account = min(accounts, key=lambda candidate: (-accounts[candidate], candidate), default="0" * 12)
    missing_start = Arn(f"arn:aws:sagemaker::{account}:context/not-told")
    graph = assemble_graph(LineageQuery(missing_start), [merged_pages], read_status)
    return replace(
        graph,
        vertices={arn: vertex for arn, vertex in graph.vertices.items() if arn != missing_start},
        matches=graph.matches - {missing_start},
        distances={},
    )


def _merge_repeated(associations: Iterable[Association]) -> Iterator[Association]:
    """Yield one association per ordered pair of entities.

    The service keeps only one as well. An association with a type is preferred.
    """
    found: dict[Ends, Association] = {}
    for edge in associations:
        if edge.ends not in found or not found[edge.ends].type:
            found[edge.ends] = edge
    yield from found.values()


def _describe_gaps(pages: Sequence[Response], foreign_arns: frozenset[str]) -> Iterator[str]:
    if pages and pages[-1].get("NextToken"):
        yield "The last response names a next page, which is not here: ask again with its NextToken."
    yield from describe_left_out(foreign_arns)


def _parse_date(pages: Sequence[Response]) -> datetime:
    """Return the last response's date header, or else the current time."""
    headers = (pages[-1].get("ResponseMetadata") or {}).get("HTTPHeaders") or {} if pages else {}
    try:
        return as_utc(parsedate_to_datetime(headers["date"]))
    except (KeyError, TypeError, ValueError):
        return datetime.now(UTC)
