"""Bar below the title: query chips, display modes, and tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from textwrap import shorten
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.controls import Selection
from components.html_elements import aria, data, icon
from components.query_form import CATEGORY_TITLES, DIRECTION_TITLES
from lineage_explorer.graph.model import Arn, shorten_middle
from lineage_explorer.query.address import DATE_FIELDS, Address, format_href
from lineage_explorer.query.compare_query import format_period
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, Filters, LineageQuery
from lineage_explorer.query.moments import format_short_moment
from lineage_explorer.query.type_names import label_type
from lineage_explorer.query.view_options import ColorMode, LineStyle

_MODE_TITLES: dict[StrEnum, str] = {LineStyle.PLAIN: "Simple"}
"""Titles of modes that are not called as in the address."""

_TEXT_LENGTH = 40
"""Characters of a filter's value that its chip shows."""


def query_bar() -> Component:
    """Return the bar; the route of screens fills in the chips."""
    return html.Div(
        [
            html.Div(id=ids.CHIPS, className="chips-line", role="group", **aria(label="Query")),
            _mode_select(ids.COLOR_BY, "Color by", ColorMode),
            _mode_select(ids.LINE_STYLE, "Edges", LineStyle),
            _tools(),
        ],
        className="query-bar",
    )


def _tools() -> Component:
    return html.Div(
        [
            tool_button(ids.SHOW_OUTLINE, "list", "List", controls=ids.OUTLINE),
            tool_button(ids.FIND, "search", "Find in the graph (Ctrl+F)"),
            tool_button(ids.CENTER, "center", "Center on focus"),
            tool_button(ids.ORIENTATION, "flow", "Draw from top to bottom", pressed="false"),
            _reset_button(),
        ],
        className="toolbar",
        role="toolbar",
        **aria(label="Graph tools"),
    )


def tool_button(id_: str, icon_name: str, title: str, *, controls: str = "", pressed: str = "") -> Component:
    """Return a toolbar button.

    Args:
        id_: Id of the button.
        icon_name: Name of its icon.
        title: Tooltip and label.
        controls: Id of the panel that the button opens, which is closed at first; empty for none.
        pressed: Initial state of a switch, "true" or "false"; empty if the button is not a switch.
    """
    panel = aria(controls=controls, expanded="false") if controls else {}
    switch = aria(pressed=pressed) if pressed else {}
    return html.Button(
        icon(icon_name), id=id_, type="button", **data(tip=title), **aria(label=title), **panel, **switch
    )


def _reset_button() -> Component:
    """Return the button that puts moved cards back, hidden at first."""
    title = "Reset layout"
    return html.Button(
        icon("undo"),
        id=ids.RESET_MOVES,
        type="button",
        hidden=True,
        **data(tip=title),
        **aria(label=title),
    )


def _mode_select(id_: str, title: str, modes: type[StrEnum]) -> Component:
    """Return a select of display modes; the first is the default."""
    return html.Label(
        [
            title,
            Selection(
                id=id_,
                data=[{"value": str(mode), "label": _MODE_TITLES.get(mode, mode.title())} for mode in modes],
                value=str(next(iter(modes))),
            ),
        ],
        className="lens",
        htmlFor=id_,
        title=title,
    )


@lru_cache(maxsize=500)  # they are the same for all readers, wherever the cards stand
def query_chips(address: Address, names: tuple[tuple[Arn, str], ...] = ()) -> Sequence[Component]:
    """Return one chip for each part of the query that is shown.

    Direction and depth open a menu of links. A filter has a link that leaves it out. The last chip opens the
    form. A question has a query of its own, so it has no chips but its own. The title of the window says what
    differs from the usual query.

    Args:
        address: The address.
        names: Names of the further starts, as far as they are known, by their ARNs.
    """
    query = address.query
    if query is None:
        return ()
    if address.question_slug:
        from lineage_explorer.questions.registry import get_question  # noqa: PLC0415 - the empty page has none

        wording = get_question(address.question_slug).wording
        asked = _removable_chip("Question", wording, format_href(address.with_query(query)), is_said=False)
        return (asked, *_moment_chips(address))
    usual = LineageQuery(query.start)
    direction, depth = DIRECTION_TITLES[query.direction], _format_depth(query)
    return (
        _menu_chip(
            "Direction",
            direction,
            _link_directions(address, query),
            said=direction if query.direction is not usual.direction else "",
        ),
        _menu_chip(
            "Depth",
            depth,
            _link_depths(address, query),
            said=f"Depth {depth}" if depth != _format_depth(usual) else "",
        ),
        html.Span(
            [
                *_moment_chips(address),
                *_start_chips(address, dict(names)),
                *_filter_chips(address, query),
                _filter_button(),
            ],
            className="filter-chips",
        ),
    )


