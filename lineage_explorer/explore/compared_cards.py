"""Cards and lines of a comparison, with both names and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from lineage_explorer.compare.comparison import Comparison, PartState
from lineage_explorer.explore.compared_sides import ComparedSides, list_states
from lineage_explorer.explore.serving_status import ServingStatus
from lineage_explorer.graph.entity_names import EntityName
from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.query.compare_query import StateWord
from lineage_explorer.views.badges import Badge, BadgeState
from lineage_explorer.views.cards import Card, CardSet
from lineage_explorer.views.edge_elements import Edge
from lineage_explorer.views.elements import Elements, Node

_BADGES = {
    PartState.CHANGED: BadgeState.CHANGED,
    PartState.ONLY_B: BadgeState.ADDED,
    PartState.ONLY_A: BadgeState.DROPPED,
    PartState.UNKNOWN: BadgeState.UNKNOWN,
    PartState.AGAIN: BadgeState.AGAIN,
}


def compare_cards(
    card_set: CardSet, status: ServingStatus, compared: ComparedSides
) -> tuple[CardSet, ServingStatus]:
    """Return cards with both names, and badges for what differs."""
    badges = _list_badges(compared)
    names = {arn: EntityName(name.title, name.subtitle) for arn, name in compared.names.items()}
    cards = {
        arn: _compare_card(card, arn, names, badges)
        if card.count == 1
        else replace(card, badge=_choose_group_badge(card), state="")
        for arn, card in card_set.cards.items()
    }
    new_names = {**card_set.names, **{arn: name for arn, name in names.items() if arn in card_set.names}}
    return (
        replace(card_set, cards=cards, names=new_names),
        replace(status, badges=badges, serving_states={}),
    )


def _compare_card(card: Card, arn: Arn, names: Mapping[Arn, EntityName], badges: Mapping[Arn, Badge]) -> Card:
    return replace(card, name=names.get(arn, card.name), badge=badges.get(arn), state="")


def _choose_group_badge(card: Card) -> Badge | None:
    return card.badge if card.badge and card.badge.state in _BADGES.values() else None


def _list_badges(compared: ComparedSides) -> Mapping[Arn, Badge]:
    words = list_states(compared)
    return {
        part.arn: Badge(_BADGES[part.state], words[part.state])
        for part in compared.comparison.parts
        if part.state in _BADGES
    }


def mark_differences(elements: Elements, compared: ComparedSides, only: StateWord | None) -> Elements:
    """Return elements with a class for each state.

    Others than those of the state `only` are faded.
    """
    comparison = compared.comparison
    a, b = (comparison.map_associations(side) for side in (comparison.a, comparison.b))
    return {
        **elements,
        "nodes": [_mark_node(node, comparison, only) for node in elements["nodes"]],
        "edges": [_mark_edge(edge, a, b, only) for edge in elements["edges"]],
    }


def _mark_node(node: Node, comparison: Comparison, only: StateWord | None) -> Node:
    part = comparison.part_by_arn.get(Arn(node["data"]["id"]))
    if part is None:
        return node
    classes = [node["classes"], f"differs-{part.state}"]
    if only and part.state != only:
        classes.append("aside")
    return {**node, "classes": " ".join(filter(None, classes))}


def _mark_edge(edge: Edge, a: set[Ends], b: set[Ends], only: StateWord | None) -> Edge:
    ends = Arn(edge["data"]["source"]), Arn(edge["data"]["target"])
    states = Counter({"a": ends in a and ends not in b, "b": ends in b and ends not in a})
    state = next((name for name, found in states.items() if found), "")
    classes = [edge["classes"], f"differs-{state}" if state else ""]
    if only and state != only:
        classes.append("aside")
    return {**edge, "classes": " ".join(filter(None, classes))}
