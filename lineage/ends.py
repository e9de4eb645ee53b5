"""Query for the paths between two entities.

In the address: `between` twice, and optionally `path` for one of the paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineage.errors import InvalidArn, InvalidQuery
from lineage.model import Arn, parse_arn, shortened

_BOTH = 2


@dataclass(frozen=True, slots=True)
class Ends:
    """Two entities whose paths are highlighted, in either order.

    Attributes:
        path: Number of the emphasized path in the list of paths, from 1; None for none.
    """

    one: Arn
    other: Arn
    path: int | None = None

    def pairs(self) -> list[tuple[str, str]]:
        """Return the URL parameters that `ends` parses."""
        pairs = [("between", str(self.one)), ("between", str(self.other))]
        return pairs if self.path is None else [*pairs, ("path", str(self.path))]


def ends(named: Sequence[str], path: str | None = None) -> Ends | None:
    """Parse the values of `between` and `path`; None without either.

    Raises:
        InvalidQuery: The values do not name two different entities, or no valid path number.
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
