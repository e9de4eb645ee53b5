"""Phrases for the sentences of answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.questions.answer import ResultItem
from lineage_explorer.sources.linked_resources import DELETED


@dataclass(frozen=True, slots=True)
class SentenceTemplates:
    """Sentence templates for one, several and no items.

    Each is a format string over `count` and `start`, without a full stop.

    Attributes:
        one: For one item.
        many: For several items.
        none: For no item, with a possible reason.
    """

    one: str
    many: str
    none: str

    def format_sentence(self, count: int, start: str) -> str:
        """Return the sentence for a number of items."""
        template = self.one if count == 1 else self.many if count else self.none
        return template.format(count=f"{count:,}", start=start)


def format_count(number: int, noun: str) -> str:
    """Format a number with its noun.

    For example `1 entity`, `2,000 data sets`, `2 entities`.
    """
    if number != 1:
        noun = noun[:-1] + "ies" if noun.endswith("ty") else noun + ("es" if noun == "match" else "s")
    return f"{number:,} {noun}"


def format_deleted(items: Iterable[ResultItem]) -> str:
    """Return a clause that counts the items that no longer exist.

    For example `; 4 of them no longer exist`; empty if all exist.
    """
    statuses = [item.status for item in items]
    deleted_count = statuses.count(DELETED)
    if not deleted_count:
        return ""
    if deleted_count == len(statuses):
        return "; it no longer exists" if deleted_count == 1 else "; none of them exists any longer"
    return f"; {deleted_count:,} of them no longer {'exists' if deleted_count == 1 else 'exist'}"


def format_nearest(items: Iterable[ResultItem]) -> str:
    """Return a clause that counts the items nearest to the start.

    For example `; 2 of them directly`; empty if all are equally near.
    """
    distances = [item.distance for item in items if item.distance is not None]
    nearest_count = distances.count(min(distances, default=0))
    return f"; {nearest_count:,} of them directly" if nearest_count < len(distances) else ""


def format_title_counts(titles: Iterable[str]) -> str:
    """Count titles, most frequent first.

    For example `3 data sets, 2 training jobs and 1 model`.
    """
    counts = sorted(Counter(titles).items(), key=lambda pair: (-pair[1], pair[0]))
    return join_phrases([format_count(number, title) for title, number in counts])


def join_phrases(parts: Sequence[str]) -> str:
    """Join phrases as in a sentence: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def format_day(moment: datetime) -> str:
    """Format a date for a sentence: `4 Nov 2026`."""
    return f"{moment:%-d %b %Y}"
