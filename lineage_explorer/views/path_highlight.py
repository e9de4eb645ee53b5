"""Highlight the paths between two entities and dim everything else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from lineage_explorer.graph.lineage_graph import build_adjacency
from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.graph.paths import Paths
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.views.elements import Elements
from lineage_explorer.views.grouping import GroupedGraph

END_CLASS, ON_PATH_CLASS, CHOSEN_CLASS, OFF_PATH_CLASS = "end", "between", "stressed", "aside"
"""Classes of cards and lines.

In this order: an end of the paths, on a path, on the chosen path, on no path.
"""


def highlight_paths(
    elements: Elements, grouped: GroupedGraph, paths: Paths, *, number: int | None
) -> Elements:
    """Return elements with the classes of highlighted paths.

    A vertex in a closed group highlights the group. Where a path connects two vertices through others that
    are not drawn, the line that is drawn in their place is highlighted, if there is one.

    Args:
        elements: The elements.
        grouped: The drawn part of the graph.
        paths: The paths to highlight.
        number: Number of the listed path that stands out, from 1. For None, or a number that is not listed,
            none does.
    """
    card_ids = _map_to_cards(grouped)
    ends = (paths.first, paths.last)
    chosen_path = paths.highlighted_vertices(number) if paths.valid_number(number) else ()
    lines = set(_find_lines(paths.steps, card_ids))
    chosen_lines = set(_find_lines(list(_orient_steps(paths.steps, chosen_path)), card_ids))
    on_path = {
        card_ids[arn] for arn in (*ends, *(arn for step in paths.steps for arn in step)) if arn in card_ids
    }
    special_cards = {
        END_CLASS: {card_ids[arn] for arn in ends if arn in card_ids},
        CHOSEN_CLASS: {card_ids[arn] for arn in chosen_path if arn in card_ids},
    }
    return {
        **elements,
        "nodes": [
            {**node, "classes": _add_classes(node["classes"], node["data"]["id"], on_path, special_cards)}
            for node in elements["nodes"]
        ],
        "edges": [
            {
                **edge,
                "classes": _add_classes(
                    edge["classes"],
                    (edge["data"]["source"], edge["data"]["target"]),
                    lines,
                    {CHOSEN_CLASS: chosen_lines},
                ),
            }
            for edge in elements["edges"]
        ],
    }


def _map_to_cards(grouped: GroupedGraph) -> dict[Arn, str]:
    """Return the id of each drawn vertex's card.

    The card of a vertex in a closed group is the group's.
    """
    card_ids: dict[Arn, str] = {
        arn: arn for arn in grouped.graph.vertices if arn not in grouped.closed_groups
    }
    for group in grouped.closed_groups.values():
        card_ids.update(dict.fromkeys(group.members, group.id))
    return card_ids


def _orient_steps(steps: Collection[Ends], path: Sequence[Arn]) -> Iterator[Ends]:
    """Yield the steps of a path in the direction of their associations.

    A step that the path takes backwards is reversed.
    """
    for current, following in pairwise(path):
        yield (current, following) if (current, following) in steps else (following, current)


def _find_lines(steps: Collection[Ends], card_ids: Mapping[Arn, str]) -> Iterator[tuple[str, str]]:
    """Yield the lines from card to card, across vertices without a card."""
    successors = build_adjacency((arn for step in steps for arn in step), steps).children
    for tail in successors.keys() & card_ids.keys():
        for head in compute_distances(successors[tail], successors, stop=card_ids.__contains__):
            if head in card_ids:
                yield card_ids[tail], card_ids[head]


def _add_classes(
    classes: str, id_: object, highlighted: Collection[object], special: Mapping[str, Collection[object]]
) -> str:
    names = [
        ON_PATH_CLASS if id_ in highlighted else OFF_PATH_CLASS,
        *(word for word, members in special.items() if id_ in members),
    ]
    return " ".join([*classes.split(), *names])
