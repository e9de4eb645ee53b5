"""The form follows the address, so that Back, a link and a click leave it true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import Dash, Input, Output, State, no_update

from components import ids
from lineage.address import DATE_FIELDS, from_url, without
from lineage.errors import InvalidQuery
from lineage.model import Arn
from lineage.query import Filters, LineageQuery

_SHOWN = (*ids.CONTROLS, ids.PATHS)
_VALUE = {ids.PATHS: "checked"}
_PICKER = "%Y-%m-%d %H:%M:%S"


def values(search: str) -> dict[str, Any]:
    """Return what each control shows at an address, by the control's id.

    Raises:
        InvalidQuery: The address asks what cannot be asked.
    """
    query = from_url(search).query
    filters = query.filters if query else Filters()
    return {
        **_question(query),
        ids.LINEAGE_TYPE: list(map(str, filters.lineage_types)),
        ids.TYPE: list(filters.types),
        ids.PROPERTY: list(map(str, filters.properties)),
        **{name: _shown(getattr(filters, name)) for name in DATE_FIELDS},
    }


def readable(search: str) -> dict[str, Any]:
    """Return what each control shows at an address, leaving out what cannot be asked.

    Nothing is reported here: `explore` reads the same address and does.
    """
    while True:
        try:
            return values(search)
        except InvalidQuery as error:
            if error.field not in search:
                raise
            search = without(search, error.field)


def changes(wanted: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs, and `no_update` for the rest: a control set again is drawn again."""
    return {name: wanted[name] if wanted[name] != now else no_update for name, now in shown.items()}


def _question(query: LineageQuery | None) -> dict[str, Any]:
    query = query or LineageQuery(Arn(""))
    return {
        ids.START: query.start,
        ids.DIRECTION: str(query.direction),
        ids.DEPTH: query.depth,
        ids.PATHS: query.paths,
    }


def _shown(moment: datetime | None) -> str | None:
    return moment.strftime(_PICKER) if moment else None


def register(app: Dash) -> None:
    """Set the controls at each change of the address; an address with a mistake leaves them alone."""

    @app.callback(
        output={
            "values": {name: Output(name, _VALUE.get(name, "value")) for name in _SHOWN},
            "errors": {name: Output(name, "error") for name in ids.CONTROLS},
        },
        inputs={"search": Input(ids.ADDRESS, "search")},
        state={
            "shown": {name: State(name, _VALUE.get(name, "value")) for name in _SHOWN},
            "errors": {name: State(name, "error") for name in ids.CONTROLS},
        },
    )
    def on_address(search: str | None, shown: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
        wanted = readable(search or "")
        return {
            "values": changes(wanted, shown),
            "errors": changes(dict.fromkeys(errors), errors),
        }
