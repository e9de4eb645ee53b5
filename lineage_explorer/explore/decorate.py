"""Decorators: steps that add to the elements of a view, in order."""

from __future__ import annotations

from typing import Protocol

from lineage_explorer.explore.view import View
from lineage_explorer.query.view_options import ColorMode, LineStyle
from lineage_explorer.views.decorators import (
    add_expansion_badges,
    color_nodes,
    highlight_paths,
    mark_findings,
    move_cards,
    orient_elements,
    style_edges,
)
from lineage_explorer.views.elements import Elements


class Decorator(Protocol):
    """Returns elements with something added that the view asks for."""

    def __call__(self, elements: Elements, view: View, /) -> Elements:
        """Return the elements, decorated or as they are."""
        ...


def decorate_expansions(elements: Elements, view: View) -> Elements:
    """Add badges about what lies beyond a card."""
    return add_expansion_badges(elements, view.loaded.extended, view.address.expansion)


def decorate_findings(elements: Elements, view: View) -> Elements:
    """Mark the cards of entities with findings, once they were checked."""
    return mark_findings(elements, view.visible.grouped, view.findings) if view.findings else elements


def decorate_colors(elements: Elements, view: View) -> Elements:
    """Color nodes in another mode than by type."""
    if view.address.color_by is ColorMode.TYPE:
        return elements
    return color_nodes(elements, view.visible.grouped, view.shades)


def decorate_comparison(elements: Elements, view: View) -> Elements:
    """Mark what differs between two sides."""
    compared, query = view.loaded.comparison, view.address.compared
    if compared is None:
        return elements
    from lineage_explorer.explore.compared_cards import mark_differences  # noqa: PLC0415 - only for these

    return mark_differences(elements, compared, query.only if query else None)


def decorate_lines(elements: Elements, view: View) -> Elements:
    """Style lines by their association."""
    return style_edges(elements) if view.address.line_style is LineStyle.ASSOCIATION else elements


def decorate_paths(elements: Elements, view: View) -> Elements:
    """Highlight the paths between two entities."""
    if view.paths is None or view.address.between is None:
        return elements
    return highlight_paths(
        elements, view.visible.grouped, view.paths, number=view.address.between.path_number
    )


def decorate_orientation(elements: Elements, view: View) -> Elements:
    """Turn elements into the direction in which time flows."""
    return orient_elements(elements, view.visible.orientation)


def decorate_moves(elements: Elements, view: View) -> Elements:
    """Put cards where the reader moved them."""
    return move_cards(elements, view.address.moves)


DECORATORS: tuple[Decorator, ...] = (
    decorate_expansions,
    decorate_comparison,
    decorate_findings,
    decorate_colors,
    decorate_lines,
    decorate_paths,
    decorate_orientation,
    decorate_moves,
)
"""All decorators, in the order in which they run."""

FILE_DECORATORS: tuple[Decorator, ...] = (
    decorate_comparison,
    decorate_paths,
    decorate_orientation,
    decorate_moves,
)
"""Decorators of a saved page, whose colors are always those of types."""
