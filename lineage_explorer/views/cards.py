"""Cards of drawn vertices: their words, and their wanted widths.

Where names differ, so do the texts, at every level of zoom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from lineage_explorer.graph.entity_names import (
    SEPARATOR,
    EntityName,
    find_common_name,
    find_repeated_titles,
    name_entities,
)
from lineage_explorer.graph.entity_styles import Family, style_of
from lineage_explorer.graph.label_fitting import LabelSpace, break_label, fit_labels, measure_width
from lineage_explorer.graph.model import Arn, Entity, Vertex, split_arn
from lineage_explorer.graph.serving import ServingState, is_model_package
from lineage_explorer.graph.visible_text import normalize_look
from lineage_explorer.questions.answer import format_count
from lineage_explorer.views.badges import Badge, BadgeState
from lineage_explorer.views.grouping import Group, GroupedGraph
from lineage_explorer.views.overview import GroupKind

CARD_WIDTH, CARD_HEIGHT = 200, 46
"""Size of a card in layout units, its width where the layout does not choose it.

The height is also in `web/graph/card-images.js`.
"""

TITLE_SIZE, SUBTITLE_SIZE, BADGE_SIZE = 13.0, 11.5, 11.0
"""Heights of type on a card, in layout units."""

BRIEF_SIZE = 18.0
"""Height of type on a card that is seen from further away, where it holds a title only."""

TEXT_LEFT, TEXT_RIGHT = 35.0, 8.0
"""Distances of texts from the sides of a card; the icon stands at the left."""

_BADGE_SPACE = 22.0
"""Width of a badge beside its words: its sign, its sides and the gap after it."""

_MAX_SUBTITLE_WIDTH = 116.0
"""Width up to which a subtitle makes its card wider."""

_COUNT_SPACE = 34.0
"""Width that the count of a group takes beside its title."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows.

    Attributes:
        name: Whole title and subtitle.
        badge: Its most important state, if it has one.
        count: Number of entities that it stands for.
        state: Its part in what endpoints serve; empty if it has none.
    """

    name: EntityName
    badge: Badge | None = None
    count: int = 1
    state: str = ""

    @property
    def wanted_width(self) -> float:
        """Width for a whole title, and most of the subtitle."""
        title = measure_width(self.name.title) * TITLE_SIZE + (_COUNT_SPACE if self.count > 1 else 0)
        subtitle = min(measure_width(self.name.subtitle) * SUBTITLE_SIZE, _MAX_SUBTITLE_WIDTH)
        second_line = max(subtitle, self.badge_width) if self.badge else subtitle
        return ceil(TEXT_LEFT + max(title, second_line) + TEXT_RIGHT) + 1

    @property
    def badge_width(self) -> float:
        """The width of its badge, and of the gap after it."""
        return measure_width(self.badge.word) * BADGE_SIZE + _BADGE_SPACE if self.badge else 0.0


@dataclass(frozen=True, slots=True)
class CardText:
    """Texts of a card, as wide as it is.

    Attributes:
        title: Its title from near, in one line.
        subtitle: Its subtitle from near, beside the badge.
        brief: Its title from further away, in lines; with the subtitle where titles repeat.
    """

    title: str
    subtitle: str
    brief: str


@dataclass(frozen=True, slots=True)
class CardSet:
    """Cards of a drawn graph.

    Attributes:
        cards: The card of each drawn vertex.
        names: The name of every vertex, members of groups included.
        undescribed: Vertices whose description was denied or failed.
    """

    cards: Mapping[Arn, Card]
    names: Mapping[Arn, EntityName]
    undescribed: frozenset[Arn] = frozenset()

    @property
    def wanted_widths(self) -> dict[Arn, float]:
        """The width that each card wants."""
        return {arn: card.wanted_width for arn, card in self.cards.items()}


def build_cards(
    grouped: GroupedGraph,
    entities: Mapping[Arn, Entity],
    badges: Mapping[Arn, Badge] = MappingProxyType({}),
    states: Mapping[Arn, ServingState] = MappingProxyType({}),
) -> CardSet:
    """Return the cards of a drawn graph.

    Args:
        grouped: The drawn vertices and groups.
        entities: Descriptions of the graph's vertices, including members of groups and hidden vertices.
        badges: Badges of the graph's vertices.
        states: Part of the graph's vertices in what endpoints serve.
    """
    members = [arn for group in grouped.closed_groups.values() for arn in group.members]
    names = name_entities({arn: entities.get(arn) for arn in (*grouped.graph.vertices, *members, *entities)})
    cards = {}
    group_names = name_groups(grouped, names, entities)
    for arn in grouped.graph.vertices:
        group = grouped.closed_groups.get(arn)
        if group is None:
            cards[arn] = Card(names[arn], badges.get(arn), state=states.get(arn, ""))
        else:
            badge = _choose_group_badge(group, badges)
            name = group_names[arn]
            found = {states.get(member, "") for member in group.members}
            cards[arn] = Card(name, badge, len(group.members), found.pop() if len(found) == 1 else "")
    return CardSet(cards, names)


def _choose_group_badge(group: Group, badges: Mapping[Arn, Badge]) -> Badge | None:
    """Return the most serious badge among a group's members."""
    if group.kind is GroupKind.ENDPOINT and _count_type(group, ":context/") == 1:
        return badges.get(group.members[0])
    counts = Counter(badge.state for arn in group.members if (badge := badges.get(arn)))
    counts.pop(BadgeState.FOREIGN, None)
    worst = min(counts, key=list(BadgeState).index, default=None)
    return Badge(worst, f"{counts[worst]} {worst}") if worst else None


