"""Cards of drawn vertices: their words, and their wanted widths.

Where names differ, so do the texts, at every level of zoom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, combinations
from math import ceil
from types import MappingProxyType

from lineage_explorer.graph.entity_names import (
    SEPARATOR,
    EntityName,
    find_repeated_titles,
    name_entities,
)
from lineage_explorer.graph.label_fitting import (
    LabelSpace,
    break_label,
    fit_labels,
    measure_width,
    split_words,
)
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import ServingState
from lineage_explorer.graph.visible_text import normalize_look
from lineage_explorer.views.badges import Badge, BadgeState
from lineage_explorer.views.group_names import is_single_endpoint, list_described_members, name_groups
from lineage_explorer.views.grouping import Group, GroupedGraph

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

_MAX_BRIEF_WIDTH = 160.0
"""Width up to which what tells cards apart makes them wider."""

_TELLING_WIDTH = 60.0
"""Width of a subtitle's part that tells cards apart, in which any mark of them has room."""

_MIN_LEFT = 4
"""Letters and digits that must be left of a subtitle that is cut, if nothing else tells by it."""

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
        """Width for a whole title, and most of the subtitle.

        From further away, the title has room in two lines.
        """
        title = measure_width(self.name.title) * TITLE_SIZE + (_COUNT_SPACE if self.count > 1 else 0)
        subtitle = min(measure_width(self.name.subtitle) * SUBTITLE_SIZE, _MAX_SUBTITLE_WIDTH)
        second_line = max(subtitle, self.badge_width) if self.badge else subtitle
        brief = _measure_two_lines(self.name.title) * BRIEF_SIZE
        return ceil(TEXT_LEFT + max(title, second_line, brief) + TEXT_RIGHT) + 1

    @property
    def telling_width(self) -> float:
        """Width for the badge, and a subtitle that tells the card apart."""
        subtitle = min(measure_width(self.name.subtitle) * SUBTITLE_SIZE, _TELLING_WIDTH)
        return ceil(TEXT_LEFT + self.badge_width + subtitle + TEXT_RIGHT) + 1

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
        names: The name of every vertex; of members of a group, only of those that are described, if any is.
        undescribed: Vertices whose description was denied or failed.
    """

    cards: Mapping[Arn, Card]
    names: Mapping[Arn, EntityName]
    undescribed: frozenset[Arn] = frozenset()

    @property
    def wanted_widths(self) -> dict[Arn, float]:
        """The width that each card wants.

        Where titles repeat, subtitles need room beside badges, and what tells cards apart beside titles.
        """
        widths = {arn: card.wanted_width for arn, card in self.cards.items()}
        for arns in _list_repeated(self.cards).values():
            telling = _choose_telling_parts({arn: self.cards[arn].name.subtitle for arn in arns})
            for arn, part in telling.items():
                card = self.cards[arn]
                brief = _measure_two_lines(f"{card.name.title}{SEPARATOR}{part}") * BRIEF_SIZE
                brief_width = ceil(TEXT_LEFT + min(brief, _MAX_BRIEF_WIDTH) + TEXT_RIGHT) + 1
                widths[arn] = max(widths[arn], card.telling_width, brief_width)
        return widths


def _list_repeated(cards: Mapping[Arn, Card]) -> dict[str, list[Arn]]:
    """Return the cards whose titles look the same, by title."""
    repeated = find_repeated_titles(card.name for card in cards.values())
    by_title: dict[str, list[Arn]] = {}
    for arn, card in cards.items():
        if (title := normalize_look(card.name.title)) in repeated:
            by_title.setdefault(title, []).append(arn)
    return by_title


@lru_cache(maxsize=20_000)
def _measure_two_lines(text: str) -> float:
    """Return the least width in ems for a text in two lines."""
    *words, last = split_words(text)
    widths = [measure_width(word) for word in words]
    total = sum(widths) + measure_width(last)
    firsts = [*accumulate(widths), total]
    return min(max(first, total - first) for first in firsts)


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
    groups = grouped.closed_groups.values()
    members = [arn for each in groups for arn in (each.members[0], *list_described_members(each, entities))]
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
    if is_single_endpoint(group):
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
    spaces = {
        arn: LabelSpace(1, (rooms[arn] - (_COUNT_SPACE if card.count > 1 else 0)) / TITLE_SIZE)
        for arn, card in cards.items()
    }
    near = {arn: _shorten_group_title(card, spaces[arn]) for arn, card in cards.items()}
    titles = fit_labels(_list_titles(near), spaces)
    brief = _fit_brief(cards, _list_titles(cards), rooms)
    subtitles = _fit_subtitles(near, titles, rooms)
    return {arn: CardText(titles[arn], subtitles[arn], brief[arn]) for arn in cards}


def _shorten_group_title(card: Card, space: LabelSpace) -> Card:
    """Move a group's number to its subtitle, unless the title fits."""
    title, separator, number = card.name.title.rpartition(SEPARATOR)
    if card.count == 1 or not separator or measure_width(card.name.title) <= space.line_ems:
        return card
    subtitle = SEPARATOR.join(filter(None, [number, card.name.subtitle]))
    return replace(card, name=EntityName(title, subtitle))


def _list_titles(cards: Mapping[Arn, Card]) -> dict[Arn, str]:
    """Return titles of cards, with one spelling for each look."""
    by_look: dict[str, str] = {}
    return {
        arn: by_look.setdefault(normalize_look(card.name.title), card.name.title)
        for arn, card in cards.items()
    }


