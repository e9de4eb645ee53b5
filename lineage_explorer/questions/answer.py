"""Answer of a question: sentence, result items, graph and API requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.api_request import Request
from lineage_explorer.query.lineage_query import LineageQuery


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One result of a question.

    Attributes:
        arn: None if it is not a lineage entity, for example a pipeline execution or a trial.
        identifier: Its identifier: its ARN, or the name of a trial.
        name: Short readable name, not the whole ARN.
        type: Its type as `QueryLineage` spells it; its kind if it has no type.
        created: Aware, in UTC; None if unknown.
        status: Its own status or that of its linked resource, as the API spells it; `deleted` if that
            resource is gone, empty if unknown.
        source: URI or ARN of its linked resource. For a pipeline execution: the jobs or versions that name
            it. For a trial: its experiment. Empty if it has none.
        created_by: The user that created it; empty if the account does not record one.
        distance: Number of associations from the start; None if it was not found by following associations.
    """

    arn: Arn | None
    identifier: str
    name: str
    type: str
    created: datetime | None = None
    status: str = ""
    source: str = ""
    created_by: str = ""
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class WiderQuery:
    """Suggested query without the filter by type.

    Attributes:
        sentence: What it would find, and why it may find more.
    """

    sentence: str
    query: LineageQuery


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer to one question about one entity.

    Attributes:
        question_slug: The question's slug.
        start: The entity that the question is about.
        sentence: The answer in words.
        items: The results in reading order: nearest first, then newest first.
        requests: The API requests, in the order in which they were sent.
        query: The single query that gave this answer; None if it took none or several.
        graph: The lineage that was read, as one graph: the items are its matches, the vertices between start
            and items its path vertices. None if no lineage was read.
        gaps: One plain sentence for each thing that could not be read; empty if all was read.
        wider: Offered if nothing of the requested type was found.
    """

    question_slug: str
    start: Arn
    sentence: str
    items: tuple[ResultItem, ...] = ()
    requests: tuple[Request, ...] = ()
    query: LineageQuery | None = None
    graph: LineageGraph | None = None
    gaps: tuple[str, ...] = ()
    wider: WiderQuery | None = None
