"""Options of a view: color mode, line style, orientation, and highlighted paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lineage_explorer.errors import InvalidArn, InvalidQuery
from lineage_explorer.graph.model import Arn, parse_arn, shorten_middle


class ColorMode(StrEnum):
    """Property that node colors encode, spelled as in the address."""

    TYPE = "type"
    ACCOUNT = "account"
    AGE = "age"
    STATUS = "status"
    APPROVAL = "approval"


class LineStyle(StrEnum):
    """Property that line styles encode, spelled as in the address."""

    PLAIN = "plain"
    ASSOCIATION = "association"


class Orientation(StrEnum):
    """Side of later entities in the layout, spelled as in the address."""

    RIGHT = "right"
    DOWN = "down"


_END_COUNT = 2


@dataclass(frozen=True, slots=True)
class PathQuery:
    """Two entities whose paths are highlighted, in either order.

    Attributes:
        path_number: Number of the emphasized path in the list of paths, from 1; None for none.
    """

    first: Arn
    second: Arn
    path_number: int | None = None

    @property
    def ends(self) -> tuple[Arn, Arn]:
        """Both entities."""
        return self.first, self.second

    def to_parameters(self) -> list[tuple[str, str]]:
        """Return the URL parameters that `parse_path_query` parses."""
        pairs = [("between", str(self.first)), ("between", str(self.second))]
        return pairs if self.path_number is None else [*pairs, ("path", str(self.path_number))]


def parse_path_query(between: Sequence[str], path: str | None = None) -> PathQuery | None:
    """Parse the values of `between` and `path`; None without either.

    Raises:
        InvalidQuery: The values do not name two different entities, or no valid path number.
    """
    if not between:
        if path is not None:
            raise InvalidQuery(
                "“path” is one of the paths “between” two entities, and none are named.", field="path"
            )
        return None
    if len(between) != _END_COUNT:
        raise InvalidQuery(
            f"“between” names {len(between)} {'entity' if len(between) == 1 else 'entities'}; "
            "paths are shown between two: give it twice.",
            field="between",
        )
    one, other = map(_parse_end, between)
    if one == other:
        raise InvalidQuery(
            f"“between” names “{shorten_middle(one, 120)}” twice; paths are shown between two different "
            "entities.",
            field="between",
        )
    return PathQuery(one, other, None if path is None else _parse_number(path))


def _parse_end(text: str) -> Arn:
    try:
        return parse_arn(text)
    except InvalidArn as error:
        raise InvalidArn(str(error), field="between") from None


def _parse_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9])):
        raise InvalidQuery(
            f"“path” is the number of a path, from 1 on; “{shorten_middle(text, 60)}” is not.", field="path"
        )
    return int(text[:9])