def _fit_subtitles(
    cards: Mapping[Arn, Card], titles: Mapping[Arn, str], rooms: Mapping[Arn, float]
) -> Mapping[Arn, str]:
    """Return subtitles that differ where titles and badges do not."""
    by_title: dict[str, list[Arn]] = {}
    for arn, title in titles.items():
        by_title.setdefault(normalize_look(title), []).append(arn)
    subtitles: dict[Arn, str] = {}
    for arns in by_title.values():
        spaces = {
            arn: LabelSpace(1, max(0.0, rooms[arn] - cards[arn].badge_width) / SUBTITLE_SIZE) for arn in arns
        }
        whole = {arn: _leave_out_told(cards[arn]) for arn in arns}
        words = {arn: badge.word if (badge := cards[arn].badge) else "" for arn in arns}
        subtitles |= fit_labels(_choose_fitting_parts(whole, spaces, words), spaces)
        for arn in arns:
            is_told = len(arns) == 1 or (words[arn] and list(words.values()).count(words[arn]) == 1)
            if is_told and _is_remainder(subtitles[arn], cards[arn].name.subtitle):
                subtitles[arn] = ""
    return subtitles


def _leave_out_told(card: Card) -> str:
    """Return a card's subtitle without the account that its badge names."""
    if not card.badge or card.badge.state is not BadgeState.FOREIGN:
        return card.name.subtitle
    told = card.badge.word.split()
    return SEPARATOR.join(part for part in card.name.subtitle.split(SEPARATOR) if part not in told)


def _choose_fitting_parts(
    subtitles: Mapping[Arn, str], spaces: Mapping[Arn, LabelSpace], badges: Mapping[Arn, str]
) -> Mapping[Arn, str]:
    """Return as many whole parts as fit and differ, else whole subtitles.

    Those beside badges with other words differ by these. Of parts in equal number the first ones stay, but
    ids of runs say less than days.
    """
    parts = {arn: subtitle.split(SEPARATOR) for arn, subtitle in subtitles.items()}
    count = min(map(len, parts.values()))
    ranges = sorted(combinations(range(count + 1), 2), key=lambda ends: (ends[0] - ends[1], ends[0]))
    candidates = [subtitles] + [
        {arn: SEPARATOR.join(own[first:last]) for arn, own in parts.items()} for first, last in ranges
    ]
    fitting = [
        texts
        for texts in candidates
        if all(measure_width(text) <= spaces[arn].line_ems for arn, text in texts.items())
        and len({normalize_look(f"{badges[arn]}\n{text}") for arn, text in texts.items()}) == len(texts)
    ]
    return next(
        (texts for texts in fitting if not all(map(_RUN_ID.fullmatch, texts.values()))),
        next(iter(fitting), subtitles),
    )


_RUN_ID = re.compile(r"run \S+")


def _is_remainder(label: str, text: str) -> bool:
    """Return whether too little is left of a text to say anything."""
    return label != text and sum(map(str.isalnum, label)) < _MIN_LEFT


def _fit_brief(
    cards: Mapping[Arn, Card], titles: Mapping[Arn, str], rooms: Mapping[Arn, float]
) -> dict[Arn, str]:
    """Return titles in up to two lines.

    Where titles repeat, the second line has what tells the cards apart: the shortest part of their subtitles
    in which all differ, if there is one.
    """
    repeated = _list_repeated(cards)
    alone = cards.keys() - {arn for arns in repeated.values() for arn in arns}
    spaces = {arn: LabelSpace(2 if arn in alone else 1, rooms[arn] / BRIEF_SIZE) for arn in cards}
    first = fit_labels(titles, spaces)
    brief = {arn: _break_brief(label, spaces[arn]) for arn, label in first.items()}
    for arns in repeated.values():
        telling = _choose_telling_parts({arn: cards[arn].name.subtitle for arn in arns})
        if any(first[arn] != titles[arn] for arn in arns):
            two_lines = {arn: replace(spaces[arn], line_count=2) for arn in arns}
            joined = {arn: f"{titles[arn]}{SEPARATOR}{telling[arn]}" for arn in arns}
            if fit_labels(joined, two_lines) == joined:
                brief |= {arn: "\n".join(break_label(joined[arn], two_lines[arn])) for arn in arns}
                continue
        second = fit_labels(telling, spaces)
        brief |= {arn: f"{first[arn]}\n{second[arn]}" for arn in arns}
    return brief


def _break_brief(label: str, space: LabelSpace) -> str:
    """Return a label in lines, if possible broken before its number."""
    title, separator, count = label.rpartition(SEPARATOR)
    is_halved = separator and all(measure_width(part) <= space.line_ems for part in (title, count))
    whole = len(break_label(label, space)) == 1
    return f"{title}\n{count}" if is_halved and not whole else "\n".join(break_label(label, space))


def _choose_telling_parts(subtitles: Mapping[Arn, str]) -> Mapping[Arn, str]:
    """Return the first part in which all subtitles differ, or whole subtitles."""
    parts = {arn: subtitle.split(SEPARATOR) for arn, subtitle in subtitles.items()}
    columns = [
        {arn: own[index] for arn, own in parts.items()} for index in range(min(map(len, parts.values())))
    ]
    telling = [column for column in columns if len(set(map(normalize_look, column.values()))) == len(column)]
    return min(telling, key=lambda column: sum(map(len, column.values())), default=subtitles)
