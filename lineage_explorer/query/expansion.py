"""Expansion of a graph as a value in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import Arn, parse_arn, shorten_middle
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, LineageQuery

MAX_EXPANDED = 24
"""Maximum number of expanded and of collapsed vertices in one address.

Each expansion is another query, and an address has to fit into the address bar.
"""

MAX_ROUNDS = 9
"""Maximum number of rounds beyond the depth of a query.

With the API's maximum depth of 10, this gives a depth of 100.
"""


class Reach(StrEnum):
    """Distance and direction of an expansion, as the address spells it."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"
    ALL_UP = "all-up"
    ALL_DOWN = "all-down"
    ALL = "all"

    @property
    def direction(self) -> Direction:
        """Direction of the query.

        `both` and `all` mean all ancestors and all descendants, not the API's `Both`.
        """
        if self in {Reach.UP, Reach.ALL_UP}:
            return Direction.ASCENDANTS
        return Direction.DESCENDANTS if self in {Reach.DOWN, Reach.ALL_DOWN} else Direction.UP_AND_DOWN

    @property
    def depth(self) -> int:
        """Depth of the query: one association, or the API's maximum."""
        return MAX_DEPTH if self in {Reach.ALL_UP, Reach.ALL_DOWN, Reach.ALL} else 1


@dataclass(frozen=True, slots=True)
class ExpandedVertex:
    """Expanded vertex.

    `str` formats it as `parse` reads it: `up:<ARN>`.
    """

    arn: Arn
    reach: Reach

    def __str__(self) -> str:
        return f"{self.reach}:{self.arn}"

    @classmethod
    def parse(cls, text: str) -> ExpandedVertex:
        """Parse `<reach>:<ARN>`.

        Raises:
            InvalidQuery: The text does not begin with a reach, or no ARN follows.
        """
        reach, _, arn = text.partition(":")
        if reach not in set(Reach) or not arn:
            raise InvalidQuery(
                f"“{shorten_middle(text, 60)}” expands nothing: write grow=<how far>:<ARN>, and for how far "
                "one "
                f"of {', '.join(Reach)}.",
                field="grow",
            )
        return cls(_parse_vertex(arn, "grow"), Reach(reach))

    @property
    def query(self) -> LineageQuery:
        """Query that reads the expansion."""
        return LineageQuery(self.arn, self.reach.direction, depth=self.reach.depth)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Expansion of a graph beyond its query, and parts to leave out.

    Attributes:
        expanded: Expanded vertices, in the order in which they were expanded. A vertex that is not in the
            graph has no effect.
        collapsed: Collapsed vertices: no edges are followed beyond them.
        rounds: Number of rounds of further queries from the vertices at which reading reached its depth;
            0 to 9.

    Raises:
        InvalidQuery: A limit is exceeded.
    """

    expanded: tuple[ExpandedVertex, ...] = ()
    collapsed: tuple[Arn, ...] = ()
    rounds: int = 0

    def __post_init__(self) -> None:
        _check_count(len(self.expanded), "expanded", "grow")
        _check_count(len(self.collapsed), "contracted", "fold")
        if not 0 <= self.rounds <= MAX_ROUNDS:
            raise InvalidQuery(
                f"A question goes 1 to {MAX_ROUNDS} rounds further than its depth, not {self.rounds}.",
                field="further",
            )

    def __bool__(self) -> bool:
        return bool(self.expanded or self.collapsed or self.rounds)

    @classmethod
    def parse(cls, *, grow: Sequence[str], fold: Sequence[str], further: Sequence[str]) -> Expansion:
        """Parse the parameters `grow`, `fold` and `further` of an address.

        Raises:
            InvalidQuery: One of them has an invalid value.
        """
        return cls(
            tuple(dict.fromkeys(map(ExpandedVertex.parse, grow))),
            tuple(dict.fromkeys(_parse_vertex(text, "fold") for text in fold)),
            _parse_rounds(further[0]) if further else 0,
        )

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """URL parameters that `parse` reads."""
        return [
            *(("grow", str(vertex)) for vertex in self.expanded),
            *(("fold", arn) for arn in self.collapsed),
            *([("further", str(self.rounds))] if self.rounds else []),
        ]


def _parse_vertex(text: str, field: str) -> Arn:
    try:
        return parse_arn(text)
    except InvalidQuery as error:
        raise InvalidQuery(str(error), field=field) from None


def _check_count(count: int, what: str, field: str) -> None:
    if count > MAX_EXPANDED:
        raise InvalidQuery(
            f"At most {MAX_EXPANDED} entities can be {what} in one graph, not {count}. Make one of them "
            "the focus to go on from there.",
            field=field,
        )


def _parse_rounds(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not a number of rounds: write further=1 to "
            f"further={MAX_ROUNDS}.",
            field="further",
        ) from None


NO_EXPANSION = Expansion()
"""No expansion: the graph is shown as its query returned it."""
