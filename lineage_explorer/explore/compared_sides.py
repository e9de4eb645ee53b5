"""Comparison with what readers see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from lineage_explorer.compare.comparison import Comparison, PartState
from lineage_explorer.compare.part_names import PartName
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity


@dataclass(frozen=True, eq=False)
class ComparedSides:
    """Two sides, and what differs.

    Attributes:
        comparison: The comparison.
        graph: Both sides as one graph, a vertex a part.
        names: The name of each part, by the entity that stands for it.
        label_a, label_b: What the sides are called.
        sentence: What differs, in a few sentences.
        notes: Sentences on what is counted apart.
        against: The second entity.
    """

    comparison: Comparison
    graph: LineageGraph
    names: Mapping[Arn, PartName]
    label_a: str
    label_b: str
    sentence: str
    notes: tuple[str, ...]
    against: Arn

    @property
    def is_pending(self) -> bool:
        """Whether parts are still being read; none are."""
        return False

    @property
    def is_across(self) -> bool:
        """Whether the sides were read from two places."""
        return bool(self.comparison.a.place)

    @property
    def gaps(self) -> tuple[str, ...]:
        """One sentence for each thing that could not be read."""
        return self.comparison.gaps

    @property
    def entities(self) -> Mapping[Arn, Entity]:
        """The descriptions of both sides."""
        return {**self.comparison.b.entities, **self.comparison.a.entities}


def shorten_label(label: str, other: str) -> str:
    """Return a label without the words that it begins like another with.

    >>> shorten_label("customer-churn v6", "customer-churn v7")
    'v6'
    >>> shorten_label("train.csv (run a1 · 16 Mar)", "train.csv (run b2 · 18 May)")
    'run a1 · 16 Mar'
    """
    words, others = label.split(" "), other.split(" ")
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False)))
    rest = " ".join(words[common:]) or label
    return rest if rest.count(")") <= rest.count("(") else label[label.rindex("(") + 1 :].removesuffix(")")


def list_states(compared: ComparedSides) -> Mapping[PartState, str]:
    """Return the word for each state, as badges and links say it."""
    return {
        PartState.CHANGED: "Changed",
        PartState.ONLY_B: f"Only in {shorten_label(compared.label_b, compared.label_a)}",
        PartState.ONLY_A: f"Only in {shorten_label(compared.label_a, compared.label_b)}",
        PartState.UNKNOWN: "Not known",
        PartState.AGAIN: "Made again",
        PartState.SAME: "Same",
    }
