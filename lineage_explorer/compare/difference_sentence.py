"""Tell a comparison in a few sentences, numbers first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from lineage_explorer.compare.comparison import Comparison, PartState
from lineage_explorer.compare.entity_facts import FactDifference, Section
from lineage_explorer.compare.part_names import ARROW, format_change, name_sides
from lineage_explorer.compare.side import Side
from lineage_explorer.graph.entity_names import EntityName
from lineage_explorer.graph.model import Arn

_MAX_NAMED = 3


def build_sentence(comparison: Comparison, label_a: str, label_b: str) -> str:
    """Return what differs between two sides, in a few sentences.

    Args:
        comparison: The comparison.
        label_a: What the first side is called.
        label_b: What the second side is called.
    """
    counts = comparison.counts
    if _is_all_same(counts):
        number = len(comparison.parts)
        return f"{label_b} against {label_a}: no difference, all {number:,} parts are the same."
    phrases = list(_list_counts(counts))
    names = name_sides(comparison)
    sentences = [f"{label_b} against {label_a}: {', '.join(phrases)}."]
    sentences += _list_highlights(comparison, names)
    return " ".join(sentences)


def _is_all_same(counts: Mapping[PartState, int]) -> bool:
    return not any(number for state, number in counts.items() if state is not PartState.SAME)


def _list_counts(counts: Mapping[PartState, int]) -> Iterator[str]:
    """Yield "17 parts changed", "5 new", and so on."""
    words = {
        PartState.CHANGED: "changed",
        PartState.ONLY_B: "new",
        PartState.ONLY_A: "dropped",
        PartState.UNKNOWN: "not known",
        PartState.AGAIN: "made again",
        PartState.SAME: "same",
    }
    is_first = True
    for state, word in words.items():
        if number := counts[state]:
            noun = (" part" if number == 1 else " parts") if is_first else ""
            is_first = False
            yield f"{number:,}{noun} {word}"


def _list_highlights(comparison: Comparison, names: Mapping[Arn, EntityName]) -> Iterator[str]:
    """Yield a sentence for each thing that readers ask about first."""
    b = comparison.b
    if missing := _find_missing_checks(comparison):
        title_a, title_b = names[comparison.a.root].title, names[b.root].title
        yield f"{title_b} was approved without {_join_titles(missing, names)}, which {title_a} had."
    new_data = [
        part.arn
        for part in comparison.parts
        if part.section is Section.DATA
        and part.state is PartState.ONLY_B
        and not b.adjacency.parents[part.arn]
    ]
    if new_data:
        yield f"New data: {_join_titles(new_data, names)}."
    yield from _list_changes(comparison)


def _list_changes(comparison: Comparison) -> Iterator[str]:
    facts = [fact for part in comparison.parts for fact in part.differences]
    for section, word in (
        (Section.APPROVAL, "Decision"),
        (Section.METRIC, "Metrics"),
        (Section.HYPER_PARAMETER, "Hyper-parameters"),
    ):
        found = _select_facts(facts, section)
        if section is Section.APPROVAL:
            found = [fact for fact in found if fact.name in ("decision", "approver")]
        if section is Section.HYPER_PARAMETER:
            found = _select_facts(list(_list_training_facts(comparison)), section)
        if found:
            more = f" and {len(found) - _MAX_NAMED:,} more" if len(found) > _MAX_NAMED else ""
            told = ", ".join(f"{fact.name} {format_change(fact)}" for fact in found[:_MAX_NAMED])
            yield f"{word}: {told}{more}." if word != "Decision" else f"{told[0].upper()}{told[1:]}."


def _list_training_facts(comparison: Comparison) -> Iterator[FactDifference]:
    for part in comparison.parts:
        side = comparison.a if part.a else comparison.b
        if side.vertices[part.arn].type == "TrainingJob":
            yield from part.differences


def _select_facts(facts: Sequence[FactDifference], section: Section) -> list[FactDifference]:
    """Return the facts of a section, each name once."""
    found: dict[str, FactDifference] = {}
    for fact in facts:
        if fact.section is section:
            found.setdefault(fact.name.rpartition(":")[2], fact)
    return list(found.values())


def _find_missing_checks(comparison: Comparison) -> list[Arn]:
    """Return the evaluations that only the first of two approved sides has.

    Another product has tests of its own: nothing is missing.
    """
    is_approved = any(
        fact.name == "decision" and fact.b.casefold() == "approved"
        for part in comparison.parts
        for fact in (*part.differences, *part.equal_facts)
    )
    if not is_approved or not _share_group(comparison):
        return []
    return [
        part.arn
        for part in comparison.parts
        if part.state is PartState.ONLY_A and part.arn in comparison.a.evaluations
    ]


def _share_group(comparison: Comparison) -> bool:
    """Return whether both sides may be versions of one product."""
    groups = [
        {arn for arn, vertex in side.vertices.items() if vertex.type == "ModelGroup"}
        for side in (comparison.a, comparison.b)
    ]
    return not all(groups) or not groups[0].isdisjoint(groups[1])


def _join_titles(arns: Sequence[Arn], names: Mapping[Arn, EntityName]) -> str:
    more = f" and {len(arns) - _MAX_NAMED:,} more" if len(arns) > _MAX_NAMED else ""
    return ", ".join(names[arn].title for arn in arns[:_MAX_NAMED]) + more


def describe_apart(comparison: Comparison) -> tuple[str, ...]:
    """Return sentences on what is counted apart from the parts."""
    a, b = comparison.a, comparison.b
    found = []
    if a.transforms or b.transforms:
        found.append(f"Batch jobs that used the model: {_format_numbers(a.transforms, b.transforms)}.")
    if a.history or b.history:
        found.append(f"Former versions of the data: {_format_numbers(a.history, b.history)}.")
    if a.moment and not b.moment and (number := _count_existing(b, a.moment)) > len(a.vertices):
        day = f"{a.moment:%Y-%m-%d}"
        found.append(f"By {day}, {number:,} of these entities existed; {len(a.vertices):,} were connected.")
    return tuple(found)


def _format_numbers(a: Sequence[Arn], b: Sequence[Arn]) -> str:
    return f"{len(a):,}{ARROW}{len(b):,}" if len(a) != len(b) else f"{len(a):,}"


def _count_existing(side: Side, moment: datetime) -> int:
    """Return how many entities of a side existed at a moment."""
    found = (side.entities.get(arn) for arn in side.vertices)
    return sum(bool(entity and entity.created and entity.created <= moment) for entity in found)
