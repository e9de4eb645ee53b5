"""Refusal of requests that Dash would answer with a traceback.

Dash takes the posts of its own scripts for granted. Whatever else is posted gets status 400 and one line in
the log.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, jsonify, request

ROUTE = "_dash-update-component"

_TYPES: Mapping[str, tuple[type, ...]] = {
    "search": (str,),
    "n_clicks": (int,),
    "checked": (bool,),
    "value": (str, int, float, bool, list),
}
"""Types of values by property, beside None; other properties may hold anything."""

_log = logging.getLogger(__name__)


def find_problem(body: Any, callbacks: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what is wrong with a post; empty if nothing is.

    Args:
        body: What was posted, parsed.
        callbacks: Dash's callbacks by output.
    """
    if not isinstance(body, dict):
        return "it is not a JSON object"
    output = str(body.get("output"))
    callback = callbacks.get(output, {})
    if "callback" not in callback:
        return "there is no such callback"
    for part, wanted in (("inputs", callback["inputs"]), ("state", callback["state"])):
        if not _is_complete(body.get(part, []), wanted):
            return f"its {part} are not those of the callback"
    names = {f"{item['id']}.{item['property']}" for item in callback["inputs"]}
    changes = body.get("changedPropIds", [])
    if not isinstance(changes, list) or any(
        not isinstance(name, str) or name not in names for name in changes
    ):
        return "what changed is not an input of the callback"
    if not _has_outputs(body.get("outputs"), output):
        return "its outputs are not those of the callback"
    return ""


def _is_complete(items: Any, wanted: list[Mapping[str, Any]]) -> bool:
    """Return whether values are those of a callback, in its order."""
    if not isinstance(items, list) or len(items) != len(wanted):
        return False
    return all(
        isinstance(item, dict)
        and item.get("id") == expected["id"]
        and item.get("property") == expected["property"]
        and _has_type(item.get("value"), expected["property"])
        for item, expected in zip(items, wanted, strict=True)
    )


def _has_type(value: Any, name: str) -> bool:
    types = _TYPES.get(name)
    if value is None or types is None:
        return True
    if isinstance(value, list) and list in types:
        return all(isinstance(item, str) for item in value)
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))


def _has_outputs(outputs: Any, output: str) -> bool:
    """Return whether the outputs spell the key of a callback."""
    listed = outputs if isinstance(outputs, list) else [outputs]
    try:
        names = [f"{item['id']}.{item['property']}" for item in listed]
    except (TypeError, KeyError):
        return False
    return output == (f"..{'...'.join(names)}.." if isinstance(outputs, list) else names[0])


def register(app: Dash) -> None:
    """Check every post to a callback before Dash takes it."""

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash does not type its server
    def check_post() -> tuple[Response, int] | None:
        if request.method != "POST" or not request.path.endswith(ROUTE):
            return None
        try:
            problem = find_problem(request.get_json(silent=True), app.callback_map)
        except RecursionError:
            problem = "it is nested too deeply"
        if not problem:
            return None
        _log.warning("A post to a callback was refused: %s", problem)
        error = {"code": "malformed_request", "title": "Not understood", "detail": f"The request: {problem}."}
        return jsonify({"error": error}), 400

    @app.server.errorhandler(DependencyException)  # type: ignore[untyped-decorator]  # as above
    def reject_file(_error: DependencyException) -> tuple[str, int]:
        return "There is no such file.", 404
