"""Lineage query as a value, validated against the limits of `QueryLineage`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.date_text import format_minute
from lineage_explorer.graph.lineage_graph import Adjacency
from lineage_explorer.graph.model import Arn, LineageType, shorten_middle
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.pairs import Property, Tag

MAX_DEPTH = 10
MAX_TYPES = 5
MAX_TYPE_LENGTH = 40
MAX_PROPERTIES = 5
MAX_TAGS = 5

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


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that an entity must meet to be a match.

    Fields combine with AND, values within one field with OR.

    Attributes:
        lineage_types: Any of the four lineage types.
        types: Up to 5, each at most 40 characters; the match is exact.
        created_after, created_before, modified_after, modified_before: Aware datetimes, inclusive.
        properties: Up to 5; an entity passes if it has any of them.
        tags: Up to 5; an entity passes if it carries any of them. `QueryLineage` knows no tags, so they are
            read by themselves.

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
    tags: tuple[Tag, ...] = ()

    def __post_init__(self) -> None:
        _check_types(self.types)
        if len(self.tags) > MAX_TAGS:
            raise InvalidQuery(
                f"At most {MAX_TAGS} tags can be asked for at once, not {len(self.tags)}: "
                f"{shorten_middle(', '.join(map(str, self.tags)), 200)}.",
                field="tag",
            )
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
        depth_up, depth_down: Depth of one way of `UP_AND_DOWN`, instead of `depth`; None for the same.

    Raises:
        InvalidQuery: A depth is out of range, or belongs to a way that the direction does not have.
    """

    start: Arn
    direction: Direction = Direction.UP_AND_DOWN
    depth: int = MAX_DEPTH
    filters: Filters = field(default_factory=Filters)
    include_paths: bool = True
    depth_up: int | None = None
    depth_down: int | None = None

    def __post_init__(self) -> None:
        for name in ("depth", "depth_up", "depth_down"):
            depth = getattr(self, name)
            if depth is not None and not 1 <= depth <= MAX_DEPTH:
                raise InvalidQuery(
                    f"Depth must be 1 to {MAX_DEPTH}, the limit of QueryLineage; {depth} is not.", field=name
                )
        if self.has_separate_depths and self.direction is not Direction.UP_AND_DOWN:
            name = "depth_up" if self.depth_up else "depth_down"
            raise InvalidQuery(
                f"“{name}” is for the direction UpAndDown; for {self.direction}, “depth” says how far to go.",
                field=name,
            )

    @property
    def has_separate_depths(self) -> bool:
        """Whether one way has another depth than the other."""
        return self.depth_up is not None or self.depth_down is not None

    def get_depth(self, direction: Direction) -> int:
        """Return the depth in a direction; the greater one for several."""
        up, down = self.depth_up or self.depth, self.depth_down or self.depth
        return {Direction.ASCENDANTS: up, Direction.DESCENDANTS: down}.get(direction, max(up, down))

    def with_start(self, start: Arn) -> LineageQuery:
        """Return the same query with another start."""
        return replace(self, start=start)

    def with_direction(self, direction: Direction) -> LineageQuery:
        """Return the same query in one direction, with its depth."""
        depth = self.get_depth(direction)
        return replace(self, direction=direction, depth=depth, depth_up=None, depth_down=None)

    def with_depths(self, up: int, down: int) -> LineageQuery:
        """Return the same query with a depth for each way.

        Equal depths are one depth, so that equal queries are equal values.
        """
        if up == down:
            return replace(self, depth=up, depth_up=None, depth_down=None)
        return replace(
            self,
            depth_up=None if up == self.depth else up,
            depth_down=None if down == self.depth else down,
        )

    def drop_tags(self) -> LineageQuery:
        """Return the part of the query that `QueryLineage` answers."""
        return replace(self, filters=replace(self.filters, tags=())) if self.filters.tags else self


def compute_query_distances(
    starts: Collection[Arn],
    adjacency: Adjacency,
    direction: Direction,
    *,
    stop: Callable[[Arn], bool] | None = None,
) -> dict[Arn, int]:
    """Return the distance of each vertex that a query reaches.

    Args:
        starts: The vertices to begin at.
        adjacency: The neighbors of each vertex.
        direction: Direction of the query.
        stop: Returns whether a vertex is reached, but not passed; None to pass all.
    """
    up, down = adjacency.parents, adjacency.children
    if direction is Direction.ASCENDANTS:
        return compute_distances(starts, up, stop=stop)
    if direction is Direction.DESCENDANTS:
        return compute_distances(starts, down, stop=stop)
    if direction is Direction.BOTH:
        return compute_distances(starts, up, down, stop=stop)
    above, below = compute_distances(starts, up, stop=stop), compute_distances(starts, down, stop=stop)
    return {arn: min(steps[arn] for steps in (above, below) if arn in steps) for arn in above | below}


def clean_values(values: Iterable[str]) -> tuple[str, ...]:
    """Strip values; drop empty ones and duplicates, keeping the order."""
    return tuple(dict.fromkeys(stripped for value in values if (stripped := value.strip())))


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
            f"The period “{name}” ends ({format_minute(before)} UTC) "
            f"before it begins ({format_minute(after)} UTC).",
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
