"""Route of screens, and their distribution in the browser."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

from dash import ClientsideFunction, Dash, Input, State
from dash.development.base_component import Component
from flask import Response, request
from werkzeug.datastructures import Headers

from callbacks.explore.drawing import Drawing
from callbacks.explore.finished import Finished, packed
from callbacks.explore.first import first_screen
from callbacks.explore.form import readable
from callbacks.explore.meant import meant
from callbacks.explore.placements import FORMER
from callbacks.explore.reading import Awaited, Looking, Reader, Wish
from callbacks.explore.scene import Scene, staged
from callbacks.explore.screen import Progress, Screen, first, whole
from components import ids, notice
from components.markup import markup
from components.starts import choices
from lineage.address import Address, from_url, link, start_of, started
from lineage.errors import InvalidArn, InvalidQuery, LineageError, NothingFound
from lineage.source import Hit
from lineage.views.starts import start
from sharing.door import Door

ROUTE = "/screen"

WISH = "Lineage-Wish"
"""Request header with what the page requests: a `ReadMode`."""

SEEN = "Lineage-Seen"
"""Request header with the number of result pages shown."""

Place: TypeAlias = tuple[str, str]
"""Id and property of a component."""

HTML = "html"
"""Pseudo-property of a component that Dash does not render.

The browser inserts its value as HTML."""

_PARTS: dict[str, Place] = {
    "status": (ids.STATUS, HTML),
    "completeness": (ids.COMPLETENESS, HTML),
    "notice": (ids.NOTICE, "children"),
    "legend": (ids.LEGEND, HTML),
    "answer": (ids.ANSWER, HTML),
    "table": (ids.TABLE, HTML),
    "paths_told": (ids.BETWEEN_TOLD, HTML),
    "paths": (ids.BETWEEN, HTML),
    "view": (ids.VIEW, "value"),
    "lens": (ids.LENS, "value"),
    "lines": (ids.LINES, "value"),
    "read": (ids.AGE, "dateTime"),
}
_HOME: Place = (ids.HOME, "href")
_ACCOUNT: Place = (ids.ACCOUNT, "children")
_HITS: Place = (ids.HITS, "children")
_WELCOME: Place = (ids.WELCOME, HTML)
_TOLD: dict[str, Place] = {
    "state": (ids.LINEAGE, "data-state"),
    "start": (ids.LINEAGE, "data-start"),
    "vertices": (ids.LINEAGE, "data-vertices"),
    "associations": (ids.LINEAGE, "data-edges"),
    "key": (ids.LINEAGE, "data-key"),
    "view": (ids.LINEAGE, "data-view"),
}
_BUSY: Place = (ids.LINEAGE, "aria-busy")
_CONTROLS: dict[str, Place] = {
    **{name: (name, "value") for name in ids.CONTROLS},
    ids.PATHS: (ids.PATHS, "checked"),
}
_ERRORS: dict[str, Place] = {name: (name, "error") for name in ids.CONTROLS}
_CHANGED_BY_OTHERS = (
    *_CONTROLS.values(),
    *_ERRORS.values(),
    _PARTS["view"],
    _PARTS["lens"],
    _PARTS["lines"],
    _PARTS["notice"],
)
"""Properties that the browser reads to skip needless updates.

