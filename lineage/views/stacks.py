"""What the card of a group says of its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from lineage.model import Arn, Entity, Vertex
from lineage.views.looks import Look, look_of
from lineage.views.siblings import Group

FIRST_NAMES = 5
"""Names that are told of a group: enough to know the others by."""

_TELLING = 3
"""Characters that names must have in common for it to say anything."""


def in_common(names: Sequence[str], *, among: int) -> str:
    """Return what names have in common, the rest left out; else the first and how many there are more.

    Args:
        names: Those that are known.
        among: How many entities there are.

    >>> in_common(["raw-2025-01.csv", "raw-2025-02.csv", "raw-2025-11.csv"], among=3)
    'raw-2025-….csv'
    >>> in_common(["train.csv", "train.csv"], among=2)
    'train.csv'
    >>> in_common(["birds.csv", "answers", "cities"], among=3)
    'answers and 2 more'
    """
    first = min(names)
    start = _beginning(names)
    if len(start) == len(first) == max(map(len, names)):
        return first
    end = _beginning([name[len(start) :][::-1] for name in names])[::-1]
    if sum(map(str.isalnum, start + end)) < _TELLING:
        return f"{first} and {among - 1:,} more"
    return f"{start}…{end}"


def _beginning(texts: Sequence[str]) -> str:
    alike = takewhile(lambda chars: len(set(chars)) == 1, zip(*texts, strict=False))
    return "".join(chars[0] for chars in alike)


def stacked_look(group: Group, vertex: Vertex, entities: Mapping[Arn, Entity]) -> Look:
    """Return how to draw a group: as each of its members where these look alike, titled with their number.

    Args:
        group: What to draw.
        vertex: Any of its members: all are of one kind and type.
        entities: What is known of them.
    """
    looks = {look_of(vertex, entities.get(arn)) for arn in group.members}
    look = looks.pop() if len(looks) == 1 else look_of(vertex)
    title = f"{len(group.members):,} × {look.title}"  # noqa: RUF001 - the sign of multiplication is meant
    return Look(look.icon, title, look.family)
