"""Texts of cards at each level of zoom.

Where names differ, so do the texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.entity_names import EntityName, find_common_name
from lineage_explorer.graph.label_fitting import (
    MIDDLE_SPACE,
    NEAR_SPACE,
    LabelSpace,
    break_label,
    fit_labels,
)
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.views.grouping import Group

_MAX_TITLE_LINES = NEAR_SPACE.line_count - 1


@dataclass(frozen=True, slots=True)
class CardText:
    """Texts of a card.

    Attributes:
        name: Whole title and subtitle.
        label: The title as the card shows it from near.
        lines: Title and subtitle from near, in lines.
        brief: The title from further away, in lines; with the subtitle where titles repeat.
    """

    name: EntityName
    label: str
    lines: str
    brief: str


def build_card_texts(names: Mapping[Arn, EntityName]) -> Mapping[Arn, CardText]:
    """Return the texts of the cards that are shown together."""
    title_space = LabelSpace(_MAX_TITLE_LINES, NEAR_SPACE.line_ems)
    titles = fit_labels({arn: name.title for arn, name in names.items()}, title_space)
    brief = fit_labels(_add_subtitles_to_repeated(names), MIDDLE_SPACE)
    subtitles = _fit_subtitles(names, titles)
    return {
        arn: CardText(
            name,
            titles[arn],
            "\n".join((*break_label(titles[arn], NEAR_SPACE), *subtitles[arn])),
            "\n".join(break_label(brief[arn], MIDDLE_SPACE)),
        )
        for arn, name in names.items()
    }


def _fit_subtitles(
    names: Mapping[Arn, EntityName], titles: Mapping[Arn, str]
) -> Mapping[Arn, tuple[str, ...]]:
    """Return the lines of each subtitle, below its title."""
    by_title: dict[str, list[Arn]] = defaultdict(list)
    for arn, title in titles.items():
        by_title[title].append(arn)
    lines: dict[Arn, tuple[str, ...]] = {}
    for title, arns in by_title.items():
        line_count = NEAR_SPACE.line_count - len(break_label(title, NEAR_SPACE))
        space = LabelSpace(line_count, NEAR_SPACE.line_ems)
        fitted = fit_labels({arn: names[arn].subtitle for arn in arns}, space)
        lines |= {arn: break_label(text, space) if text else () for arn, text in fitted.items()}
    return lines


def _add_subtitles_to_repeated(names: Mapping[Arn, EntityName]) -> Mapping[Arn, str]:
    counts = Counter(name.title for name in names.values())
    return {arn: name.line if counts[name.title] > 1 else name.title for arn, name in names.items()}


def name_group(group: Group, names: Mapping[Arn, EntityName], entities: Mapping[Arn, Entity]) -> EntityName:
    """Return what the names of a group's members have in common."""
    members = [names[arn] for arn in list_described_members(group, entities)]
    total = len(group.members)
    title = find_common_name([name.title for name in members], total=total)
    subtitles = [name.subtitle for name in members if name.subtitle]
    return EntityName(title, find_common_name(subtitles, total=total) if subtitles else "")


def list_described_members(group: Group, entities: Mapping[Arn, Entity]) -> Sequence[Arn]:
    """Return the described members of a group, else all."""
    return [arn for arn in group.members if arn in entities] or group.members
