"""From a screen to the browser, and what of it Dash shows where."""

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
"""Header: what the page wants of the reading, a `Wish`."""

SEEN = "Lineage-Seen"
"""Header: how many pages of the answer it looks at already."""

Place: TypeAlias = tuple[str, str]
"""A component's id and one of its properties."""

HTML = "html"
"""Stands for a property where the browser itself puts what is shown, without Dash."""

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
"""Of these the browser needs to know what they show now, to leave alone what would not change."""

_log = logging.getLogger(__name__)


class Sent(TypedDict):
    """What the browser gets.

    Attributes:
        drawing: For the canvas; None leaves there what was there.
        shown: Values by "id.property", for Dash, or of "id.html"; what is not named stays as it is.
        progress: How far reading has got; None where it has ended.
        named: Whether all that is shown has the name that it will have.
    """

    drawing: Drawing | None
    shown: dict[str, object]
    progress: Progress | None
    named: bool


def answered(reader: Reader, finished: Finished, *, search: str, looking: Looking) -> bytes:
    """Return the screen of an address, compressed; where there is none, what to say in its place."""
    try:
        address = from_url(search)
        scene = staged(reader, address, looking=looking)
        if isinstance(scene, Scene):
            return finished.of(search, scene, lambda scene: _written(reader, _sent(whole(scene))))
        sent = _sent(first(reader, address)) if scene is None else _awaited(scene, looking.wish)
    except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets a sentence and keeps the picture
        if not isinstance(error, LineageError):
            _log.error("A screen failed", exc_info=error)
        sent = _trouble(
            *_said(reader, error, search), search, welcome=[] if looking.former else _first(reader)
        )
    return _written(reader, sent)


def _written(reader: Reader, sent: Sent) -> bytes:
    """Return what is sent, with what every screen tells of its reader."""
    sent["shown"] |= _spelled({_HOME: link(Address(share=reader.share)), _ACCOUNT: reader.account})
    return packed(sent)


def _first(reader: Reader) -> list[Component]:
    return first_screen(reader.catalog, reader.account, share=reader.share)


def _awaited(awaited: Awaited, wish: Wish) -> Sent:
    """Leave everything as it is but for the progress; where reading was stopped, that is the end of it."""
    more = wish is not Wish.STOP
    progress: Progress = {"pages": awaited.pages, "entities": awaited.entities, "more": more}
    shown: dict[Place, object] = {} if more else {_TOLD["state"]: "partial", _BUSY: "false"}
    return {"drawing": None, "shown": _spelled(shown), "progress": progress, "named": True}


def _sent(screen: Screen) -> Sent:
    parts: Mapping[str, object] = screen
    told: Mapping[str, object] = screen["drawing"]
    progress = screen["progress"]
    shown: dict[Place, object] = {
        **{place: parts[name] for name, place in _PARTS.items()},
        **{place: str(told[name]) for name, place in _TOLD.items()},
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


def _said(reader: Reader, error: Exception, search: str) -> tuple[Exception, tuple[Hit, ...]]:
    """Return what to say of an error, and which entities to offer instead."""
    if isinstance(error, InvalidArn) and start_of(search):
        return meant(reader.catalog, search, error)
    return error, ()


def _trouble(error: Exception, hits: Sequence[Hit], search: str, *, welcome: list[Component]) -> Sent:
    """Return what to say; where no picture is looked at, the first screen is there to go on from."""
    shown: dict[Place, object] = {
        _PARTS["notice"]: notice.about(error),
        _TOLD["state"]: "error",
        _BUSY: "false",
    }
    if welcome:
        shown[_WELCOME] = welcome
    if hits:
        offered = choices(list(map(start, hits)), link=lambda arn: f"/{started(search, arn)}")
        shown[_HITS] = offered
    if isinstance(error, InvalidQuery | NothingFound):
        form, field = readable(search), getattr(error, "field", ids.START)
        shown |= {place: form[name] for name, place in _CONTROLS.items()}
        shown |= {place: str(error) if name == field else None for name, place in _ERRORS.items()}
    return {"drawing": None, "shown": _spelled(shown), "progress": None, "named": True}


def _looking(headers: Headers) -> Looking:
    """Read what the page says of itself; what cannot be read is as if it was not said."""
    wish = headers.get(WISH, "")
    return Looking(
        wish=Wish(wish) if wish in list(Wish) else Wish.ON,
        seen=headers.get(SEEN, 0, type=int),
        former=headers.get(FORMER, ""),
    )


def _spelled(shown: dict[Place, object]) -> dict[str, object]:
    return {
        f"{name}.{part}": markup(value) if part == HTML else value for (name, part), value in shown.items()
    }


def register(app: Dash, door: Door[Reader]) -> None:
    """Answer for an address; in the browser, ask at each change of it, and again."""
    finished = Finished()

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not say what its server is
    def screen() -> Response:
        body = door.answer(
            f"?{request.query_string.decode()}",
            lambda reader, search: answered(
                reader, finished, search=search, looking=_looking(request.headers)
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
