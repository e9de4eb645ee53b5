"""Form of the query: start, direction, depth, and filters.

Its values are derived from the address. So they stay correct after Back, a link or a click in the graph.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import ids
from components import mantine as dmc
from components.html_elements import aria, icon
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.address import DATE_FIELDS, drop_parameter, get_parameter, parse_query
from lineage_explorer.query.lineage_query import (
    MAX_DEPTH,
    SUGGESTED_TYPES,
    Direction,
    Filters,
    LineageQuery,
)

_DIRECTIONS = (
    (Direction.UP_AND_DOWN, "updown", "Up & down", "What it was made from, and what was made from it"),
    (Direction.ASCENDANTS, "up", "Upstream", "What it was made from"),
    (Direction.DESCENDANTS, "down", "Downstream", "What was made from it"),
    (Direction.BOTH, "both", "Both", "Both ways from every entity it meets: reaches other runs too"),
)

_KINDS = {
    LineageType.ARTIFACT: "Artifacts",
    LineageType.TRIAL_COMPONENT: "Trial components",
    LineageType.ACTION: "Actions",
    LineageType.CONTEXT: "Contexts",
}

_FREE_TEXT = frozenset({ids.START, ids.DEPTH})
"""Controls that can show any text, valid or not."""

_PICKER_FORMAT = "%Y-%m-%d %H:%M:%S"


def query_form() -> Component:
    """Return the form in its initial state.

    The route of screens keeps it in sync with the address.
    """
    return html.Form(
        [
            _start(),
            _direction(),
            _depth(),
            html.Fieldset([html.Legend("Show only"), *_filters()]),
            html.Div(
                dmc.Button(
                    ["Run", html.Kbd("Ctrl ↵")], id=ids.RUN, fullWidth=True, buttonProps={"type": "submit"}
                ),
                className="run-bar",
            ),
        ],
        className="query",
        **aria(label="Question"),
    )


def _start() -> Component:
    return html.Div(
        [
            dmc.Textarea(
                id=ids.START,
                label="Start",
                placeholder="Paste an ARN or S3 URI, or type a name",
                spellCheck=False,
                autoComplete="off",
            ),
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
    return dmc.RadioGroup(
        html.Div(
            [
                dmc.RadioCard(
                    [
                        icon(f"direction-{icon_name}"),
                        html.Span(title),
                        html.Small(meaning, className="meaning"),
                    ],
                    value=str(direction),
                    className="direction-card",
                    **aria(label=f"{title}: {meaning}"),
                )
                for direction, icon_name, title, meaning in _DIRECTIONS
            ],
            className="directions",
        ),
        id=ids.DIRECTION,
        value=str(Direction.UP_AND_DOWN),
        label="Direction",
    )


def _depth() -> Component:
    return dmc.NumberInput(
        id=ids.DEPTH,
        label="Depth, in associations",
        value=MAX_DEPTH,
        min=1,
        max=MAX_DEPTH,
        step=1,
        clampBehavior="none",
        size="xs",
        allowDecimal=False,
    )


def _filters() -> list[Component]:
    return [
        dmc.MultiSelect(
            id=ids.LINEAGE_TYPE,
            label="Kinds",
            placeholder="Any kind",
            data=[{"value": str(kind), "label": title} for kind, title in _KINDS.items()],
            value=[],
            clearable=True,
            size="xs",
        ),
        dmc.TagsInput(
            id=ids.TYPE,
            label="Types",
            placeholder="Any type",
            data=list(SUGGESTED_TYPES),
            value=[],
            clearable=True,
            acceptValueOnBlur=True,
            size="xs",
        ),
        html.Div(
            [
                _date_picker(ids.CREATED_AFTER, "Created after (UTC)"),
                _date_picker(ids.CREATED_BEFORE, "Created before (UTC)"),
                _date_picker(ids.MODIFIED_AFTER, "Modified after (UTC)"),
                _date_picker(ids.MODIFIED_BEFORE, "Modified before (UTC)"),
            ],
            className="moments",
        ),
        dmc.TagsInput(
            id=ids.PROPERTY,
            label="Properties",
            placeholder="key:value",
            value=[],
            clearable=True,
            acceptValueOnBlur=True,
            size="xs",
        ),
        dmc.Checkbox(id=ids.PATHS, label="Keep the way to each match", checked=True, size="xs"),
    ]


def _date_picker(id_: str, label: str) -> Component:
    return dmc.DateTimePicker(
        id=id_,
        label=label,
        placeholder="Any time",
        valueFormat="YYYY-MM-DD HH:mm",
        clearable=True,
        size="xs",
        weekendDays=[],
        ariaLabels={
            "monthLevelControl": "Choose a month",
            "yearLevelControl": "Choose a year",
            "nextMonth": "Next month",
            "previousMonth": "Previous month",
            "nextYear": "Next year",
            "previousYear": "Previous year",
            "nextDecade": "Next decade",
            "previousDecade": "Previous decade",
        },
        submitButtonProps={"aria-label": "Take this time"},
        popoverProps={"position": "right-start", "withinPortal": True},
    )


def build_form_values(query: LineageQuery | None) -> dict[str, Any]:
    """Return the value of each control for a query.

    Args:
        query: The query; None for the initial form.

    Returns:
        Values by the control's id.
    """
    filters = query.filters if query else Filters()
    return {
        **_build_query_values(query or LineageQuery(Arn(""))),
        ids.LINEAGE_TYPE: list(map(str, filters.lineage_types)),
        ids.TYPE: list(filters.types),
        ids.PROPERTY: list(map(str, filters.properties)),
        **{name: _format_date(getattr(filters, name)) for name in DATE_FIELDS},
    }


def recover_form_values(search: str) -> dict[str, Any]:
    """Return the value of each control for an invalid address.

    An invalid start or depth is kept as written; other invalid parameters are left out.
    """
    invalid: dict[str, str] = {}
    while True:
        try:
            return build_form_values(parse_query(search)) | invalid
        except InvalidQuery as error:
            if error.field not in search:
                raise
            if error.field in _FREE_TEXT:
                invalid[error.field] = get_parameter(search, error.field)
            search = drop_parameter(search, error.field)


def _build_query_values(query: LineageQuery) -> dict[str, Any]:
    return {
        ids.START: query.start,
        ids.DIRECTION: str(query.direction),
        ids.DEPTH: query.depth,
        ids.PATHS: query.include_paths,
    }


def _format_date(moment: datetime | None) -> str | None:
    return moment.strftime(_PICKER_FORMAT) if moment else None
