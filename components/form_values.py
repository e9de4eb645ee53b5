"""Values of the query form, derived from the address.

So they stay correct after Back, a link or a click in the graph.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from components import ids
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import DATE_FIELDS, drop_parameter, get_parameter, parse_query
from lineage_explorer.query.lineage_query import Filters, LineageQuery

_FREE_TEXT = frozenset({ids.START, ids.DEPTH})
"""Controls that can show any text, valid or not."""

_PICKER_FORMAT = "%Y-%m-%d %H:%M:%S"


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
