"""Build blocks: cards that hang under the card that they belong to.

What one job made hangs under the job; what leads to one thing only, such as an approval or a deployment,
hangs under that. So a pipeline takes a column for each job, not for each step from entity to entity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.digraph import Arc, choose_feedback_arcs, find_cyclic_components
from lineage_explorer.graph.lineage_graph import Adjacency, LineageGraph, build_adjacency
from lineage_explorer.graph.model import Arn, AssociationType, Ends, LineageType, Vertex
from lineage_explorer.layout.stage_headings import Stage, stage_of

INDENT = 10.0
"""Distance by which a card that hangs is set in, on the side of its line."""

HUNG_GAP = 6.0
"""Free height between two cards of a block."""

MAX_LEVELS = 3
"""Maximum number of cards from the top of a block to the innermost."""

MAX_HUNG = 6
"""Maximum number of cards that hang under one; where there are more, none hangs."""


@dataclass(frozen=True, slots=True)
class BlockCard:
    """Card of a block.

    Attributes:
        arn: The vertex.
        holder: The card that it hangs under; None for the first card of the block.
        is_output: Whether its line comes from the holder; else it leads to the holder.
        left, right: Distance from the block's left and right side.
    """

    arn: Arn
    holder: Arn | None = None
    is_output: bool = False
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """Cards in one column, of which all but the first hang."""

    cards: tuple[BlockCard, ...]

    def compute_height(self, card_height: float) -> float:
        """Return the height of all cards and the gaps between them."""
        return len(self.cards) * card_height + (len(self.cards) - 1) * HUNG_GAP

    def compute_offsets(self, card_height: float) -> list[float]:
        """Return each card's center, relative to that of the block."""
        top = (card_height - self.compute_height(card_height)) / 2
        return [top + index * (card_height + HUNG_GAP) for index in range(len(self.cards))]


@dataclass(frozen=True, slots=True)
class BlockGraph:
    """Blocks of a graph, and the arcs between them.

    Attributes:
        blocks: In an order that does not depend on how the graph was read.
        block_of: Number of each vertex's block.
        arcs: From one block to another, without cycles or repetition; they decide the columns.
        side_arcs: Derivations between the products of jobs, which decide nothing: each version of a data set
            is derived from the one before.
        reversed_ends: Associations that close a cycle, which are drawn as a way back.
    """

    blocks: Sequence[Block]
    block_of: Mapping[Arn, int]
    arcs: Sequence[Arc]
    side_arcs: Sequence[Arc]
    reversed_ends: frozenset[Ends]


def build_blocks(graph: LineageGraph, stages: Mapping[Arn, Stage]) -> BlockGraph:
    """Build the blocks of a graph.

    Cards that would close a cycle between blocks do not hang; without them there is none.
    """
    order = sorted(graph.vertices, key=lambda arn: _build_sort_key(graph.vertices[arn]))
    reversed_ends = _find_reversed(graph, order)
    directed = [
        edge.ends
        for edge in graph.associations
        if edge.is_directed and edge.source != edge.destination and edge.ends not in reversed_ends
    ]
    adjacency = build_adjacency(order, directed)
    holders = _choose_holders(graph, stages, order, adjacency)
    while True:
        blocks = _assemble(order, holders)
        block_of = {card.arn: index for index, block in enumerate(blocks) for card in block.cards}
        side_ends = _find_side_ends(graph, holders)
        arcs = _list_arcs((ends for ends in directed if ends not in side_ends), block_of)
        arcs += _list_arcs(((head, tail) for tail, head in reversed_ends), block_of)
        arcs = sorted(set(arcs))
        cyclic = {index for part in find_cyclic_components(len(blocks), arcs) for index in part}
        hung = [arn for arn, index in block_of.items() if index in cyclic and arn in holders]
        if not hung:
            break
        for arn in hung:
            del holders[arn]
    return BlockGraph(
        blocks,
        block_of,
        arcs,
        sorted(set(_list_arcs(side_ends, block_of))),
        frozenset(reversed_ends),
    )


def _build_sort_key(vertex: Vertex) -> tuple[int, str, str]:
    return stage_of(vertex), vertex.type or "", vertex.arn


def _find_reversed(graph: LineageGraph, order: Sequence[Arn]) -> set[Ends]:
    """Return associations whose reversal leaves no cycle."""
    index_of = {arn: index for index, arn in enumerate(order)}
    arcs = sorted(
        {
            (index_of[edge.source], index_of[edge.destination])
            for edge in graph.associations
            if edge.is_directed and edge.source != edge.destination
        }
    )
    return {(order[tail], order[head]) for tail, head in choose_feedback_arcs(len(order), arcs)}


def _list_arcs(ends: Iterable[Ends], block_of: Mapping[Arn, int]) -> list[Arc]:
    pairs = ((block_of[source], block_of[destination]) for source, destination in ends)
    return [pair for pair in pairs if pair[0] != pair[1]]


def _find_side_ends(graph: LineageGraph, holders: Mapping[Arn, tuple[Arn, bool]]) -> set[Ends]:
    """Return derivations from one product of a job to another's."""
    return {
        edge.ends
        for edge in graph.associations
        if edge.type == AssociationType.DERIVED_FROM
        and edge.source in holders
        and edge.destination in holders
        and holders[edge.source][0] != holders[edge.destination][0]
    }


