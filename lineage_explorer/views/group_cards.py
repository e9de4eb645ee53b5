"""Name and style of a group's card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Entity, Vertex
from lineage_explorer.views.grouping import Group

MAX_GROUP_NAMES = 5
"""Number of member names that a group shows.

They are enough to recognize the others by.
"""

_MIN_COMMON_CHARACTERS = 3
"""Minimum number of letters and digits in a useful common name."""


def find_common_name(names: Sequence[str], *, total: int) -> str:
    """Return the part that names have in common, the rest left out.

    If too little is common, return the first name and the number of the others.

    Args:
        names: The names that are known.
        total: Number of entities.

    >>> find_common_name(["raw-2025-01.csv", "raw-2025-02.csv", "raw-2025-11.csv"], total=3)
    'raw-2025-….csv'
    >>> find_common_name(["train.csv", "train.csv"], total=2)
    'train.csv'
    >>> find_common_name(["birds.csv", "answers", "cities"], total=3)
    'answers and 2 more'
    """
    first = min(names)
    prefix = _find_common_prefix(names)
    if len(prefix) == len(first) == max(map(len, names)):
        return first
    suffix = _find_common_prefix([name[len(prefix) :][::-1] for name in names])[::-1]
    if sum(map(str.isalnum, prefix + suffix)) < _MIN_COMMON_CHARACTERS:
        return f"{first} and {total - 1:,} more"
    return f"{prefix}…{suffix}"


def _find_common_prefix(texts: Sequence[str]) -> str:
    common = takewhile(lambda chars: len(set(chars)) == 1, zip(*texts, strict=False))
    return "".join(chars[0] for chars in common)


def style_of_group(group: Group, vertex: Vertex, entities: Mapping[Arn, Entity]) -> EntityStyle:
    """Return the style of a group, titled with its number of members.

    It is the style of each member if they are all alike, else the style of their type.

    Args:
        group: The group.
        vertex: Any of its members: all have the same lineage type and type.
        entities: Descriptions of its members.
    """
    styles = {style_of(vertex, entities.get(arn)) for arn in group.members}
    style = styles.pop() if len(styles) == 1 else style_of(vertex)
    title = f"{len(group.members):,} × {style.title}"  # noqa: RUF001 - the sign of multiplication is meant
    return EntityStyle(style.icon, title, style.family)
