"""Tools of agents: operations of the API, sentences first, bounded.

An agent reads the text, a program the same as JSON. Nothing here knows the protocol between them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from lineage_explorer.api import parameters
from lineage_explorer.api.answer_body import AnswerBody, AnswerItem, QuestionsBody
from lineage_explorer.api.api_request import ReadLimits
from lineage_explorer.api.bodies import to_plain
from lineage_explorer.api.checks_body import ChecksBody
from lineage_explorer.api.compare_body import CompareBody, ComparedPartItem
from lineage_explorer.api.entity_body import EntityBody, NeighborItem
from lineage_explorer.api.error_body import build_error_body
from lineage_explorer.api.export_body import ExportBody, build_export_body
from lineage_explorer.api.impact_body import ImpactBody
from lineage_explorer.api.lineage_body import LineageBody, VertexItem
from lineage_explorer.api.openapi import describe_bodies, describe_values
from lineage_explorer.api.operations import OPERATIONS_BY_NAME, Operation
from lineage_explorer.api.parameters import ADDRESS_PARAMETERS, Parameter
from lineage_explorer.api.search_body import MatchItem, SearchBody
from lineage_explorer.api.serving_body import ServingBody
from lineage_explorer.errors import InvalidQuery, LineageError
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.export.export_options import Listing
from lineage_explorer.export.formats import FORMATS
from lineage_explorer.graph.date_text import format_minute
from lineage_explorer.graph.visible_text import escape_invisible

DEFAULT_ITEMS, MAX_ITEMS = 50, 200
"""Items of one result, unless asked for, and at most; the rest comes page by page."""

MAX_DOUBTS = 3
"""Reasons why a rule could not be judged that are told at most."""

MAX_CODE_LENGTH = 4_000
"""Characters of a script beyond which a result goes without it."""

TOOL_SECONDS = 120.0
"""Seconds that a tool may take."""


@dataclass(frozen=True, slots=True)
class AgentTool:
    """Tool of an agent.

    Attributes:
        name: Its name.
        description: What it does and when to use it.
        operation: The operation that it runs.
        parameters: Its arguments.
        format: Returns the lines of text for a body.
    """

    name: str
    description: str
    operation: Operation
    parameters: tuple[Parameter, ...]
    format: Callable[[Any], Iterator[str]]

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments."""
        return {
            "type": "object",
            "properties": {
                each.name: {**describe_values(each), "description": each.description}
                for each in self.parameters
            },
            "required": [each.name for each in self.parameters if each.is_required],
            "additionalProperties": False,
        }

    @property
    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of the result."""
        schemas = describe_bodies([self.operation.body], "#/$defs/{name}")
        return {**schemas.pop(self.operation.body.__name__), "$defs": schemas}


@dataclass(frozen=True, slots=True)
class ToolResult:
    """Result of a tool.

    Attributes:
        text: What it says, the sentence first.
        content: The same as plain values; None after an error.
    """

    text: str
    content: Any = None


_LIMIT = Parameter(
    parameters.LIMIT.name,
    f"How many items to answer with: {DEFAULT_ITEMS} unless given.",
    {"type": "integer", "minimum": 1, "maximum": MAX_ITEMS},
)
_BY_NAME = {parameter.name: parameter for parameter in ADDRESS_PARAMETERS}
_START = parameters.START.require()


def _select(*names: str) -> tuple[Parameter, ...]:
    return tuple(_BY_NAME[name] for name in names)


def run_tool(
    scope: RequestScope[ExplorerServices], tool: AgentTool, arguments: Mapping[str, Any], *, page_url: str
) -> ToolResult:
    """Run a tool; an error is a result that explains it.

    Args:
        scope: Supplies the services.
        tool: The tool.
        arguments: Its arguments.
        page_url: Where the explorer is served, for links.
    """
    pairs = {name: value for name, value in arguments.items() if value is not None}
    if _LIMIT in tool.parameters:
        pairs.setdefault(_LIMIT.name, DEFAULT_ITEMS)
    search = "?" + urlencode(pairs, doseq=True, quote_via=quote, safe=":/")
    limits = ReadLimits(TOOL_SECONDS)
    try:
        _check_arguments(tool, pairs)
        body = scope.run(search, lambda services, search: tool.operation.run(services, search, limits))
    except LineageError as error:
        told = build_error_body(error).error
        return ToolResult(f"{told.title}. {told.detail}")
    return _build_result(tool, _limit_body(body), page_url.rstrip("/"))


def _check_arguments(tool: AgentTool, arguments: Collection[str]) -> None:
    known = [each.name for each in tool.parameters]
    for name in arguments:
        if name not in known:
            raise InvalidQuery(f"“{name}” is not an argument here: use {', '.join(known)}.", field=name)


def _limit_body(body: Any) -> Any:
    """Return a body with lists that fit the context of a model."""
    if isinstance(body, AnswerBody) and len(body.code) > MAX_CODE_LENGTH:
        return replace(body, code="")
    if isinstance(body, CompareBody):
        return replace(body, parts=body.parts[:MAX_ITEMS])
    if isinstance(body, EntityBody):
        parents, children = body.parents, body.children
        return replace(
            body,
            parents=parents and parents[:DEFAULT_ITEMS],
            children=children and children[:DEFAULT_ITEMS],
            has_more_parents=body.has_more_parents or len(parents or ()) > DEFAULT_ITEMS,
            has_more_children=body.has_more_children or len(children or ()) > DEFAULT_ITEMS,
        )
    return body


def _build_result(tool: AgentTool, body: Any, page_url: str) -> ToolResult:
    lines = list(tool.format(body))
    if body.gaps:
        lines[1:1] = ["Not complete: " + " ".join(body.gaps)]
    if isinstance(body, ExportBody):
        lines.append(f"As a file: {page_url}{body.file}")
    if link := getattr(body, "link", None):
        lines.append(f"In the explorer: {page_url}{link}")
    return ToolResult("\n".join(map(escape_invisible, lines)), to_plain(body))


def _format_search(body: SearchBody) -> Iterator[str]:
    yield body.sentence
    yield from (_format_match(each) for each in body.matches)


def _format_match(item: MatchItem) -> str:
    return f"- {_join_name(item.title, item.subtitle)} ({item.kind}): {item.arn}"


def _format_questions(body: QuestionsBody) -> Iterator[str]:
    subject = f"of {body.title}" if body.title else "of some entity"
    yield f"{len(body.questions)} questions can be asked {subject}."
    yield from (f"- {each.slug}: {each.wording}" for each in body.questions)


def _format_answer(body: AnswerBody) -> Iterator[str]:
    yield body.sentence
    yield from map(_format_item, body.items)
    yield from _format_rest(len(body.items), body.count, body.next)


def _format_item(item: AnswerItem) -> str:
    facts = [item.kind or item.type, item.status, item.serving, item.unread]
    if item.created:
        facts.append(f"{item.created:%Y-%m-%d}")
    if item.created_by:
        facts.append(f"by {item.created_by}")
    source = f" [{item.source}]" if item.source else ""
    return (
        f"- {_join_name(item.title, item.subtitle)} ({', '.join(filter(None, facts))}): "
        f"{item.identifier}{source}"
    )


def _format_lineage(body: LineageBody) -> Iterator[str]:
    yield " ".join(filter(None, (body.headline, body.sentence)))
    yield from map(_format_vertex, body.vertices)
    yield from _format_rest(len(body.vertices), body.vertex_count, body.next)


def _format_vertex(item: VertexItem) -> str:
    facts = [item.type or item.lineage_type, item.role, item.status, item.serving, item.unread]
    return f"- {_join_name(item.title, item.subtitle)} ({', '.join(filter(None, facts))}): {item.arn}"


def _format_entity(body: EntityBody) -> Iterator[str]:
    yield f"{_join_name(body.title, body.subtitle)} ({body.kind}){', deleted' if body.is_deleted else ''}."
    yield from (f"- {fact.section}, {fact.title}: {fact.value}" for fact in body.facts)
    yield from (f"- Tag {key}: {value}" for key, value in (body.tags or {}).items())
    yield from _format_neighbors("Made from", body.parents, has_more=body.has_more_parents)
    yield from _format_neighbors("Led to", body.children, has_more=body.has_more_children)
    yield "Questions: " + ", ".join(each.slug for each in body.questions)


def _format_neighbors(
    title: str, neighbors: Sequence[NeighborItem] | None, *, has_more: bool
) -> Iterator[str]:
    for each in neighbors or ():
        yield f"- {title} {_join_name(each.title, each.subtitle)} ({each.type or 'no type'}): {each.arn}"
    if has_more:
        yield f"- {title} more than these: ask for the lineage."


def _format_serving(body: ServingBody) -> Iterator[str]:
    yield body.sentence
    for each in body.deployments:
        until = f" until {format_minute(each.until)}" if each.until else ""
        since = f" since {format_minute(each.since)}" if each.since else ""
        yield f"- {', '.join(each.titles) or 'unknown'}{since}{until}: {', '.join(each.model_package_arns)}"


def _format_checks(body: ChecksBody) -> Iterator[str]:
    yield " ".join((body.sentence, *body.notes))
    for each in body.findings:
        accepted = f" ({each.accepted})" if each.accepted else ""
        about = f": {each.arn}" if each.arn else ""
        yield f"- {each.severity}, {each.rule}{accepted}: {each.sentence}{about}"
    yield from _format_rest(len(body.findings), body.count, body.next)
    for rule in body.rules:
        if rule.verdict == "not judged":
            yield f"- Not judged, {rule.rule}: {' '.join(rule.doubts[:MAX_DOUBTS])}"


def _format_impact(body: ImpactBody) -> Iterator[str]:
    yield " ".join((body.sentence, *body.notes))
    for each in body.items:
        owner = f"owner {each.owner.name} by {each.owner.source}" if each.owner else each.unread or "no owner"
        facts = ", ".join(filter(None, (each.kind, each.state, owner)))
        yield f"- {each.group}: {_join_name(each.title, each.subtitle)} ({facts}): {each.arn}"
    yield from _format_rest(len(body.items), sum(body.counts.values()), body.next)


def _format_export(body: ExportBody) -> Iterator[str]:
    yield body.sentence
    if body.text is None:
        yield f"{body.name} does not fit here: fetch it."
    else:
        yield from body.text.splitlines()


def _format_comparison(body: CompareBody) -> Iterator[str]:
    yield " ".join((body.sentence, *body.notes))
    yield f"Parts: {', '.join(f'{number} {state}' for state, number in to_plain(body.counts).items())}."
    for part in body.parts:
        yield _format_part(part)
        for fact in part.facts:
            yield f"  - {fact.fact}: {fact.a or 'none'} → {fact.b or 'none'}"


def _format_part(part: ComparedPartItem) -> str:
    arns = " → ".join(filter(None, (part.a_arn, part.b_arn)))
    return f"- {part.part} ({part.stage}, {part.state}; {part.why}): {arns}"


def _format_rest(count: int, total: int, cursor: str | None) -> Iterator[str]:
    if cursor:
        yield f"{count} of {total}: go on with cursor={cursor}"


def _join_name(title: str, subtitle: str) -> str:
    return f"{title} · {subtitle}" if subtitle else title


_EXPORT = Operation(
    "export",
    "What an address shows, as a file.",
    ExportBody,
    build_export_body,
    required=(parameters.START,),
    own=(
        Parameter(
            "format",
            "The format: csv and edges-csv for tables, json, md, mermaid, dot, graphml, openlineage, svg, …",
            {"type": "string", "enum": [each.slug for each in FORMATS]},
            is_required=True,
        ),
        Parameter("list", "What a table lists.", {"type": "string", "enum": [*map(str, Listing)]}),
    ),
)
"""Export for agents; over HTTP it is a route of its own, which sends the file."""
_ACCOUNT = _select("account")

TOOLS = (
    AgentTool(
        "search",
        "Find entities of SageMaker lineage by ARN, S3 URI, name or part of a name. Use it first: other "
        "tools take the ARN that it gives.",
        OPERATIONS_BY_NAME["search"],
        (parameters.TEXT.require(), *_ACCOUNT),
        _format_search,
    ),
    AgentTool(
        "questions",
        "List what can be asked of an entity, with the slugs that `ask` takes; without a start, all.",
        OPERATIONS_BY_NAME["questions"],
        (parameters.START, *_ACCOUNT),
        _format_questions,
    ),
    AgentTool(
        "ask",
        "Answer one question about an entity: a sentence, then the list. It says what could not be read.",
        OPERATIONS_BY_NAME["answer"],
        (
            _START,
            parameters.QUESTION.require(),
            *_select("depth", "as_of"),
            *_ACCOUNT,
            _LIMIT,
            parameters.CURSOR,
        ),
        _format_answer,
    ),
    AgentTool(
        "lineage",
        "Read what an entity was made from and what was made from it: entities and associations.",
        OPERATIONS_BY_NAME["lineage"],
        (
            _START,
            *_select(
                "direction",
                "depth",
                "lineage_type",
                "type",
                "created_after",
                "created_before",
                "property",
                "tag",
                "hide",
                "as_of",
            ),
            *_ACCOUNT,
            _LIMIT,
            parameters.CURSOR,
        ),
        _format_lineage,
    ),
    AgentTool(
        "entity",
        "Read all that is known of one entity: facts, tags, neighbors, what can be asked of it.",
        OPERATIONS_BY_NAME["entity"],
        (parameters.ARN.require(), *_ACCOUNT),
        _format_entity,
    ),
    AgentTool(
        "serving",
        "Find which model version an endpoint serves, or served at a moment or in the course of a day.",
        OPERATIONS_BY_NAME["serving"],
        (_START, parameters.AS_OF, *_ACCOUNT),
        _format_serving,
    ),
    AgentTool(
        "checks",
        "Find what the lineage of an entity lacks: unapproved or untested versions, unknown data, code or "
        "owners, …; without a start, that of the whole account. Rules that could not be judged are named.",
        OPERATIONS_BY_NAME["checks"],
        (parameters.START, parameters.AS_OF, *_ACCOUNT, _LIMIT, parameters.CURSOR),
        _format_checks,
    ),
    AgentTool(
        "impact",
        "Find whom a change of an entity reaches: endpoints in service first, then versions, models, data, "
        "jobs, with their owners and what names them. With as_of, whom it reached then, by lineage alone.",
        OPERATIONS_BY_NAME["impact"],
        (_START, *_select("depth", "as_of"), *_ACCOUNT, _LIMIT, parameters.CURSOR),
        _format_impact,
    ),
    AgentTool(
        "export",
        "Write a lineage, the answer to a question, a comparison (with `against`), a timeline or a report as "
        "a file: a table, a graph, events, a diagram. What is long or no text is only linked.",
        _EXPORT,
        (
            *_EXPORT.own,
            _START,
            parameters.QUESTION,
            *_select("direction", "depth", "lineage_type", "type", "created_after", "created_before"),
            *_select("property", "tag", "hide", "as_of", "against", "against_as_of", "against_account"),
            *_ACCOUNT,
        ),
        _format_export,
    ),
    AgentTool(
        "compare",
        "Compare two versions, models, endpoints, jobs or data sets with all that is behind them: what "
        "changed, what only one has. With the same entity twice and as_of, compare it then and now. "
        "Differences come first; `only` leaves one state of parts.",
        OPERATIONS_BY_NAME["compare"],
        (
            _START,
            parameters.AGAINST.require(),
            parameters.AS_OF,
            *_select("against_as_of", "against_account", "only"),
            *_ACCOUNT,
        ),
        _format_comparison,
    ),
)
"""All tools."""