def _choose_holders(
    graph: LineageGraph, stages: Mapping[Arn, Stage], order: Sequence[Arn], adjacency: Adjacency
) -> dict[Arn, tuple[Arn, bool]]:
    """Return the holder of each card that hangs.

    With it goes whether the card is an output of its holder.
    """
    parents, children = adjacency.parents, adjacency.children
    holders: dict[Arn, tuple[Arn, bool]] = {}
    for arn in order:
        holder = _choose_holder(graph, stages, arn, parents[arn], children[arn])
        if holder and not _is_held_by(holders, holder[0], arn):
            holders[arn] = holder
    _drop_crowds(holders)
    for arn in order:
        if arn in holders and _count_levels(holders, arn) > MAX_LEVELS - 1:
            del holders[arn]
    return holders


def _choose_holder(
    graph: LineageGraph,
    stages: Mapping[Arn, Stage],
    arn: Arn,
    parents: Sequence[Arn],
    children: Sequence[Arn],
) -> tuple[Arn, bool] | None:
    vertices = graph.vertices
    lineage_type = vertices[arn].lineage_type
    if lineage_type is LineageType.ARTIFACT and stages[arn] is not Stage.REGISTER:
        makers = [
            parent for parent in parents if vertices[parent].lineage_type is LineageType.TRIAL_COMPONENT
        ]
        if not makers and len(parents) == 1 and vertices[parents[0]].lineage_type is LineageType.CONTEXT:
            makers = list(parents)
        return (makers[0], True) if len(makers) == 1 else None
    if lineage_type is LineageType.ACTION and len(children) == 1:
        is_thing = vertices[children[0]].lineage_type in (LineageType.ARTIFACT, LineageType.CONTEXT)
        return (children[0], False) if is_thing else None
    if lineage_type is not LineageType.CONTEXT:
        return None
    if len(children) == 1 and vertices[children[0]].lineage_type is LineageType.CONTEXT:
        is_last = not any(
            vertices[child].lineage_type is LineageType.CONTEXT for child in graph.children[children[0]]
        )
        return None if is_last and len(graph.parents[children[0]]) == 1 else (children[0], False)
    is_held = len(parents) == 1 and (
        stages[arn] is Stage.REGISTER or vertices[parents[0]].lineage_type is LineageType.CONTEXT
    )
    return (parents[0], True) if is_held else None


def _is_held_by(holders: Mapping[Arn, tuple[Arn, bool]], arn: Arn, other: Arn) -> bool:
    """Return whether a card hangs, over any number of cards, under another."""
    while arn != other and arn in holders:
        arn = holders[arn][0]
    return arn == other


def _drop_crowds(holders: dict[Arn, tuple[Arn, bool]]) -> None:
    """Let nothing hang under a card that would hold too many."""
    by_holder: dict[Arn, list[Arn]] = defaultdict(list)
    for arn, (holder, _) in holders.items():
        by_holder[holder].append(arn)
    for hung in by_holder.values():
        if len(hung) > MAX_HUNG:
            for arn in hung:
                del holders[arn]


def _count_levels(holders: Mapping[Arn, tuple[Arn, bool]], arn: Arn) -> int:
    levels = 0
    while arn in holders:
        arn = holders[arn][0]
        levels += 1
    return levels


def _assemble(order: Sequence[Arn], holders: Mapping[Arn, tuple[Arn, bool]]) -> list[Block]:
    """Return the blocks, each with its cards from top to bottom."""
    hung: dict[Arn, list[Arn]] = defaultdict(list)
    for arn in order:
        if arn in holders:
            hung[holders[arn][0]].append(arn)
    blocks = []
    for arn in order:
        if arn not in holders:
            cards: list[BlockCard] = []
            _add_cards(cards, BlockCard(arn), hung, holders)
            blocks.append(Block(tuple(cards)))
    return blocks


def _add_cards(
    cards: list[BlockCard],
    card: BlockCard,
    hung: Mapping[Arn, Sequence[Arn]],
    holders: Mapping[Arn, tuple[Arn, bool]],
) -> None:
    """Add a card, then what hangs under it: outputs first.

    Where something leads up to it at the right, all that hangs leaves room there.
    """
    cards.append(card)
    arns = sorted(hung.get(card.arn, ()), key=lambda arn: not holders[arn][1])
    has_inputs = any(not holders[arn][1] for arn in arns)
    for arn in arns:
        is_output = holders[arn][1]
        left = card.left + (INDENT if is_output else 0)
        right = card.right + (INDENT if has_inputs else 0)
        _add_cards(cards, BlockCard(arn, card.arn, is_output, left, right), hung, holders)


def reverse_block(block: Block, first: Arn) -> Block:
    """Return a block with another of its cards at the top.

    What that card hung under hangs under it: an output's job stands below it then, as an input.
    """
    holders = {card.arn: (card.holder, card.is_output) for card in block.cards if card.holder}
    turned = {arn: holder for arn, holder in holders.items() if arn != first}
    arn = first
    while arn in holders:
        holder, is_output = holders[arn]
        turned[holder] = arn, not is_output
        arn = holder
    hung: dict[Arn, list[Arn]] = defaultdict(list)
    for card in block.cards:
        if card.arn in turned:
            hung[turned[card.arn][0]].append(card.arn)
    cards: list[BlockCard] = []
    _add_cards(cards, BlockCard(first), hung, turned)
    return Block(tuple(cards))
