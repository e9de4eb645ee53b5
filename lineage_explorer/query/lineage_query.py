"""Lineage query as a value, validated against the limits of `QueryLineage`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.lineage_graph import Adjacency
from lineage_explorer.graph.model import Arn, LineageType, shorten_middle
from lineage_explorer.graph.traversal import compute_distances

MAX_DEPTH = 10
MAX_TYPES = 5
MAX_TYPE_LENGTH = 40
MAX_PROPERTIES = 5
MAX_PROPERTY_LENGTH = 256

SUGGESTED_TYPES = (
    "DataSet",
    "Image",
    "Model",
    "ModelGroup",
    "Endpoint",
    "TrainingJob",
    "ProcessingJob",
    "TransformJob",
    "Approval",
    "ModelDeployment",
    "ModelReplaced",
    "Checkpoint",
    "TensorBoard",
    "ModelData",
)
"""Types that SageMaker's own tooling writes.

Spelled as `QueryLineage` matches them; the match is exact.
"""


class Direction(StrEnum):
    """Direction of a query.

    All but `UP_AND_DOWN` are the API's own values.
    """

    UP_AND_DOWN = "UpAndDown"
    """All ancestors and all descendants: one query each, merged."""
    ASCENDANTS = "Ascendants"
    DESCENDANTS = "Descendants"
    BOTH = "Both"
    """Both directions from every visited entity.

    It reaches unrelated runs through shared data and images.
    """


@dataclass(frozen=True, slots=True, order=True)
class Property:
    """Filter for one property of an entity: key and value.

    Each has 1 to 256 characters.
    """

    key: str
    value: str

    def __post_init__(self) -> None:
        for text in (self.key, self.value):
            if not 1 <= len(text) <= MAX_PROPERTY_LENGTH:
                raise InvalidQuery(
                    f"“{shorten_middle(str(self), 60)}” cannot be a property: key and value have 1 to "
                    f"{MAX_PROPERTY_LENGTH} characters each.",
                    field="property",
                )

    def __str__(self) -> str:
        """Return the property as `parse` reads it."""
        is_plain_key = self.key == self.key.strip() and not re.search(r'[:="\\]', self.key)
        is_plain_value = self.value == self.value.strip() and not self.value.startswith('"')
        key = self.key if is_plain_key else _add_quotes(self.key)
        return f"{key}:{self.value if is_plain_value else _add_quotes(self.value)}"

    @classmethod
    def parse(cls, text: str) -> Property:
        r"""Parse `key:value` or `key=value`.

        The first colon or equals sign is the separator, so that values may contain ARNs and URIs. A key that
        contains one is quoted, `"aws:cloudformation:stack-name":churn`, or has it escaped, `aws\:x:churn`.
        Quotes keep spaces at either end, too.

        Raises:
            InvalidQuery: There is no separator, or nothing before or after it.
        """
        match = _PROPERTY.fullmatch(text.strip(" \t\n"))
        if not (match and match["key"].strip() and match["value"].strip()):
            raise InvalidQuery(
                f"“{shorten_middle(text, 60)}” is no property: write it as key:value or key=value. "
                'A key that contains a colon is quoted: "aws:stack":value.',
                field="property",
            )
        value = match["value"].strip()
        return cls(_strip_quotes(match["key"].strip(), escapes=True), _strip_quotes(value, escapes=False))


_PROPERTY = re.compile(r"""(?P<key>"(?:[^"\\]|\\.)*"\s*|(?:[^:=\\]|\\.)*)[:=](?P<value>.*)""", re.DOTALL)


