"""What a question is answered with: a sentence, a list, a picture, and how it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.query import LineageQuery


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the SageMaker API, its members as boto3 takes them; the pages of one answer are one call.

    Attributes:
        operation: As the API spells it, for example `QueryLineage`.
        parameters: Without `NextToken`.
    """

    operation: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that answers a question.

    Attributes:
        arn: None where it is no lineage entity, as a pipeline execution or a trial.
        value: What stands for it: its ARN, or the name of a trial.
        name: What it is called; a reader's word for it, not its whole ARN.
        type: Its type as `QueryLineage` spells it; its kind where it has none.
        created: Aware, in UTC; None where that is not known.
        status: Its own, or that of the resource behind it, as the API spells it; `deleted` where that is
            gone, empty where nothing tells.
        source: URI or ARN of what it stands for; of a pipeline execution the jobs or versions that name
            it, of a trial its experiment; empty where it has none.
        who: Who made it; empty where the account does not say.
        distance: Associations from the start; None where it was found in another way.
    """

    arn: Arn | None
    value: str
    name: str
    type: str
    created: datetime | None = None
    status: str = ""
    source: str = ""
    who: str = ""
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class Wider:
    """A second try to offer: the same request without its filter by type.

    Attributes:
        sentence: What it would find, and why it may find more.
    """

    sentence: str
    query: LineageQuery


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question about one entity.

    Attributes:
        slug: The question's.
        start: The entity that the question was asked of.
        sentence: The answer in words.
        items: The answer as a list, in reading order: near before far, then newest first.
        requests: What was asked of the API, in the order in which it was asked.
        query: The one query whose answer this is; None where it took none, or several.
        graph: What was read, as one picture: the items are its matches, and the way to them its path;
            None where no lineage was read.
        gaps: One plain sentence for each thing that could not be read; empty when all was.
        wider: Offered when nothing of the type that was asked for was found.
    """

    slug: str
    start: Arn
    sentence: str
    items: tuple[Item, ...] = ()
    requests: tuple[Request, ...] = ()
    query: LineageQuery | None = None
    graph: LineageGraph | None = None
    gaps: tuple[str, ...] = ()
    wider: Wider | None = None
