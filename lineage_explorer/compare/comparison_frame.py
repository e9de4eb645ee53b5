"""Comparison as a pandas data frame, which feeds table, files and notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lineage_explorer.compare.comparison import Comparison, Part, PartState
from lineage_explorer.compare.part_names import PartName, name_parts

if TYPE_CHECKING:
    import pandas as pd


class ComparisonRow(NamedTuple):
    """Fact that differs, or a part without one.

    Attributes:
        part: Name of the part.
        stage: Section that the row belongs to: data, code, …, metric, approval.
        state: State of the part.
        why: Why its two sides correspond.
        fact: Name of the fact; empty for the part itself.
        a, b: Values of the fact; for the part itself its name on each side.
        a_arn, b_arn: The entities; empty where a side has none, or several.
    """

    part: str
    stage: str
    state: str
    why: str
    fact: str
    a: str
    b: str
    a_arn: str
    b_arn: str


def list_rows(comparison: Comparison, only: PartState | None = None) -> list[ComparisonRow]:
    """Return the rows of a comparison, differences first.

    Args:
        comparison: The comparison.
        only: The state of the parts to list; None for all.
    """
    names = name_parts(comparison)
    return [
        row
        for part in comparison.parts
        if only in (None, part.state)
        for row in _list_part_rows(part, names[part.arn])
    ]


def _list_part_rows(part: Part, name: PartName) -> Iterator[ComparisonRow]:
    a_arn, b_arn = (members[0] if len(members) == 1 else "" for members in (part.a, part.b))
    why = explain_part(part)
    if not part.differences:
        yield ComparisonRow(name.title, part.section, part.state, why, "", name.a, name.b, a_arn, b_arn)
    for fact in part.differences:
        yield ComparisonRow(
            name.title, fact.section, part.state, why, fact.name, fact.a, fact.b, a_arn, b_arn
        )


def explain_part(part: Part) -> str:
    """Return why both sides correspond, and what proves them equal."""
    return f"{part.why}; identical by {part.identical}" if part.identical else part.why


def build_frame(comparison: Comparison, only: PartState | None = None) -> pd.DataFrame:
    """Return the rows of a comparison as a data frame."""
    import pandas as pd  # noqa: PLC0415 - slow to import, and rarely needed

    rows = [tuple(map(str, row)) for row in list_rows(comparison, only)]
    return pd.DataFrame(rows, columns=list(ComparisonRow._fields), dtype="object")
