"""What of an answer is drawn: not what is hidden, and siblings together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from lineage.address import Address
from lineage.flow import Flow
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.views.grouping import Grouped, alone, summarised
from lineage.views.hiding import Remainder, hide
from lineage.views.kinds import Kind, kinds, members


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn.

    Attributes:
        answer: The same for pictures of one answer with the same groups open, whatever is hidden.
        hidden: The kinds that are hidden.
        rest: What is left of the answer.
        cards: What is drawn of that.
        flow: Which way time flows.
    """

    answer: str
    hidden: tuple[Kind, ...]
    rest: Remainder
    cards: Grouped
    flow: Flow

    @property
    def start(self) -> Arn:
        """The focus, which is always drawn."""
        return self.cards.graph.start

    @property
    def key(self) -> str:
        """The same for equal pictures of equal answers."""
        closed = sorted(group.id for group in self.cards.closed.values())
        return self.answer + hashed(f"{closed} {sorted(self.cards.graph.vertices)}")


def pictured(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    address: Address,
    *,
    apart: Collection[Arn] = (),
    whole: bool = False,
) -> Picture:
    """Return what is drawn of an answer; the focus and the two ends of paths are, whatever is hidden.

    Args:
        graph: The answer.
        entities: Those of its vertices that were described so far.
        address: What was asked.
        apart: Vertices that are drawn beside their siblings.
        whole: Draw every sibling by itself.
    """
    hidden = kinds(graph, entities, address.hidden)
    ends = address.between
    rest = hide(graph, members(hidden), keep=(ends.one, ends.other) if ends else ())
    asked = f"{address.query} {address.slug} {address.extent} {graph.reading.since}"
    return Picture(
        answer=hashed(f"{asked} {address.flow} {address.opened}"),
        hidden=hidden,
        rest=rest,
        cards=alone(rest.graph) if whole else summarised(rest.graph, address.opened, apart),
        flow=address.flow,
    )


def hashed(text: str) -> str:
    """Return a short name for a text."""
    return sha256(text.encode()).hexdigest()[:12]
