"""Error handler of all callbacks.

Each error is shown once, beside the control that caused it if there is one.
"""

from __future__ import annotations

import logging

from dash import set_props

from components import ids, notice
from lineage_explorer.errors import LineageError

_log = logging.getLogger(__name__)


def report_error(error: Exception) -> None:
    """Show an error; the outputs of its callback keep their values.

    Dash calls this for every exception in a callback (`Dash(on_error=report)`). An exception that is not a
    `LineageError` is a bug: it is logged with its traceback, and the reader sees no details.
    """
    field = getattr(error, "field", None)
    if field in ids.CONTROLS:
        set_props(field, {"error": str(error)})
    if not isinstance(error, LineageError):
        _log.error("A callback failed", exc_info=error)
    set_props(ids.NOTICE, {"children": notice.error_notice(error)})
    set_props(ids.LINEAGE, {"data-state": "error", "aria-busy": "false"})