def fit_card_texts(cards: Mapping[Arn, Card], widths: Mapping[Arn, float]) -> Mapping[Arn, CardText]:
    """Return the texts of cards that are shown together.

    Args:
        cards: The cards.
        widths: Their widths; a card without one is `CARD_WIDTH` wide.
    """
    rooms = {arn: widths.get(arn, CARD_WIDTH) - TEXT_LEFT - TEXT_RIGHT for arn in cards}
    titles = fit_labels(
        {arn: card.name.title for arn, card in cards.items()},
        {
            arn: LabelSpace(1, (rooms[arn] - (_COUNT_SPACE if card.count > 1 else 0)) / TITLE_SIZE)
            for arn, card in cards.items()
        },
    )
    brief = _fit_brief(cards, rooms)
    subtitles = _fit_subtitles(cards, titles, rooms)
    return {arn: CardText(titles[arn], subtitles[arn], brief[arn]) for arn in cards}


def _fit_subtitles(
    cards: Mapping[Arn, Card], titles: Mapping[Arn, str], rooms: Mapping[Arn, float]
) -> Mapping[Arn, str]:
    """Return subtitles that differ where titles do not."""
    by_title: dict[str, list[Arn]] = {}
    for arn, title in titles.items():
        by_title.setdefault(normalize_look(title), []).append(arn)
    subtitles: dict[Arn, str] = {}
    for arns in by_title.values():
        subtitles |= fit_labels(
            {arn: cards[arn].name.subtitle for arn in arns},
            {
                arn: LabelSpace(1, max(0.0, rooms[arn] - cards[arn].badge_width) / SUBTITLE_SIZE)
                for arn in arns
            },
        )
    return subtitles


def _fit_brief(cards: Mapping[Arn, Card], rooms: Mapping[Arn, float]) -> dict[Arn, str]:
    """Return titles in up to two lines.

    Where titles repeat, the second line has what tells the cards apart: the shortest part of their subtitles
    in which all differ, if there is one.
    """
    repeated = find_repeated_titles(card.name for card in cards.values())
    single = {arn: card for arn, card in cards.items() if normalize_look(card.name.title) not in repeated}
    spaces = {arn: LabelSpace(2, room / BRIEF_SIZE) for arn, room in rooms.items()}
    labels = fit_labels({arn: card.name.title for arn, card in single.items()}, spaces)
    brief = {arn: "\n".join(break_label(label, spaces[arn])) for arn, label in labels.items()}
    by_title: dict[str, list[Arn]] = {}
    for arn in cards.keys() - single.keys():
        by_title.setdefault(normalize_look(cards[arn].name.title), []).append(arn)
    lines = {arn: LabelSpace(1, room / BRIEF_SIZE) for arn, room in rooms.items()}
    for _, arns in sorted(by_title.items()):
        first = fit_labels({arn: cards[arn].name.title for arn in sorted(arns)}, lines)
        second = fit_labels(_choose_telling_parts({arn: cards[arn].name.subtitle for arn in arns}), lines)
        brief |= {arn: f"{first[arn]}\n{second[arn]}" for arn in arns}
    return brief


def _choose_telling_parts(subtitles: Mapping[Arn, str]) -> Mapping[Arn, str]:
    """Return the first part in which all subtitles differ, or whole subtitles."""
    parts = {arn: subtitle.split(SEPARATOR) for arn, subtitle in subtitles.items()}
    columns = [
        {arn: own[index] for arn, own in parts.items()} for index in range(min(map(len, parts.values())))
    ]
    telling = [column for column in columns if len(set(map(normalize_look, column.values()))) == len(column)]
    return min(telling, key=lambda column: sum(map(len, column.values())), default=subtitles)


def name_groups(
    grouped: GroupedGraph, names: Mapping[Arn, EntityName], entities: Mapping[Arn, Entity]
) -> dict[Arn, EntityName]:
    """Return the names of groups, by the vertices that represent them.

    Groups that would look the same, or like another card, are named by a member.

    Args:
        grouped: The drawn graph.
        names: Names of all entities.
        entities: Descriptions of entities.
    """
    groups = grouped.closed_groups
    found = {arn: name_group(group, names, entities) for arn, group in groups.items()}
    others = [names[arn] for arn in grouped.graph.vertices if arn not in groups]
    looks = Counter(map(_normalize_name, (*found.values(), *others)))
    return {
        arn: name if looks[_normalize_name(name)] == 1 else _name_by_member(groups[arn], names, entities)
        for arn, name in found.items()
    }


