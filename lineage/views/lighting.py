"""A picture in which the paths between two entities are lit, and everything else steps back."""

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
"""Classes of cards and lines: an end, on a path, on the path that was chosen, on none."""

Line = tuple[str, str]
"""A drawn line by the ids of its cards."""


def lit(drawn: Elements, shown: Grouped, paths: Paths, *, number: int | None) -> Elements:
    """Return a picture with the classes of the paths between two vertices.

    What is in a closed group lights the group. Between two vertices that a path joins by others which are
    not drawn, the line that is drawn for these is lit, if there is one.

    Args:
        drawn: The picture.
        shown: What is drawn in it.
        paths: What to light.
        number: The listed path that stands out, from 1; None, or one that is not listed, for none.
    """
    cards = _cards(shown)
    ends = (paths.first, paths.last)
    chosen = paths.told(number) if paths.known(number) else ()
    lines = set(_lines(paths.steps, cards))
    stressed = set(_lines(_walked(paths.steps, chosen), cards))
    on = {cards[arn] for arn in (*ends, *(arn for step in paths.steps for arn in step)) if arn in cards}
    marked = {
        END: {cards[arn] for arn in ends if arn in cards},
        STRESSED: {cards[arn] for arn in chosen if arn in cards},
    }
    return {
        **drawn,
        "nodes": [
            {**node, "classes": _classes(node["classes"], node["data"]["id"], on, marked)}
            for node in drawn["nodes"]
        ],
        "edges": [
            {
                **edge,
                "classes": _classes(
                    edge["classes"],
                    (edge["data"]["source"], edge["data"]["target"]),
                    lines,
                    {STRESSED: stressed},
                ),
            }
            for edge in drawn["edges"]
        ],
    }


def _cards(shown: Grouped) -> dict[Arn, str]:
    """Return the card that stands for each vertex which is drawn, by itself or in a group."""
    cards: dict[Arn, str] = {arn: arn for arn in shown.graph.vertices if arn not in shown.closed}
    for group in shown.closed.values():
        cards.update(dict.fromkeys(group.members, group.id))
    return cards


def _walked(steps: Collection[Step], path: Sequence[Arn]) -> Iterator[Step]:
    """Yield the steps of a path as they were read, which is against their walk where it goes backwards."""
    for one, other in pairwise(path):
        yield (one, other) if (one, other) in steps else (other, one)


def _lines(steps: Iterable[Step], cards: Mapping[Arn, str]) -> Iterator[Line]:
    """Yield the lines from card to card, over whatever on the way has no card."""
    ahead: dict[Arn, list[Arn]] = defaultdict(list)
    for tail, head in steps:
        ahead[tail].append(head)
    for tail in [arn for arn in ahead if arn in cards]:
        seen: set[Arn] = set()
        heads = list(ahead[tail])
        for head in heads:
            if head in cards:
                yield cards[tail], cards[head]
            elif head not in seen:
                seen.add(head)
                heads += ahead.get(head, ())


def _classes(
    before: str, id_: object, on: Collection[object], marked: Mapping[str, Collection[object]]
) -> str:
    words = [ON if id_ in on else ASIDE, *(word for word, members in marked.items() if id_ in members)]
    return " ".join([*before.split(), *words])
