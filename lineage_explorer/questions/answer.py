"""Answer to a question, and the phrases of its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import LineageQuery, Request
from lineage_explorer.sources.linked_resources import DELETED

UNREADABLE = "unreadable"
"""Part of an item in what an endpoint serves, where that may not be read."""


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One result of a question.

    Attributes:
        arn: None if it is not a lineage entity, for example a pipeline execution or a trial.
        identifier: Its identifier: its ARN, or the name of a trial.
        name: Short readable name, not the whole ARN.
        subtitle: What tells it apart from items of the same name; may be empty.
        unread: Why its facts could not be read, in a few words; empty if they could.
        type: Its type as `QueryLineage` spells it; its kind if it has no type.
        created: Aware, in UTC; None if unknown.
        status: Its own status or that of its linked resource, as the API spells it; `deleted` if that
            resource is gone, empty if unknown.
        source: URI or ARN of its linked resource. For a pipeline execution: the jobs or versions that name
            it. For a trial: its experiment. Empty if it has none.
        created_by: The user that created it; empty if the account does not record one.
        distance: Number of associations from the start; None if it was not found by following associations.
        serving: Its part in what the start serves: `serving`, `replaced`, or empty if that is not known.
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
    subtitle: str = ""
    unread: str = ""
    serving: str = ""


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


@dataclass(frozen=True, slots=True)
class SentenceTemplates:
    """Sentence templates for one, several and no items.

    Each is a format string over `count`, `things` and `start`, without a full stop.

    Attributes:
        one: For one item.
        many: For several items.
        none: For no item, with a possible reason.
    """

    one: str
    many: str
    none: str

    def format_sentence(self, count: int, start: str, things: str = "") -> str:
        """Return the sentence for a number of items.

        Args:
            count: The number of items.
            start: Name of the start.
            things: The items counted by kind: "8 data sets and 2 scripts".
        """
        template = self.one if count == 1 else self.many if count else self.none
        return template.format(count=f"{count:,}", start=start, things=things)


def format_count(number: int, noun: str) -> str:
    """Format a number with its noun.

    For example `1 entity`, `2,000 data sets`, `2 entities`.
    """
    if number != 1:
        noun = noun[:-1] + "ies" if noun.endswith("ty") else noun + ("es" if noun.endswith("ch") else "s")
    return f"{number:,} {noun}"


def format_deleted(items: Iterable[ResultItem]) -> str:
    """Return a clause that counts the items that no longer exist.

    For example `; 4 deleted`; empty if all exist.
    """
    statuses = [item.status for item in items]
    deleted_count = statuses.count(DELETED)
    if not deleted_count:
        return ""
    if deleted_count == len(statuses):
        return "; it is deleted" if deleted_count == 1 else "; all deleted"
    return f"; {deleted_count:,} deleted"


def format_nearest(items: Iterable[ResultItem]) -> str:
    """Return a clause that counts the items nearest to the start.

    For example `; 2 directly, 8 further away`; empty if all are equally near.
    """
    distances = [item.distance for item in items if item.distance is not None]
    nearest_count = distances.count(min(distances, default=0))
    rest = len(distances) - nearest_count
    return f"; {nearest_count:,} directly, {rest:,} further away" if rest else ""


def format_title_counts(titles: Iterable[str]) -> str:
    """Count titles, most frequent first.

    For example `3 data sets, 2 training jobs and 1 model`.
    """
    counts = sorted(Counter(titles).items(), key=lambda pair: (-pair[1], pair[0]))
    return join_phrases([format_count(number, title) for title, number in counts])


def join_phrases(parts: Sequence[str]) -> str:
    """Join phrases as in a sentence: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
