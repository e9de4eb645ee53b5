"""Form of the query: start, direction, depth, and filters.

Its values are derived from the address. So they stay correct after Back, a link or a click in the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import ids
from components.controls import Checkbox, Choice, TextField, WordField
from components.html_elements import aria, data, icon
from components.skeleton import START_PLACEHOLDER
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.filter_advice import NO_ADVICE
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.address import (
    DATE_FIELDS,
    DEPTH_FIELDS,
    drop_parameter,
    get_parameters,
    parse_query,
)
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, Filters, LineageQuery
from lineage_explorer.query.moments import format_short_moment
from lineage_explorer.query.pairs import MAX_TAGGED_ENTITIES
from lineage_explorer.query.type_names import label_type

DIRECTION_TITLES = {
    Direction.UP_AND_DOWN: "Upstream & downstream",
    Direction.ASCENDANTS: "Upstream",
    Direction.DESCENDANTS: "Downstream",
    Direction.BOTH: "All connected",
}

_DIRECTIONS = (
    (Direction.UP_AND_DOWN, "updown", "Sources and everything built from it"),
    (Direction.ASCENDANTS, "up", "Everything it was built from"),
    (Direction.DESCENDANTS, "down", "Everything built from it"),
    (Direction.BOTH, "both", "Everything connected, including other runs"),
)

CATEGORY_TITLES = {
    LineageType.ARTIFACT: "Artifacts",
    LineageType.TRIAL_COMPONENT: "Trial components",
    LineageType.ACTION: "Actions",
    LineageType.CONTEXT: "Contexts",
}

_FREE_TEXT = frozenset({ids.START, ids.DEPTH, *DEPTH_FIELDS, *DATE_FIELDS})
"""Controls that can show any text, valid or not."""

_LAST_DAYS = (7, 30, 90)


def query_form() -> Component:
    """Return the form in its initial state.

    The route of screens keeps it in sync with the address.
    """
    return html.Form(
        [
            _start(),
            _direction(),
            _depth(),
            html.Fieldset([html.Legend("Filters"), *_filters()]),
            html.Div(
                [
                    html.Button(
                        "Direction, depth and filters",
                        id=ids.WHOLE_FORM,
                        type="button",
                        className="button",
                    ),
                    html.Button(["Run", html.Kbd("Ctrl ↵")], id=ids.RUN, type="submit", className="run"),
                ],
                className="run-bar",
            ),
        ],
        className="query",
        **aria(label="Query"),
    )


def _start() -> Component:
    return html.Div(
        [
            TextField(id=ids.START, label="Start", placeholder=START_PLACEHOLDER, lines=2),
            html.Div(
                id=ids.SUGGESTIONS,
                className="hits",
                role="region",
                **aria(label="Suggestions", live="polite"),
            ),
            html.Nav(className="recent", hidden=True, **aria(label="Recent starts")),
        ]
    )


def _direction() -> Component:
    return Choice(
        id=ids.DIRECTION,
        label="Direction",
        value=str(Direction.UP_AND_DOWN),
        data=[
            {
                "value": str(direction),
                "label": DIRECTION_TITLES[direction],
                "icon": f"direction-{icon_name}",
                "meaning": meaning,
            }
            for direction, icon_name, meaning in _DIRECTIONS
        ],
    )


def _depth() -> Component:
    return html.Div(
        [
            _depth_input(ids.DEPTH, "Depth (hops)", value=MAX_DEPTH),
            html.Div(
                [
                    html.Span("Different upstream and downstream:"),
                    _depth_input(ids.DEPTH_UP, "Up", placeholder="same"),
                    _depth_input(ids.DEPTH_DOWN, "Down", placeholder="same"),
                ],
                className="ways",
                role="group",
                **aria(label="Different depths upstream and downstream"),
            ),
        ]
    )


def _depth_input(id_: str, label: str, *, value: int | str = "", **properties: Any) -> Component:
    return TextField(id=id_, label=label, value=value, kind="number", min=1, max=MAX_DEPTH, **properties)


def _filters() -> list[Component]:
    return [
        WordField(
            id=ids.LINEAGE_TYPE,
            label="Category",
            placeholder="Any category",
            data=[{"value": str(kind), "label": title} for kind, title in CATEGORY_TITLES.items()],
            value=[],
            closed=True,
        ),
        _words_input(ids.TYPE, "Type", placeholder="Any type", data=list(NO_ADVICE.types)),
        *_periods(),
        _words_input(ids.PROPERTY, "Properties", placeholder="key:value"),
        _words_input(
            ids.TAG,
            "Tags",
            placeholder="key:value",
            description=f"Read for each entity found: one call each, {MAX_TAGGED_ENTITIES} at most.",
        ),
        Checkbox(id=ids.PATHS, label="Show the path to each match", checked=True),
    ]


def _words_input(id_: str, label: str, **properties: Any) -> Component:
    return WordField(id=id_, label=label, value=[], **{"data": [], **properties})


def _periods() -> list[Component]:
    """Return the four moments, with shortcuts that `web/panels/date-fields.js` handles."""
    last_days = [
        html.Button(
            f"{days} days" if days == _LAST_DAYS[0] else str(days),
            type="button",
            className="button",
            title=f"Created in the last {days} days",
            **data(days=str(days)),
            **aria(label=f"Created in the last {days} days"),
        )
        for days in _LAST_DAYS
    ]
    return [
        _period("Created", ids.CREATED_AFTER, ids.CREATED_BEFORE, [html.Small("last"), *last_days]),
        _period("Modified", ids.MODIFIED_AFTER, ids.MODIFIED_BEFORE),
        html.P("For example 2026-03-01, 2026-03-01 14:00 or 1 Mar 2026; times are UTC.", className="hint"),
    ]


def _period(title: str, after: str, before: str, shortcuts: Sequence[Component] = ()) -> Component:
    return html.Div(
        [
            html.Div([html.Span(title), *shortcuts], className="period-head"),
            _moment_input(after, "After", f"{title} after"),
            _moment_input(before, "Before", f"{title} before"),
        ],
        className="period",
        role="group",
        **aria(label=title),
    )


def _moment_input(id_: str, label: str, name: str) -> Component:
    return TextField(
        html.Button(
            icon("calendar"),
            type="button",
            className="calendar",
            title=f"{name}: choose a day",
            **data(calendar=id_),
            **aria(label=f"{name}: choose a day"),
        ),
        id=id_,
        label=label,
        name=name,
        value="",
        placeholder="Any time",
    )


def build_form_values(query: LineageQuery | None, more_starts: Sequence[str] = ()) -> dict[str, Any]:
    """Return the value of each control for a query.

    Args:
        query: The query; None for the initial form.
        more_starts: Its further starts, each on a line of its own.

    Returns:
        Values by the control's id.
    """
    filters = query.filters if query else Filters()
    return {
        **_build_query_values(query or LineageQuery(Arn(""))),
        ids.START: "\n".join([query.start, *more_starts] if query else []),
        ids.LINEAGE_TYPE: list(map(str, filters.lineage_types)),
        ids.TYPE: list(map(label_type, filters.types)),
        ids.PROPERTY: list(map(str, filters.properties)),
        ids.TAG: list(map(str, filters.tags)),
        **{name: _format_date(getattr(filters, name)) for name in DATE_FIELDS},
    }


def recover_form_values(search: str) -> dict[str, Any]:
    """Return the value of each control for an invalid address.

    An invalid start, depth or date is kept as written; other invalid parameters are left out.
    """
    starts = get_parameters(search, ids.START)
    invalid = {ids.START: "\n".join(starts)} if starts else {}
    while True:
        try:
            return build_form_values(parse_query(search)) | invalid
        except InvalidQuery as error:
            if error.field not in search:
                raise
            if error.field in _FREE_TEXT:
                invalid[error.field] = "\n".join(get_parameters(search, error.field))
            search = drop_parameter(search, error.field)


def _build_query_values(query: LineageQuery) -> dict[str, Any]:
    return {
        ids.DIRECTION: str(query.direction),
        ids.DEPTH: query.depth,
        ids.DEPTH_UP: query.depth_up or "",
        ids.DEPTH_DOWN: query.depth_down or "",
        ids.PATHS: query.include_paths,
    }


def _format_date(moment: datetime | None) -> str:
    return format_short_moment(moment) if moment else ""
