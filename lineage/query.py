"""A question to `QueryLineage`, as a value that refuses to be one the API would refuse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from lineage.errors import InvalidQuery
from lineage.model import Arn, LineageType, shortened

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
"""The types that SageMaker's own tooling writes, spelled as `QueryLineage` matches them: to the letter."""


class Direction(StrEnum):
    """Which way to walk. All but `UP_AND_DOWN` are the API's own words."""

    UP_AND_DOWN = "UpAndDown"
    """Everything upstream and everything downstream of the start: one query each, merged."""
    ASCENDANTS = "Ascendants"
    DESCENDANTS = "Descendants"
    BOTH = "Both"
    """Both ways from every visited entity: reaches unrelated runs through shared data and images."""


@dataclass(frozen=True, slots=True, order=True)
class Property:
    """One key and value to look for among an entity's properties; each 1 to 256 characters."""

    key: str
    value: str

    def __post_init__(self) -> None:
        for part in (self.key, self.value):
            if not 1 <= len(part) <= MAX_PROPERTY_LENGTH:
                raise InvalidQuery(
                    f"“{shortened(str(self), 60)}” cannot be a property: key and value have 1 to "
                    f"{MAX_PROPERTY_LENGTH} characters each.",
                    field="property",
                )

    def __str__(self) -> str:
        return f"{self.key}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Property:
        """Read `key:value`; the first colon divides, so that values may hold ARNs and URIs.

        Raises:
            InvalidQuery: There is no colon, or nothing before or after it.
        """
        key, colon, value = text.partition(":")
        if not colon:
            raise InvalidQuery(
                f"“{shortened(text, 60)}” has no colon: write a property as key:value.", field="property"
            )
        return cls(key.strip(), value.strip())


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entity must be to be a match. Members combine with AND, values within one with OR.

    Attributes:
        lineage_types: Up to the four kinds.
        types: Up to 5, each at most 40 characters, matched to the letter.
        created_after, created_before, modified_after, modified_before: Aware datetimes, inclusive.
        properties: Up to 5; an entity passes when it has any of them.

    Raises:
        InvalidQuery: A limit of the API is passed, or a period ends before it begins.
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
    def by_time_or_property(self) -> bool:
        """True when a vertex alone, which carries only kind and type, cannot tell whether it matches."""
        times = (self.created_after, self.created_before, self.modified_after, self.modified_before)
        return bool(self.properties) or any(times)


@dataclass(frozen=True, slots=True)
class LineageQuery:
    """What to read; equal questions are equal values, so a query can key a cache.

    Attributes:
        start: Where to begin; the API takes one ARN a call.
        direction: Which way to walk from `start`.
        depth: Longest way to follow, in associations: 1 to 10, the API's limit.
        filters: What to look for; empty means everything.
        paths: With filters: keep the entities between the start and the matches (`IncludeEdges`).

    Raises:
        InvalidQuery: `depth` is out of range.
    """

    start: Arn
    direction: Direction = Direction.UP_AND_DOWN
    depth: int = MAX_DEPTH
    filters: Filters = field(default_factory=Filters)
    paths: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.depth <= MAX_DEPTH:
            raise InvalidQuery(
                f"Depth must be 1 to {MAX_DEPTH}, the limit of QueryLineage; {self.depth} is not.",
                field="depth",
            )

    def refocused(self, start: Arn) -> LineageQuery:
        """Return the same question asked of another entity."""
        return replace(self, start=start)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Strip, drop empty ones and repetitions, keep the order."""
    return tuple(dict.fromkeys(stripped for value in values if (stripped := value.strip())))


def as_utc(moment: datetime) -> datetime:
    """Read a datetime without a zone as UTC, and move any other to UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _check_types(types: tuple[str, ...]) -> None:
    if len(types) > MAX_TYPES:
        raise InvalidQuery(
            f"At most {MAX_TYPES} types can be asked for at once, not {len(types)}: "
            f"{shortened(', '.join(types), 200)}.",
            field="type",
        )
    for name in types:
        if len(name) > MAX_TYPE_LENGTH:
            raise InvalidQuery(
                f"A type to filter by has at most {MAX_TYPE_LENGTH} characters, the limit of QueryLineage; "
                f"“{shortened(name, 60)}” has {len(name)}.",
                field="type",
            )


def _check_period(name: str, after: datetime | None, before: datetime | None) -> None:
    if after and before and before < after:
        raise InvalidQuery(
            f"The period “{name}” ends ({before:%Y-%m-%d %H:%M} UTC) "
            f"before it begins ({after:%Y-%m-%d %H:%M} UTC).",
            field=f"{name}_before",
        )
