"""Names of the parts of a comparison.

A part has one name where both sides agree, else both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from lineage_explorer.compare.comparison import Comparison, Part, PartState
from lineage_explorer.compare.entity_facts import FactDifference, Section
from lineage_explorer.graph.entity_names import SEPARATOR, EntityName, name_entities
from lineage_explorer.graph.model import Arn

ARROW = " → "

_TELLING = ("rows", "number", "auc")
"""Facts that tell most of a change, if they differ."""

_SHORT_COMMIT = 8


@dataclass(frozen=True, slots=True)
class PartName:
    """Name of a part.

    Attributes:
        title: What it is called on both sides.
        subtitle: What tells its two sides apart.
        a, b: Its name on each side, in one line; empty where a side has none.
    """

    title: str
    subtitle: str
    a: str
    b: str


def name_sides(comparison: Comparison) -> Mapping[Arn, EntityName]:
    """Return the names of all entities of both sides, shown together."""
    a, b = comparison.a, comparison.b
    arns = dict.fromkeys((*a.vertices, *b.vertices))
    return name_entities({arn: b.entities.get(arn) or a.entities.get(arn) for arn in arns})


def name_parts(comparison: Comparison) -> Mapping[Arn, PartName]:
    """Return the name of each part, by its entity."""
    names = name_sides(comparison)
    found = {part.arn: _name_part(part, names) for part in comparison.parts}
    counts = Counter((name.title, name.subtitle) for name in found.values())
    return {
        arn: name if counts[name.title, name.subtitle] == 1 else _add_own_name(name, names[arn])
        for arn, name in found.items()
    }


def _add_own_name(name: PartName, own: EntityName) -> PartName:
    """Return a name with what tells the first side's entity apart."""
    return replace(name, subtitle=SEPARATOR.join(filter(None, (name.subtitle, own.line))))


def _name_part(part: Part, names: Mapping[Arn, EntityName]) -> PartName:
    first, second = (_name_members(members, names) for members in (part.a, part.b))
    known = second or first or EntityName("")
    title, subtitle = known.title, known.subtitle
    if first and second:
        title = join_values(first.title, second.title)
        subtitle = join_values(first.subtitle, second.subtitle)
    if part.state is PartState.CHANGED and (change := _choose_change(part)):
        subtitle = change
    return PartName(title, subtitle, first.line if first else "", second.line if second else "")


def _name_members(members: tuple[Arn, ...], names: Mapping[Arn, EntityName]) -> EntityName | None:
    if not members:
        return None
    name = names[members[0]]
    return EntityName(f"{name.title} and {len(members) - 1:,} more") if len(members) > 1 else name


def _choose_change(part: Part) -> str:
    """Return the change of a part that tells most."""
    facts = [fact for fact in part.differences if fact.section is not Section.COMMIT]
    named = {fact.name: fact for fact in facts}
    if part.section is Section.APPROVAL or "source" in named:
        return ""  # its name says it
    found = next((named[name] for name in _TELLING if name in named), None)
    metrics = [fact for fact in facts if fact.section is Section.METRIC]
    chosen = found or next(iter(metrics), None) or next(iter(facts), None)
    return f"{chosen.name} {format_change(chosen)}" if chosen else ""


def format_change(fact: FactDifference) -> str:
    """Return the two values of a fact that differs: "0.71 → 0.93"."""
    nothing = "not on record" if fact.section is Section.APPROVAL else "none"
    return f"{format_value(fact, fact.a) or nothing}{ARROW}{format_value(fact, fact.b) or nothing}"


def format_value(fact: FactDifference, value: str) -> str:
    """Return a value of a fact for readers."""
    if fact.section is Section.COMMIT:
        return value[:_SHORT_COMMIT]
    return f"{int(value):,}" if value.isdecimal() and fact.name == "rows" else value


def join_values(a: str, b: str) -> str:
    """Return two texts as one, what they have in common told once.

    >>> join_values("customer-churn v6", "customer-churn v7")
    'customer-churn v6 → v7'
    >>> join_values("raw · 2026-06", "raw · 2026-07")
    'raw · 2026-06 → 2026-07'
    >>> join_values("v6 rejected", "v7 approved")
    'v6 rejected → v7 approved'
    """
    if a == b or not a or not b:
        return b or a
    first, second = a.split(" "), b.split(" ")
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
    rest = " ".join(second[common:]).removeprefix(SEPARATOR.strip()).strip()
    return f"{a}{ARROW}{rest}" if rest and len(first) > common else f"{a}{ARROW}{b}"
