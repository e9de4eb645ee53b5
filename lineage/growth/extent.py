"""How far a picture goes beyond its question, as values that the address holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lineage.errors import InvalidQuery
from lineage.model import Arn, parse_arn, shortened
from lineage.query import MAX_DEPTH, Direction, LineageQuery

MOST_EXPANDED = 24
"""Vertices that one address expands, and as many that it contracts: each is a query more, and an address
has to fit into the address bar."""

MOST_ROUNDS = 9
"""Rounds beyond the depth of a question: with the API's 10 that is a depth of 100."""


class Reach(StrEnum):
    """How far and which way a vertex is expanded, as the address spells it."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"
    ALL_UP = "all-up"
    ALL_DOWN = "all-down"
    ALL = "all"

    @property
    def direction(self) -> Direction:
        """The way to walk: `both` and `all` are everything up and everything down, not the API's `Both`."""
        if self in {Reach.UP, Reach.ALL_UP}:
            return Direction.ASCENDANTS
        return Direction.DESCENDANTS if self in {Reach.DOWN, Reach.ALL_DOWN} else Direction.UP_AND_DOWN

    @property
    def depth(self) -> int:
        """One association, or as many as the API follows."""
        return MAX_DEPTH if self in {Reach.ALL_UP, Reach.ALL_DOWN, Reach.ALL} else 1


@dataclass(frozen=True, slots=True)
class Expansion:
    """A vertex from which the picture goes on; `str` writes what `parse` reads: `up:<ARN>`."""

    arn: Arn
    reach: Reach

    def __str__(self) -> str:
        return f"{self.reach}:{self.arn}"

    @classmethod
    def parse(cls, text: str) -> Expansion:
        """Read `<reach>:<ARN>`.

        Raises:
            InvalidQuery: It does not begin with a reach, or no ARN follows.
        """
        reach, _, arn = text.partition(":")
        if reach not in set(Reach) or not arn:
            raise InvalidQuery(
                f"“{shortened(text, 60)}” expands nothing: write grow=<how far>:<ARN>, and for how far one "
                f"of {', '.join(Reach)}.",
                field="grow",
            )
        return cls(_vertex(arn, "grow"), Reach(reach))

    @property
    def query(self) -> LineageQuery:
        """What to read for it."""
        return LineageQuery(self.arn, self.reach.direction, depth=self.reach.depth)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a picture goes beyond its question, or stays behind it.

    Attributes:
        expanded: Vertices from which the picture goes on, in the order in which they were expanded. One that
            is not in the picture means nothing.
        contracted: Vertices at which it ends: nothing is followed beyond them.
        rounds: How often the question is asked again where reading reached its depth; 0 to 9.

    Raises:
        InvalidQuery: There are too many of them.
    """

    expanded: tuple[Expansion, ...] = ()
    contracted: tuple[Arn, ...] = ()
    rounds: int = 0

    def __post_init__(self) -> None:
        _few(len(self.expanded), "expanded", "grow")
        _few(len(self.contracted), "contracted", "fold")
        if not 0 <= self.rounds <= MOST_ROUNDS:
            raise InvalidQuery(
                f"A question goes 1 to {MOST_ROUNDS} rounds further than its depth, not {self.rounds}.",
                field="further",
            )

    def __bool__(self) -> bool:
        return bool(self.expanded or self.contracted or self.rounds)

    @classmethod
    def parse(cls, *, grow: list[str], fold: list[str], further: list[str]) -> Extent:
        """Read the parameters `grow`, `fold` and `further` of an address.

        Raises:
            InvalidQuery: One of them has a value that it cannot have.
        """
        return cls(
            tuple(dict.fromkeys(map(Expansion.parse, grow))),
            tuple(dict.fromkeys(_vertex(text, "fold") for text in fold)),
            _rounds(further[0]) if further else 0,
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that `parse` reads."""
        return [
            *(("grow", str(one)) for one in self.expanded),
            *(("fold", arn) for arn in self.contracted),
            *([("further", str(self.rounds))] if self.rounds else []),
        ]


def _vertex(text: str, field: str) -> Arn:
    try:
        return parse_arn(text)
    except InvalidQuery as error:
        raise InvalidQuery(str(error), field=field) from None


def _few(count: int, what: str, field: str) -> None:
    if count > MOST_EXPANDED:
        raise InvalidQuery(
            f"At most {MOST_EXPANDED} entities can be {what} in one picture, not {count}. Make one of them "
            "the focus to go on from there.",
            field=field,
        )


def _rounds(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidQuery(
            f"“{shortened(text, 60)}” is no number of rounds: write further=1 to further={MOST_ROUNDS}.",
            field="further",
        ) from None


AS_ASKED = Extent()
"""A picture that shows what its question asks, no more and no less."""
