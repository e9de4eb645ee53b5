"""What the form shows: it follows the address, so that Back, a link and a click leave it true."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from components import ids
from lineage.address import DATE_FIELDS, parameter, question, without
from lineage.errors import InvalidQuery
from lineage.model import Arn
from lineage.query import Filters, LineageQuery

_WRITTEN = frozenset({ids.START, ids.DEPTH})
"""Controls that show whatever they are given."""

_PICKER = "%Y-%m-%d %H:%M:%S"


def values(query: LineageQuery | None) -> dict[str, Any]:
    """Return what each control shows of a question, by the control's id; None is the form before any."""
    filters = query.filters if query else Filters()
    return {
        **_question(query or LineageQuery(Arn(""))),
        ids.LINEAGE_TYPE: list(map(str, filters.lineage_types)),
        ids.TYPE: list(filters.types),
        ids.PROPERTY: list(map(str, filters.properties)),
        **{name: _shown(getattr(filters, name)) for name in DATE_FIELDS},
    }


def readable(search: str) -> dict[str, Any]:
    """Return what each control shows at an address that cannot be asked: what is wrong as it was written."""
    wrong: dict[str, str] = {}
    while True:
        try:
            return values(question(search)) | wrong
        except InvalidQuery as error:
            if error.field not in search:
                raise
            if error.field in _WRITTEN:
                wrong[error.field] = parameter(search, error.field)
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