def _moment_chips(address: Address) -> Iterator[Component]:
    """Yield the chip of the moment of the past, if any."""
    compared = address.compared
    if compared and compared.as_of and not address.is_comparison:
        now = replace(compared, as_of=None)
        target = replace(address, compared=now if now.parameters else None)
        yield _removable_chip("As of", format_period(compared.as_of), format_href(target))


def _start_chips(address: Address, names: Mapping[Arn, str]) -> Iterator[Component]:
    """Yield a chip for each further start, which removes it."""
    for arn in address.more_starts:
        others = [other for other in address.more_starts if other != arn]
        yield _removable_chip("And", names.get(arn, arn), format_href(address.with_more_starts(others)))


def _filter_chips(address: Address, query: LineageQuery) -> Iterator[Component]:
    for title, text, narrower in _list_filters(query.filters):
        href = format_href(address.with_query(replace(query, filters=narrower)))
        yield _removable_chip(title, text, href)


def _filter_button() -> Component:
    return html.Button(
        [icon("plus"), "Filter"],
        type="button",
        className="chip-button add",
        title="Filter by category, type, date, property or tag",
        **data(opens=ids.LINEAGE_TYPE),
        **aria(controls=ids.QUESTION_PANEL),
    )


def _menu_chip(title: str, text: str, links: Iterable[Component], *, said: str) -> Component:
    """Return a chip that opens a menu of links.

    Args:
        title: What the chip sets.
        text: The present value.
        links: Links to the other values.
        said: What the title of the window says of it; empty for nothing.
    """
    return html.Details(
        [
            html.Summary([html.Span(title), " ", html.Strong(text)], className="chip-button"),
            html.Ul([html.Li(link) for link in links], className=f"chip-menu {title.lower()}"),
        ],
        className="chip-details popup",
        **(data(said=said) if said else {}),
    )


def _removable_chip(title: str, text: str, href: str, *, is_said: bool = True) -> Component:
    """Return a chip with a link to the address without it.

    Args:
        title: What the chip sets.
        text: The value.
        href: The address without it.
        is_said: Whether the title of the window says it.
    """
    full_text = f"{title} {text}"
    return html.Span(
        [
            html.Span([html.Span(title), " ", html.Strong(_shorten(text))], title=full_text),
            dcc.Link(icon("close"), href=href, title=f"Remove {full_text}"),
        ],
        className="chip-button removable",
        **(data(said=full_text) if is_said else {}),
    )


def _shorten(text: str) -> str:
    """Shorten words at their end, a name in its middle."""
    at_words = shorten(text, _TEXT_LENGTH, placeholder="…")
    return at_words if len(at_words) > 1 else shorten_middle(text, _TEXT_LENGTH)


def _link_directions(address: Address, query: LineageQuery) -> Iterator[Component]:
    for direction, title in DIRECTION_TITLES.items():
        other = address.with_query(query.with_direction(direction))
        yield _menu_link(title, other, is_current=direction is query.direction)


def _link_depths(address: Address, query: LineageQuery) -> Iterator[Component]:
    for depth in range(1, MAX_DEPTH + 1):
        other = address.with_query(query.with_depths(depth, depth))
        is_current = not query.has_separate_depths and query.depth == depth
        yield _menu_link(str(depth), other, is_current=is_current)


def _menu_link(title: str, address: Address, *, is_current: bool) -> Component:
    current = aria(current="true") if is_current else {}
    return html.A(title, href=format_href(address), **current)


def _format_depth(query: LineageQuery) -> str:
    if not query.has_separate_depths:
        return str(query.depth)
    up, down = query.get_depth(Direction.ASCENDANTS), query.get_depth(Direction.DESCENDANTS)
    return f"{up} up, {down} down"


def _list_filters(filters: Filters) -> Iterator[tuple[str, str, Filters]]:
    """Yield each filter's title and text, and the filters without it."""
    for kind in filters.lineage_types:
        others = tuple(other for other in filters.lineage_types if other != kind)
        yield "Category", CATEGORY_TITLES[kind], replace(filters, lineage_types=others)
    for name in filters.types:
        yield (
            "Type",
            label_type(name),
            replace(filters, types=tuple(other for other in filters.types if other != name)),
        )
    for name in DATE_FIELDS:
        moment: datetime | None = getattr(filters, name)
        if moment:
            left_out: dict[str, Any] = {name: None}
            title = name.capitalize().replace("_", " ")
            yield title, format_short_moment(moment), replace(filters, **left_out)
    for item in filters.properties:
        yield (
            "Property",
            str(item),
            replace(filters, properties=tuple(other for other in filters.properties if other != item)),
        )
    for tag in filters.tags:
        yield "Tag", str(tag), replace(filters, tags=tuple(other for other in filters.tags if other != tag))