Other callbacks or the reader change them as well."""

_log = logging.getLogger(__name__)


class Sent(TypedDict):
    """Response for the browser.

    Attributes:
        drawing: Payload for the canvas; None leaves the canvas as it is.
        shown: Values for Dash by "id.property", or HTML by "id.html"; other properties stay as they are.
        progress: Progress of reading; None if it has ended.
        named: Whether every vertex has its final name.
    """

    drawing: Drawing | None
    shown: dict[str, object]
    progress: Progress | None
    named: bool


def answered(reader: Reader, finished: Finished, *, search: str, looking: Looking) -> bytes:
    """Return the compressed response for an address.

    If the screen cannot be made, the response shows the error.
    """
    try:
        address = from_url(search)
        view = staged(reader, address, looking=looking)
        if isinstance(view, Scene):
            return finished.of(search, view, lambda view: _written(reader, _sent(whole(view))))
        response = _sent(first(reader, address)) if view is None else _awaited(view, looking.wish)
    except Exception as error:  # noqa: BLE001 - any error is shown as a sentence; the graph stays
        if not isinstance(error, LineageError):
            _log.error("A screen failed", exc_info=error)
        response = _trouble(
            *_said(reader, error, search), search, welcome=[] if looking.former else _first(reader)
        )
    return _written(reader, response)


def _written(services: Reader, response: Sent) -> bytes:
    """Complete a response with the account and compress it."""
    response["shown"] |= _spelled({_HOME: link(Address(share=services.share)), _ACCOUNT: services.account})
    return packed(response)


def _first(services: Reader) -> list[Component]:
    return first_screen(services.catalog, services.account, share=services.share)


def _awaited(loading: Awaited, read_mode: Wish) -> Sent:
    """Return a response that updates the progress only.

    If reading was stopped, the response ends it.
    """
    continues = read_mode is not Wish.STOP
    progress: Progress = {"pages": loading.pages, "entities": loading.entities, "more": continues}
    shown: dict[Place, object] = {} if continues else {_TOLD["state"]: "partial", _BUSY: "false"}
    return {"drawing": None, "shown": _spelled(shown), "progress": progress, "named": True}


def _sent(screen: Screen) -> Sent:
    parts: Mapping[str, object] = screen
    payload: Mapping[str, object] = screen["drawing"]
    progress = screen["progress"]
    shown: dict[Place, object] = {
        **{place: parts[name] for name, place in _PARTS.items()},
        **{place: str(payload[name]) for name, place in _TOLD.items()},
        **{place: screen["form"][name] for name, place in _CONTROLS.items()},
        **dict.fromkeys(_ERRORS.values()),
        _BUSY: "true" if progress and progress["more"] else "false",
    }
    if screen["welcome"] is not None:
        shown[_WELCOME] = screen["welcome"]
    return {
        "drawing": screen["drawing"],
        "shown": _spelled(shown),
        "progress": progress,
        "named": screen["named"],
    }


def _said(services: Reader, error: Exception, search: str) -> tuple[Exception, tuple[Hit, ...]]:
    """Return the error to show, and entities to choose instead."""
    if isinstance(error, InvalidArn) and start_of(search):
        return meant(services.catalog, search, error)
    return error, ()


def _trouble(error: Exception, hits: Sequence[Hit], search: str, *, welcome: list[Component]) -> Sent:
    """Return the response for an error.

    If no graph is shown, it includes the first screen.
    """
    shown: dict[Place, object] = {
        _PARTS["notice"]: notice.about(error),
        _TOLD["state"]: "error",
        _BUSY: "false",
    }
    if welcome:
        shown[_WELCOME] = welcome
    if hits:
        candidates = choices(list(map(start, hits)), link=lambda arn: f"/{started(search, arn)}")
        shown[_HITS] = candidates
    if isinstance(error, InvalidQuery | NothingFound):
        form, field = readable(search), getattr(error, "field", ids.START)
        shown |= {place: form[name] for name, place in _CONTROLS.items()}
        shown |= {place: str(error) if name == field else None for name, place in _ERRORS.items()}
    return {"drawing": None, "shown": _spelled(shown), "progress": None, "named": True}


def _looking(headers: Headers) -> Looking:
    """Parse the page's state from headers; ignore invalid values."""
    read_mode = headers.get(WISH, "")
    return Looking(
        wish=Wish(read_mode) if read_mode in list(Wish) else Wish.ON,
        seen=headers.get(SEEN, 0, type=int),
        former=headers.get(FORMER, ""),
    )


def _spelled(shown: dict[Place, object]) -> dict[str, object]:
    return {
        f"{name}.{part}": markup(value) if part == HTML else value for (name, part), value in shown.items()
    }


def register(app: Dash, door: Door[Reader]) -> None:
    """Register the route of screens, and the callback that shows them.

    The browser requests a screen whenever the address changes, and again on Run or Try again.
    """
    screen_cache = Finished()

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def screen() -> Response:
        body = door.answer(
            f"?{request.query_string.decode()}",
            lambda services, search: answered(
                services, screen_cache, search=search, looking=_looking(request.headers)
            ),
        )
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
        if not request.accept_encodings.quality("gzip"):
            return Response(gzip.decompress(body), mimetype="application/json", headers=headers)
        return Response(body, mimetype="application/json", headers={**headers, "Content-Encoding": "gzip"})

    app.clientside_callback(
        ClientsideFunction("lineage", "show"),
        Input(ids.ADDRESS, "search"),
        Input(ids.ASKED, "data"),
        Input(ids.RETRY, "n_clicks"),
        [State(name, part) for name, part in _CHANGED_BY_OTHERS],
    )
