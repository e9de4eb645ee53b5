"""Values of the query form, derived from the address.

So they stay correct after Back, a link or a click in the graph.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from components import ids
from lineage.address import DATE_FIELDS, parameter, question, without
from lineage.errors import InvalidQuery
from lineage.model import Arn
from lineage.query import Filters, LineageQuery

_WRITTEN = frozenset({ids.START, ids.DEPTH})
"""Controls that can show any text, valid or not."""

_PICKER = "%Y-%m-%d %H:%M:%S"


def values(query: LineageQuery | None) -> dict[str, Any]:
    """Return the value of each control for a query.

    Args:
        query: The query; None for the initial form.

    Returns:
        Values by the control's id.
    """
    filters = query.filters if query else Filters()
    return {
        **_question(query or LineageQuery(Arn(""))),
        ids.LINEAGE_TYPE: list(map(str, filters.lineage_types)),
        ids.TYPE: list(filters.types),
        ids.PROPERTY: list(map(str, filters.properties)),
        **{name: _shown(getattr(filters, name)) for name in DATE_FIELDS},
    }


def readable(search: str) -> dict[str, Any]:
    """Return the value of each control for an invalid address.

    An invalid start or depth is kept as written; other invalid parameters are left out.
    """
    invalid: dict[str, str] = {}
    while True:
        try:
            return values(question(search)) | invalid
        except InvalidQuery as error:
            if error.field not in search:
                raise
            if error.field in _WRITTEN:
                invalid[error.field] = parameter(search, error.field)
            search = without(search, error.field)


def _question(query: LineageQuery) -> dict[str, Any]:
    return {
        ids.START: query.start,
        ids.DIRECTION: str(query.direction),
        ids.DEPTH: query.depth,
        ids.PATHS: query.paths,
    }


def _shown(moment: datetime | None) -> str | None:
    return moment.strftime(_PICKER) if moment else None
