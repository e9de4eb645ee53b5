"""What went wrong, said once, beside the control where it was typed."""

from __future__ import annotations

import logging

from dash import set_props

from components import ids, notice
from lineage.errors import LineageError

_log = logging.getLogger(__name__)


def report(error: Exception) -> None:
    """Show an error of any callback; the outputs of that callback keep their values.

    Dash calls this for every exception (`Dash(on_error=report)`). One that is no `LineageError` is a
    mistake of ours: it goes to the log whole, and to the reader without its insides.
    """
    field = getattr(error, "field", None)
    if field in ids.CONTROLS:
        set_props(field, {"error": str(error)})
    if not isinstance(error, LineageError):
        _log.error("A callback failed", exc_info=error)
    set_props(ids.NOTICE, {"children": notice.about(error)})
    set_props(ids.LINEAGE, {"data-state": "error", "aria-busy": "false"})
