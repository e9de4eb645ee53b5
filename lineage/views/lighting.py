"""Highlight the paths between two entities and dim everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from lineage.model import Arn
from lineage.paths import Paths
from lineage.paths.arcs import Step
from lineage.views.elements import Elements
from lineage.views.grouping import Grouped

END, ON, STRESSED, ASIDE = "end", "between", "stressed", "aside"
"""Classes of cards and lines.

In this order: an end of the paths, on a path, on the chosen path, on no path.
"""

Line = tuple[str, str]
"""Drawn line, as the ids of its two cards."""


def lit(drawn: Elements, shown: Grouped, paths: Paths, *, number: int | None) -> Elements:
    """Return elements with the classes of highlighted paths.

    A vertex in a closed group highlights the group. Where a path connects two vertices through others that
    are not drawn, the line that is drawn in their place is highlighted, if there is one.

    Args:
        drawn: The elements.
        shown: The drawn part of the graph.
        paths: The paths to highlight.
        number: Number of the listed path that stands out, from 1. For None, or a number that is not listed,
            none does.
    """
    card_ids = _cards(shown)
    ends = (paths.first, paths.last)
    chosen_path = paths.told(number) if paths.known(number) else ()
    lines = set(_lines(paths.steps, card_ids))
    chosen_lines = set(_lines(_walked(paths.steps, chosen_path), card_ids))
    on_path = {
        card_ids[arn] for arn in (*ends, *(arn for step in paths.steps for arn in step)) if arn in card_ids
    }
    special_cards = {
        END: {card_ids[arn] for arn in ends if arn in card_ids},
        STRESSED: {card_ids[arn] for arn in chosen_path if arn in card_ids},
    }
    return {
        **drawn,
        "nodes": [
            {**node, "classes": _classes(node["classes"], node["data"]["id"], on_path, special_cards)}
            for node in drawn["nodes"]
        ],
        "edges": [
            {
                **edge,
                "classes": _classes(
                    edge["classes"],
                    (edge["data"]["source"], edge["data"]["target"]),
                    lines,
                    {STRESSED: chosen_lines},
                ),
            }
            for edge in drawn["edges"]
        ],
    }


def _cards(grouped: Grouped) -> dict[Arn, str]:
    """Return the id of each drawn vertex's card.

    The card of a vertex in a closed group is the group's.
    """
    card_ids: dict[Arn, str] = {arn: arn for arn in grouped.graph.vertices if arn not in grouped.closed}
    for group in grouped.closed.values():
        card_ids.update(dict.fromkeys(group.members, group.id))
    return card_ids


def _walked(steps: Collection[Step], path: Sequence[Arn]) -> Iterator[Step]:
    """Yield the steps of a path in the direction of their associations.

    A step that the path takes backwards is reversed.
    """
    for current, following in pairwise(path):
        yield (current, following) if (current, following) in steps else (following, current)


def _lines(steps: Iterable[Step], card_ids: Mapping[Arn, str]) -> Iterator[Line]:
    """Yield the lines from card to card, across vertices without a card."""
    successors: dict[Arn, list[Arn]] = defaultdict(list)
    for tail, head in steps:
        successors[tail].append(head)
    for tail in [arn for arn in successors if arn in card_ids]:
        visited: set[Arn] = set()
        heads = list(successors[tail])
        for head in heads:
            if head in card_ids:
                yield card_ids[tail], card_ids[head]
            elif head not in visited:
                visited.add(head)
                heads += successors.get(head, ())


def _classes(
    classes: str, id_: object, highlighted: Collection[object], special: Mapping[str, Collection[object]]
) -> str:
    names = [
        ON if id_ in highlighted else ASIDE,
        *(word for word, members in special.items() if id_ in members),
    ]
    return " ".join([*classes.split(), *names])
