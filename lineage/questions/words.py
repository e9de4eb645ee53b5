"""Answers in words: how many of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage.answer import Item
from lineage.resources import DELETED


@dataclass(frozen=True, slots=True)
class Words:
    """The three sentences of a question; each a format over `count` and `start`, without a full stop.

    Attributes:
        one: When one thing was found.
        many: When several were.
        none: When nothing was, and why that can be.
    """

    one: str
    many: str
    none: str

    def say(self, count: int, start: str) -> str:
        """Return the sentence for a number of findings."""
        form = self.one if count == 1 else self.many if count else self.none
        return form.format(count=f"{count:,}", start=start)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 entity`, `2,000 data sets`, `2 entities`."""
    if number != 1:
        noun = noun[:-1] + "ies" if noun.endswith("ty") else noun + "s"
    return f"{number:,} {noun}"


def gone(items: Iterable[Item]) -> str:
    """Return a clause on those that no longer exist: `; 4 of them no longer exist`; empty for none."""
    statuses = [item.status for item in items]
    missing = statuses.count(DELETED)
    if not missing:
        return ""
    if missing == len(statuses):
        return "; it no longer exists" if missing == 1 else "; none of them exists any longer"
    return f"; {missing:,} of them no longer {'exists' if missing == 1 else 'exist'}"


def nearest(items: Iterable[Item]) -> str:
    """Return a clause on those that are nearest to the start: `; 2 of them directly`; empty if all are."""
    distances = [item.distance for item in items if item.distance is not None]
    near = distances.count(min(distances, default=0))
    return f"; {near:,} of them directly" if near < len(distances) else ""


def by_title(titles: Iterable[str]) -> str:
    """Count things by what they are called, most first: `3 data sets, 2 training jobs and 1 model`."""
    counts = sorted(Counter(titles).items(), key=lambda pair: (-pair[1], pair[0]))
    return listed([counted(number, title) for title, number in counts])


def listed(parts: Sequence[str]) -> str:
    """Join as a sentence does: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def day(moment: datetime) -> str:
    """Return a date as a sentence holds it: `4 Nov 2026`."""
    return f"{moment:%-d %b %Y}"
