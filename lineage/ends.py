"""The two entities whose paths are looked at: `between` twice in the address, and `path` for one path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineage.errors import InvalidArn, InvalidQuery
from lineage.model import Arn, parse_arn, shortened

_BOTH = 2


@dataclass(frozen=True, slots=True)
class Ends:
    """Two entities, in either order.

    Attributes:
        path: Number of the path that stands out among those that are listed, from 1; None for none.
    """

    one: Arn
    other: Arn
    path: int | None = None

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the address that `ends` reads."""
        pairs = [("between", str(self.one)), ("between", str(self.other))]
        return pairs if self.path is None else [*pairs, ("path", str(self.path))]


def ends(named: Sequence[str], path: str | None = None) -> Ends | None:
    """Read the values of `between` and `path`; None where neither is given.

    Raises:
        InvalidQuery: They name no two entities, or no path between them.
    """
    if not named:
        if path is not None:
            raise InvalidQuery(
                "“path” is one of the paths “between” two entities, and none are named.", field="path"
            )
        return None
    if len(named) != _BOTH:
        raise InvalidQuery(
            f"“between” names {len(named)} {'entity' if len(named) == 1 else 'entities'}; "
            "paths are shown between two: give it twice.",
            field="between",
        )
    one, other = map(_end, named)
    if one == other:
        raise InvalidQuery(
            f"“between” names “{shortened(one, 120)}” twice; paths are shown between two different entities.",
            field="between",
        )
    return Ends(one, other, None if path is None else _number(path))


def _end(text: str) -> Arn:
    try:
        return parse_arn(text)
    except InvalidArn as error:
        raise InvalidArn(str(error), field="between") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9])):
        raise InvalidQuery(
            f"“path” is the number of a path, from 1 on; “{shortened(text, 60)}” is not.", field="path"
        )
    return int(text[:9])
