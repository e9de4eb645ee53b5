"""Comparison as plain values, in the API's words."""

from __future__ import annotations

from typing import Any

from lineage_explorer.compare.comparison import Comparison, Part, PartState
from lineage_explorer.compare.comparison_frame import explain_part
from lineage_explorer.compare.part_names import PartName, name_parts


def describe_counts(comparison: Comparison) -> dict[str, int]:
    """Return the number of parts in each state."""
    order = ("same", "again", "changed", "a", "b", "unknown")
    return {word: comparison.counts[PartState(word)] for word in order}


def describe_parts(comparison: Comparison, only: PartState | None = None) -> list[dict[str, Any]]:
    """Return the parts, differences first."""
    names = name_parts(comparison)
    return [_describe_part(part, names[part.arn]) for part in comparison.parts if only in (None, part.state)]


def _describe_part(part: Part, name: PartName) -> dict[str, Any]:
    return {
        "part": name.title,
        "stage": str(part.section),
        "state": str(part.state),
        "why": explain_part(part),
        "facts": [
            {"fact": fact.name, "stage": str(fact.section), "a": fact.a, "b": fact.b}
            for fact in part.differences
        ],
        "a": name.a,
        "b": name.b,
        "a_arn": part.a[0] if len(part.a) == 1 else None,
        "b_arn": part.b[0] if len(part.b) == 1 else None,
        "a_count": len(part.a),
        "b_count": len(part.b),
    }
