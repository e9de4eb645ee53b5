"""Texts of cards: they fit, and tell different entities apart at each zoom."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.label_fitting import measure_width
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.graph.visible_text import normalize_look
from lineage_explorer.layout.staged.layout import MAX_WIDTH, MIN_WIDTH
from lineage_explorer.views.badges import Badge, BadgeState
from lineage_explorer.views.cards import (
    BRIEF_SIZE,
    SUBTITLE_SIZE,
    TEXT_LEFT,
    TEXT_RIGHT,
    TITLE_SIZE,
    Card,
    CardSet,
    fit_card_texts,
)
from tests.support.graph_builders import arn
from tests.support.hostile_names import list_uris

WIDTHS = (112.0, 150.0, 200.0, 236.0)
"""Widths of columns, from the least to the most."""

BADGES = (None, Badge(BadgeState.SERVING, "Serving"), Badge(BadgeState.REPLACED, "Replaced 9 Nov"))
WORDS = st.text("ab -.é\u0301市", min_size=1, max_size=6).filter(str.strip)


def list_drawn(cards, widths):
    """Return what each card shows from further away, and from near."""
    texts = fit_card_texts(cards, widths)
    near = {
        key: (text.title, cards[key].badge and cards[key].badge.word, text.subtitle)
        for key, text in texts.items()
    }
    return {key: text.brief for key, text in texts.items()}, near


def find_lookalikes(texts):
    """Return the texts that several cards show."""
    looks = Counter(normalize_look(repr(text)) for text in texts.values())
    return [look for look, count in looks.items() if count > 1]


def name_hostile():
    """Return the names of files that are hard to tell apart."""
    kind = LineageType.ARTIFACT
    entities = {
        arn(kind, f"{number:03}"): Entity(
            arn(kind, f"{number:03}"), kind, name=uri, type="DataSet", source_uri=uri
        )
        for number, uri in enumerate(list_uris())
    }
    return name_entities(entities)


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_differ_at_both_levels_in_columns_of_any_width(width):
    cards = {key: Card(name) for key, name in name_hostile().items()}
    brief, near = list_drawn(cards, dict.fromkeys(cards, width))
    assert find_lookalikes(brief) == find_lookalikes(near) == []


@given(
    names=st.sets(st.tuples(WORDS, WORDS | st.just("")), min_size=2, max_size=12),
    widths=st.lists(st.sampled_from(WIDTHS), min_size=12, max_size=12),
    badges=st.lists(st.sampled_from(BADGES), min_size=12, max_size=12),
    counts=st.lists(st.sampled_from([1, 3]), min_size=12, max_size=12),
    repeat=st.integers(1, 20),
)
@example({("a b", ""), ("a", "b"), ("a", "c")}, [112.0] * 12, [None] * 12, [1] * 12, 1)
def test_names_that_look_different_are_drawn_differently(names, widths, badges, counts, repeat):
    unique = {(normalize_look(a), normalize_look(b)): (a, b) for a, b in sorted(names)}
    cards = {
        str(index): Card(EntityName(title * repeat, subtitle * repeat), badges[index], counts[index])
        for index, (title, subtitle) in enumerate(unique.values())
    }
    looks = {(normalize_look(c.name.title), normalize_look(c.name.subtitle)) for c in cards.values()}
    if len(looks) < len(cards):
        return  # repeated, they look the same
    brief, near = list_drawn(cards, {key: widths[int(key)] for key in cards})
    assert find_lookalikes(brief) == find_lookalikes(near) == []


@pytest.mark.parametrize("badge", BADGES)
def test_texts_fit_on_cards_that_are_as_wide_as_the_layout_makes_them(badge):
    cards = {key: Card(name, badge) for key, name in name_hostile().items()}
    wanted = CardSet(cards, {}).wanted_widths
    widths = {key: min(max(width, MIN_WIDTH), MAX_WIDTH) for key, width in wanted.items()}
    for key, text in fit_card_texts(cards, widths).items():
        room = widths[key] - TEXT_LEFT - TEXT_RIGHT
        assert measure_width(text.title) * TITLE_SIZE <= room
        lines = text.brief.split("\n")
        assert len(lines) <= 2
        assert [line for line in lines if measure_width(line) * BRIEF_SIZE > room] == [], (cards[key], room)
        assert cards[key].badge_width + measure_width(text.subtitle) * SUBTITLE_SIZE <= room


def test_card_is_wide_enough_for_its_title_badge_and_count():
    title = Card(EntityName("payment-fraud-detection", "endpoint"))
    counted = Card(EntityName("payment-fraud-detection", "endpoint"), count=12)
    badged = Card(EntityName("v7", "24 Aug"), BADGES[2])
    assert title.wanted_width < counted.wanted_width
    assert badged.wanted_width >= badged.badge_width + TEXT_LEFT + TEXT_RIGHT
    for card in (title, counted, badged):
        (text,) = fit_card_texts({"it": card}, {"it": card.wanted_width}).values()
        assert text.title == card.name.title


def test_brief_text_has_the_shortest_part_that_tells_cards_of_one_title_apart():
    cards = {
        "one": Card(EntityName("ChurnTrain", "run dxzqrhrc · 24 Aug")),
        "two": Card(EntityName("ChurnTrain", "run lmgjrcdo · 2 Nov")),
        "other": Card(EntityName("xgboost:1.7-1", "246618743249")),
    }
    texts = fit_card_texts(cards, {})
    assert [texts[key].brief for key in cards] == [
        "ChurnTrain\n24 Aug",
        "ChurnTrain\n2 Nov",
        "xgboost:1.7-1",
    ]


def test_brief_text_breaks_between_words_before_a_repeated_title_is_cut():
    cards = {
        "one": Card(EntityName("ChurnTrain model", "run dxzqrhrc · 24 Aug")),
        "two": Card(EntityName("ChurnTrain model", "run lmgjrcdo · 2 Nov")),
    }
    narrow = dict.fromkeys(cards, TEXT_LEFT + TEXT_RIGHT + 145)
    assert [text.brief for text in fit_card_texts(cards, narrow).values()] == [
        "ChurnTrain\nmodel · 24 Aug",
        "ChurnTrain\nmodel · 2 Nov",
    ]


def test_brief_text_of_a_group_breaks_before_its_number_of_members():
    group = {"it": Card(EntityName("ChurnFeatures · 5 runs", "Aug to Nov"), count=5)}
    assert fit_card_texts(group, {"it": TEXT_LEFT + TEXT_RIGHT + 145})["it"].brief == "ChurnFeatures\n5 runs"


def test_subtitle_of_which_nothing_would_be_left_is_not_shown_unless_it_tells():
    replaced = {"v7": Card(EntityName("customer-churn v7", "24 Aug · run dxzqrhrc"), BADGES[2])}
    width = {"v7": replaced["v7"].badge_width + TEXT_LEFT + TEXT_RIGHT + 25}
    assert fit_card_texts(replaced, width)["v7"].subtitle == ""
    twins = {**replaced, "other": Card(EntityName("customer-churn v7", "25 Aug · run dxzqrhrc"), BADGES[2])}
    texts = fit_card_texts(twins, dict.fromkeys(twins, width["v7"]))
    assert "" != texts["v7"].subtitle != texts["other"].subtitle != ""


def test_group_without_room_for_its_whole_title_counts_its_members_in_the_subtitle():
    group = {"it": Card(EntityName("customer-churn · 8 versions", "Oct to Nov 2026"), count=8)}
    (text,) = fit_card_texts(group, {"it": TEXT_LEFT + TEXT_RIGHT + 160}).values()
    assert (text.title, text.subtitle.split(" · ")[0]) == ("customer-churn", "8 versions")


def test_cards_of_one_title_want_room_for_the_words_that_tell_them_apart():
    names = [EntityName("ChurnTrain model", f"run abcd · {day} Aug") for day in (23, 24)]
    cards = CardSet({str(name): Card(name) for name in names}, {})
    texts = fit_card_texts(cards.cards, cards.wanted_widths).values()
    assert not any("…" in text.brief for text in texts)


def test_a_subtitle_does_not_repeat_the_account_of_its_badge():
    names = {arn: EntityName("features", f"29 Nov · {arn * 12}") for arn in "12"}
    cards = {"1": Card(names["1"], Badge(BadgeState.FOREIGN, "Account 111111111111")), "2": Card(names["2"])}
    wanted = CardSet(cards, names).wanted_widths
    for widths, foreign, own in (
        (wanted, "29 Nov", "29 Nov"),
        (dict.fromkeys(cards, 400), "29 Nov", "29 Nov · 222222222222"),
        ({**wanted, "1": 210}, "", "29 Nov · …222222222"),  # better than “2…v”
    ):
        texts = fit_card_texts(cards, widths)
        assert {arn: text.subtitle for arn, text in texts.items()} == {"1": foreign, "2": own}
