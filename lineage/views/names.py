"""What a vertex is called: its whole name, and the lines of it that fit on a card."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from lineage.model import Arn, Described, shortened


@dataclass(frozen=True, slots=True)
class Room:
    """The room that a card has for its name.

    Attributes:
        lines: How many lines there are.
        ems: How wide a line is, in ems: 119 of the card's 136 units.
    """

    lines: int
    ems: float


NEAR = Room(lines=4, ems=8.5)
"""At a 14-unit font, which can be read from near."""

MIDDLE = Room(lines=3, ems=5.6)
"""At a 21-unit font, which can be read from further away."""

_SERVICE_SUFFIX = re.compile(
    r"(?:-\d{10})?-aws-(?:training-job|processing-job|transform-job|endpoint|model-group|model-package-group)$"
)


class _Widths(dict[str, int]):
    """How wide characters are, in hundredths of an em: of whole numbers, sums do not depend on the order."""

    def __missing__(self, char: str) -> int:
        return 67 if char.isascii() else 100


# Measured on Inter at weight 600; each rounded up to the widest of its row.
_WIDTHS = _Widths(
    (char, width)
    for chars, width in (
        (" ijlI", 28),
        ("!,.:;'·`|", 36),
        ("()[]/\\frt1", 42),
        ("-_^{}", 48),
        ('*?aLcekszxvyFJ7"', 59),
        ("bdghnopquE25", 63),
        ("PRSZBT034689#$&", 66),
        ("KYDXAV", 73),
        ("CUGHNOQ", 77),
        ("mwM", 92),
        ("W@%…", 102),
    )
    for char in chars
)
_BREAK_AFTER = "-_/.: ·"
_MOST_PARENTS = 3
_SAME_FOR_EVERY_JOB = {"model.tar.gz", "output.tar.gz", "output", "checkpoints"}


def name_of(arn: Arn, known: Described | None) -> str:
    """Return the whole name: the entity's own, else the tail of its source, else the tail of its ARN."""
    if known and known.name:
        return known.name
    if known and known.source_uri:
        return uri_tail(known.source_uri)
    return arn.rpartition("/")[2]


def names_of(entities: Mapping[Arn, Described | None]) -> dict[Arn, str]:
    """Return each entity's name; those that would be called alike say more of their sources."""
    names = {arn: name_of(arn, known) for arn, known in entities.items()}
    for parents in range(1, _MOST_PARENTS + 1):
        common = {name for name, times in Counter(names.values()).items() if times > 1}
        for arn, known in entities.items():
            if names[arn] in common and known and not known.name and known.source_uri:
                names[arn] = uri_tail(known.source_uri, parents=parents)
    return names


def uri_tail(uri: str, *, parents: int = 0) -> str:
    """Return what tells one source from its siblings, with so many of its parent folders.

    >>> uri_tail("s3://bucket/churn/train.csv")
    'train.csv'
    >>> uri_tail("s3://bucket/jobs/churn-0412/output/model.tar.gz")
    'churn-0412/model.tar.gz'
    >>> uri_tail("arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/7")
    'churn · v7'
    >>> uri_tail("123456789012.dkr.ecr.us-west-2.amazonaws.com/xgboost:1.7-1")
    'xgboost:1.7-1'
    """
    package = re.search(r":model-package/(.+)/(\d+)$", uri)
    if package:
        return f"{package[1]} · v{package[2]}"
    path = re.sub(r"^[a-z0-9]+://(?:[^/]+/(?=.))?|^arn:[^/]*/", "", uri)
    parts = [part for part in path.split("/") if part] or [uri]
    same = parts[-1] in _SAME_FOR_EVERY_JOB
    telling = [part for part in parts[:-1] if part not in _SAME_FOR_EVERY_JOB]
    shown = telling[max(0, len(telling) - parents - same) :]
    return "/".join([*shown, parts[-1]]) + ("/" if uri.endswith("/") else "")


def plain(name: str) -> str:
    """Return a name without what the service appends to every name of its kind."""
    return _SERVICE_SUFFIX.sub("", name) or name


# Fitting a name costs more than all else about a card, and a walk meets the same names at every step.
@lru_cache(maxsize=20_000)
def label(name: str, room: Room = NEAR) -> str:
    """Return a name as a card has room for it: without the suffix of its kind, its middle cut out."""
    text = plain(name)
    all_lines = room.lines * room.ems
    longest = min(len(text), round(all_lines / width("i")))
    tried = (shortened(text, length) for length in range(longest, 0, -1))
    likely = (text for text in tried if width(text.replace(" ", "")) <= all_lines)
    return next(text for text in likely if len(label_lines(text, room)) <= room.lines)


@lru_cache(maxsize=20_000)
def label_lines(text: str, room: Room = NEAR) -> tuple[str, ...]:
    """Break a label after the last separator that fits on each line, unless that wastes most of it."""
    lines = []
    ends = list(accumulate(map(_WIDTHS.__getitem__, text), initial=0))
    begin, longest = 0, round(100 * room.ems)
    while ends[-1] - ends[begin] > longest:
        fitting = bisect_right(ends, ends[begin] + longest, begin) - 1
        at = max((i + 1 for i in range(begin, fitting) if text[i] in _BREAK_AFTER), default=begin)
        if 3 * (ends[at] - ends[begin]) < longest:
            at = fitting
        lines.append(text[begin:at].rstrip())
        begin = at
    return (*lines, text[begin:])


def width(text: str) -> float:
    """Estimate how wide a text is in ems of the interface's semi-bold typeface."""
    return sum(map(_WIDTHS.__getitem__, text)) / 100
