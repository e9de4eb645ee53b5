"""Additions to elements: colors, strokes, badges, path highlight, orientation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineage_explorer.graph.entity_styles import Family
from lineage_explorer.graph.lineage_graph import LineageGraph, build_adjacency
from lineage_explorer.graph.model import Arn, AssociationType, Ends
from lineage_explorer.graph.paths import Paths
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.card_moves import CardMove
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.sources.extend_graph import Expansion, ExtendedGraph
from lineage_explorer.views.color_by import Shade
from lineage_explorer.views.edge_elements import Edge
from lineage_explorer.views.elements import Elements, ExpansionBadges, Node, Side
from lineage_explorer.views.grouping import GroupedGraph

MIXED_COLOR = Family.OTHER
"""Color of a group whose members differ in color."""


def color_nodes(elements: Elements, grouped: GroupedGraph, shades_by_arn: Mapping[Arn, Shade]) -> Elements:
    """Return elements with each node in the color of its shade.

    Args:
        elements: The elements, colored by type.
        grouped: The drawn part of the graph.
        shades_by_arn: Shade of each vertex of the graph.
    """
    colors: dict[str, str] = {arn: shades_by_arn[arn].color for arn in grouped.graph.vertices}
    for group in grouped.closed_groups.values():
        group_colors = {shades_by_arn[arn].color for arn in group.members}
        colors[group.id] = group_colors.pop() if len(group_colors) == 1 else MIXED_COLOR
    return {
        **elements,
        "nodes": [_color_node(node, colors[node["data"]["id"]]) for node in elements["nodes"]],
    }


def _color_node(node: Node, color: str) -> Node:
    family = node["data"]["family"]
    classes = [color if name == family else name for name in node["classes"].split()]
    return {**node, "data": {**node["data"], "family": color}, "classes": " ".join(classes)}


@dataclass(frozen=True, slots=True)
class Stroke:
    """Stroke of one type of association.

    Attributes:
        legend_order: Order in the legend.
        title: Meaning for readers: the type as the API spells it.
        name: The stroke's name in `web/graph/graph-style.js`, and a class of its lines.
    """

    legend_order: int
    title: str
    name: str


_STROKES = {
    AssociationType.CONTRIBUTED_TO: Stroke(0, "ContributedTo", "contributed"),
    AssociationType.PRODUCED: Stroke(1, "Produced", "produced"),
    AssociationType.ASSOCIATED_WITH: Stroke(2, "AssociatedWith", "associated"),
    AssociationType.DERIVED_FROM: Stroke(3, "DerivedFrom", "derived"),
    AssociationType.SAME_AS: Stroke(4, "SameAs", "same"),
}
_NEUTRAL = Stroke(5, "Another type or none", "neutral")
"""Stroke of missing, custom and merged types."""


def list_strokes(graph: LineageGraph) -> list[tuple[Stroke, int]]:
    """Return each stroke of a graph, with its number of associations.

    The strokes are in the order of the legend.
    """
    counts = Counter(_stroke_of(item.type or "") for item in graph.associations)
    return sorted(counts.items(), key=lambda item: item[0].legend_order)


def style_edges(elements: Elements) -> Elements:
    """Return elements with each edge in its association's stroke.

    The type of the association is also shown at close zoom. Bridges represent no association and stay
    unchanged.
    """
    return {**elements, "edges": [_style_edge(edge) for edge in elements["edges"]]}


def _style_edge(edge: Edge) -> Edge:
    if "via" in edge["data"]:
        return edge
    stroke = _stroke_of(edge["data"]["association"])
    return {**edge, "classes": f"{edge['classes']} told {stroke.name}".strip()}


def _stroke_of(association: str) -> Stroke:
    try:
        return _STROKES[AssociationType(association)]
    except ValueError:
        return _NEUTRAL


_SIDES: dict[Direction, list[Side]] = {
    Direction.ASCENDANTS: ["up"],
    Direction.DESCENDANTS: ["down"],
    Direction.UP_AND_DOWN: ["up", "down"],
    Direction.BOTH: ["up", "down"],
}


def add_expansion_badges(elements: Elements, extended: ExtendedGraph, expansion: Expansion) -> Elements:
    """Return elements with badges about vertices beyond each card.

    A badge states what is known to be there, or what may be.

    Args:
        elements: The elements.
        extended: The graph with its expansions, and which part of it is shown.
        expansion: The expanded and collapsed vertices.
    """
    badges: dict[Arn, ExpansionBadges] = {arn: {"contracted": True} for arn in expansion.collapsed}
    for vertex in extended.expanded:
        _add_sides(badges.setdefault(vertex.arn, {}).setdefault("expanded", []), vertex.reach.direction)
    for limit in extended.depth_limits:
        _add_sides(badges.setdefault(limit.arn, {}).setdefault("limits", []), limit.direction)
    for arn, hidden in extended.hidden_neighbors.items():
        sides: dict[Side, int] = {"up": hidden.up, "down": hidden.down}
        badges.setdefault(arn, {})["unseen"] = {side: count for side, count in sides.items() if count}
    return {**elements, "nodes": [_add_badges(node, badges) for node in elements["nodes"]]}


def _add_sides(sides: list[Side], direction: Direction) -> None:
    sides.extend(side for side in _SIDES[direction] if side not in sides)


def mark_findings(elements: Elements, grouped: GroupedGraph, findings: Mapping[Arn, int]) -> Elements:
    """Return elements with the number of findings of each card.

    A group has those of its members.
    """
    numbers: dict[str, int] = {str(arn): number for arn, number in findings.items()}
    for group in grouped.closed_groups.values():
        numbers[group.id] = sum(findings.get(arn, 0) for arn in group.members)

    def mark(node: Node) -> Node:
        number = numbers.get(node["data"]["id"], 0)
        return {**node, "data": {**node["data"], "findings": number}} if number else node

    return {**elements, "nodes": [mark(node) for node in elements["nodes"]]}


def _add_badges(node: Node, badges: dict[Arn, ExpansionBadges]) -> Node:
    node_badges = badges.get(Arn(node["data"]["id"]))
    return {**node, "data": {**node["data"], "beyond": node_badges}} if node_badges else node


def orient_elements(elements: Elements, orientation: Orientation) -> Elements:
    """Return elements in an orientation.

    The given elements are laid out along the flow: to the right.
    """
    if orientation is Orientation.RIGHT:
        return elements
    return {
        **elements,
        "flow": orientation,
        "nodes": [_transpose_node(node) for node in elements["nodes"]],
        "edges": [_transpose_edge(edge) for edge in elements["edges"]],
    }


def _transpose_node(node: Node) -> Node:
    return {**node, "position": {"x": node["position"]["y"], "y": node["position"]["x"]}}


def _transpose_edge(edge: Edge) -> Edge:
    curve = edge["data"]["course"]
    mirrored = curve and {**curve, "distances": [-distance for distance in curve["distances"]]}
    return {
        **edge,
        "data": {**edge["data"], "course": mirrored},
        "classes": f"{edge['classes']} down".strip(),
    }


def move_cards(elements: Elements, moves: Sequence[CardMove]) -> Elements:
    """Return elements with cards where a reader moved them.

    Lines of a moved card are straight, because their courses lead around cards at their old places.
    """
    by_id = {move.id: move for move in moves}
    moved = by_id.keys() & {node["data"]["id"] for node in elements["nodes"]}
    if not moved:
        return elements
    return {
        **elements,
        "nodes": [
            _move_node(node, by_id[node["data"]["id"]]) if node["data"]["id"] in moved else node
            for node in elements["nodes"]
        ],
        "edges": [
            _mark_edge(edge) if {edge["data"]["source"], edge["data"]["target"]} & moved else edge
            for edge in elements["edges"]
        ],
    }


def _move_node(node: Node, move: CardMove) -> Node:
    x, y = node["position"]["x"], node["position"]["y"]
    return {**node, "position": {"x": x + move.x, "y": y + move.y}}


def _mark_edge(edge: Edge) -> Edge:
    return {**edge, "classes": f"{edge['classes']} moved".strip()}


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
    on_path = {card_ids[arn] for arn in paths.vertices if arn in card_ids}
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
