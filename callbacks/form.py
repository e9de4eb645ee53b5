"""The form follows the address, so that Back, a link and a click leave it true."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dash import Dash, Input, Output, no_update, set_props

from components import ids
from lineage.address import DATE_FIELDS, from_url
from lineage.errors import InvalidQuery
from lineage.model import Arn
from lineage.query import Filters, LineageQuery

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
            name: Output(name, "checked" if name == ids.PATHS else "value")
            for name in (*ids.CONTROLS, ids.PATHS)
        }
        | {"hits": Output(ids.HITS, "children")},
        inputs={"search": Input(ids.ADDRESS, "search")},
    )
    def on_address(search: str | None) -> dict[str, Any]:
        for control in ids.CONTROLS:
            set_props(control, {"error": None})
        try:
            return values(search or "") | {"hits": []}
        except InvalidQuery:  # `explore` reads the same address and reports it
            return dict.fromkeys((*ids.CONTROLS, ids.PATHS, "hits"), no_update)