def _normalize_name(name: EntityName) -> EntityName:
    return EntityName(normalize_look(name.title), normalize_look(name.subtitle))


def _name_by_member(
    group: Group, names: Mapping[Arn, EntityName], entities: Mapping[Arn, Entity]
) -> EntityName:
    """Return the name of a group's first member, counting the others."""
    first = min(names[arn] for arn in list_described_members(group, entities))
    return EntityName(f"{first.title} and {len(group.members) - 1:,} more", first.subtitle)


def name_group(group: Group, names: Mapping[Arn, EntityName], entities: Mapping[Arn, Entity]) -> EntityName:
    """Return the name of a group: what it holds, and how many."""
    members = list_described_members(group, entities)
    total = len(group.members)
    if group.kind is GroupKind.ENDPOINT and _count_type(group, ":context/") == 1:
        return EntityName(names[group.members[0]].title, names[group.members[0]].subtitle)
    if group.kind is GroupKind.ENDPOINT and not _count_type(group, ":context/"):
        return EntityName(f"{total:,} deployments", _describe_period(members, entities))
    if group.kind is GroupKind.ACCOUNT:
        return EntityName(
            f"Account {split_arn(group.members[0]).account}", f"other account · {total:,} entities"
        )
    noun = _NOUNS.get(group.kind)
    if noun is None:
        subtitles = [names[arn].subtitle for arn in members if names[arn].subtitle]
        title = find_common_name([names[arn].title for arn in members], total=total)
        return EntityName(title, find_common_name(subtitles, total=total) if subtitles else "")
    subjects = [arn for arn in members if _is_subject(group.kind, arn, entities)] or members
    titles = [_RUN_NUMBER.sub("", names[arn].title) for arn in subjects]
    count = _count_subjects(group, entities)
    if group.kind is GroupKind.SOURCES:
        noun = _choose_source_noun(members, entities)
    return EntityName(
        f"{_join_titles(titles)} · {format_count(count, noun)}", _describe_period(subjects, entities)
    )


def _choose_source_noun(members: Sequence[Arn], entities: Mapping[Arn, Entity]) -> str:
    """Return what sources are, if all are alike."""
    families = {
        style_of(Vertex(arn, split_arn(arn).lineage_type, entity.type), entity).family
        for arn in members
        if (entity := entities.get(arn))
    }
    return _SOURCE_NOUNS.get(families.pop(), "source") if len(families) == 1 else "source"


_SOURCE_NOUNS = {Family.DATA: "data set", Family.CODE: "script", Family.REPORT: "report"}


_NOUNS = {
    GroupKind.RUNS: "run",
    GroupKind.TUNING: "job",
    GroupKind.VERSIONS: "version",
    GroupKind.IMAGES: "image",
    GroupKind.ENDPOINT: "endpoint",
    GroupKind.SOURCES: "source",
}
_RUN_NUMBER = re.compile(r"( #\d+| v\d+)$")
_MAX_JOINED = 2


def _join_titles(titles: Sequence[str]) -> str:
    """Return up to two titles, or what all have in common."""
    frequent = [title for title, _ in Counter(titles).most_common()]
    if len(frequent) <= _MAX_JOINED:
        return ", ".join(frequent)
    common = find_common_name(frequent, total=len(frequent))
    return f"{frequent[0]} and {len(frequent) - 1} more" if common.endswith(" more") else common


def _is_subject(kind: GroupKind, arn: Arn, entities: Mapping[Arn, Entity]) -> bool:
    """Return whether a member is what its group counts."""
    if kind in (GroupKind.RUNS, GroupKind.TUNING):
        return ":experiment-trial-component/" in arn
    if kind is GroupKind.VERSIONS:
        return ":artifact/" in arn and is_model_package(entities.get(arn))
    return kind is not GroupKind.ENDPOINT or ":context/" in arn


def _count_subjects(group: Group, entities: Mapping[Arn, Entity]) -> int:
    """Count what a group counts, described or not."""
    if group.kind is GroupKind.VERSIONS:
        return sum(":artifact/" in arn for arn in group.members)
    return sum(_is_subject(group.kind, arn, entities) for arn in group.members)


def _count_type(group: Group, part: str) -> int:
    return sum(part in arn for arn in group.members)


def _describe_period(arns: Sequence[Arn], entities: Mapping[Arn, Entity]) -> str:
    """Return from which month to which the members date."""
    moments = sorted(moment for arn in arns if (entity := entities.get(arn)) and (moment := entity.created))
    if not moments:
        return ""
    first, last = (f"{moment:%b %Y}" for moment in (moments[0], moments[-1]))
    return first if first == last else f"{first} to {last}"


def list_described_members(group: Group, entities: Mapping[Arn, Entity]) -> Sequence[Arn]:
    """Return the described members of a group, else all."""
    return [arn for arn in group.members if arn in entities] or group.members