def _add_quotes(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _strip_quotes(text: str, *, escapes: bool) -> str:
    """Return the text within quotes; without them, resolve escapes if asked."""
    is_quoted = re.fullmatch(r'"(?:[^"\\]|\\.)*"', text, re.DOTALL)
    if is_quoted:
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return re.sub(r"\\([:=\\])", r"\1", text) if escapes else text


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that an entity must meet to be a match.

    Fields combine with AND, values within one field with OR.

    Attributes:
        lineage_types: Any of the four lineage types.
        types: Up to 5, each at most 40 characters; the match is exact.
        created_after, created_before, modified_after, modified_before: Aware datetimes, inclusive.
        properties: Up to 5; an entity passes if it has any of them.

    Raises:
        InvalidQuery: A limit of the API is exceeded, or a period ends before it begins.
    """

    lineage_types: tuple[LineageType, ...] = ()
    types: tuple[str, ...] = ()
    created_after: datetime | None = None
    created_before: datetime | None = None
    modified_after: datetime | None = None
    modified_before: datetime | None = None
    properties: tuple[Property, ...] = ()

    def __post_init__(self) -> None:
        _check_types(self.types)
        if len(self.properties) > MAX_PROPERTIES:
            raise InvalidQuery(
                f"At most {MAX_PROPERTIES} properties can be asked for at once, not {len(self.properties)}: "
                f"{', '.join(map(str, self.properties))}.",
                field="property",
            )
        keys = [item.key for item in self.properties]
        for key in keys:
            if keys.count(key) > 1:
                raise InvalidQuery(
                    f"“{key}” is asked for twice; QueryLineage takes one value a property.", field="property"
                )
        _check_period("created", self.created_after, self.created_before)
        _check_period("modified", self.modified_after, self.modified_before)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    @property
    def has_time_or_property(self) -> bool:
        """True if the filters need more than lineage type and type.

        A vertex of a response has only these two, so a match cannot be decided from it alone.
        """
        times = (self.created_after, self.created_before, self.modified_after, self.modified_before)
        return bool(self.properties) or any(times)


@dataclass(frozen=True, slots=True)
class LineageQuery:
    """Query for lineage around one entity.

    Equal queries are equal values, so a query can be the key of a cache.

    Attributes:
        start: The entity to begin at; the API takes one ARN per request.
        direction: Direction to follow from `start`.
        depth: Maximum path length, in associations: 1 to 10, the API's limit.
        filters: What to look for; empty means everything.
        include_paths: With filters: keep the entities between the start and the matches (`IncludeEdges`).

    Raises:
        InvalidQuery: `depth` is out of range.
    """

    start: Arn
    direction: Direction = Direction.UP_AND_DOWN
    depth: int = MAX_DEPTH
    filters: Filters = field(default_factory=Filters)
    include_paths: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.depth <= MAX_DEPTH:
            raise InvalidQuery(
                f"Depth must be 1 to {MAX_DEPTH}, the limit of QueryLineage; {self.depth} is not.",
                field="depth",
            )

    def with_start(self, start: Arn) -> LineageQuery:
        """Return the same query with another start."""
        return replace(self, start=start)


def compute_query_distances(
    start: Arn, adjacency: Adjacency, direction: Direction, *, stop: Callable[[Arn], bool] | None = None
) -> dict[Arn, int]:
    """Return the distance of each vertex that a query reaches.

    Args:
        start: The vertex to begin at.
        adjacency: The neighbors of each vertex.
        direction: Direction of the query.
        stop: Returns whether a vertex is reached, but not passed; None to pass all.
    """
    up, down = adjacency.parents, adjacency.children
    if direction is Direction.ASCENDANTS:
        return compute_distances([start], up, stop=stop)
    if direction is Direction.DESCENDANTS:
        return compute_distances([start], down, stop=stop)
    if direction is Direction.BOTH:
        return compute_distances([start], up, down, stop=stop)
    above, below = compute_distances([start], up, stop=stop), compute_distances([start], down, stop=stop)
    return {arn: min(steps[arn] for steps in (above, below) if arn in steps) for arn in above | below}


def clean_values(values: Iterable[str]) -> tuple[str, ...]:
    """Strip values; drop empty ones and duplicates, keeping the order."""
    return tuple(dict.fromkeys(stripped for value in values if (stripped := value.strip())))


def as_utc(moment: datetime) -> datetime:
    """Convert a datetime to UTC, assuming UTC if it has no zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _check_types(types: tuple[str, ...]) -> None:
    if len(types) > MAX_TYPES:
        raise InvalidQuery(
            f"At most {MAX_TYPES} types can be asked for at once, not {len(types)}: "
            f"{shorten_middle(', '.join(types), 200)}.",
            field="type",
        )
    for name in types:
        if len(name) > MAX_TYPE_LENGTH:
            raise InvalidQuery(
                f"A type to filter by has at most {MAX_TYPE_LENGTH} characters, the limit of QueryLineage; "
                f"“{shorten_middle(name, 60)}” has {len(name)}.",
                field="type",
            )


def _check_period(name: str, after: datetime | None, before: datetime | None) -> None:
    if after and before and before < after:
        raise InvalidQuery(
            f"The period “{name}” ends ({before:%Y-%m-%d %H:%M} UTC) "
            f"before it begins ({after:%Y-%m-%d %H:%M} UTC).",
            field=f"{name}_before",
        )


@dataclass(frozen=True, slots=True)
class Request:
    """One request to the SageMaker API, in boto3's spelling.

    All result pages of one response count as one request.

    Attributes:
        operation: As the API spells it, for example `QueryLineage`.
        parameters: Request members as boto3 takes them, without `NextToken`.
    """

    operation: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
