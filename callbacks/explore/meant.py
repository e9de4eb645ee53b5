"""An address whose start only stands for an entity, an endpoint's ARN or an S3 URI, is led to the entity."""

from __future__ import annotations

from dash import Dash
from flask import Response, redirect, request

from lineage.address import start_of, started
from lineage.errors import InvalidArn, InvalidQuery, LineageError
from lineage.model import shortened
from lineage.source import EntityCatalog, Hit
from sharing.door import Door


def led(catalog: EntityCatalog, search: str) -> str:
    """Return an address that starts from the one entity that its start stands for, or else as it was."""
    try:
        hits = catalog.resolve(start_of(search))
    except LineageError:  # the screen of this address says why
        return search
    return started(search, hits[0].arn) if len(hits) == 1 else search


def meant(catalog: EntityCatalog, search: str, error: InvalidArn) -> tuple[LineageError, tuple[Hit, ...]]:
    """Return what to say of a start that is no entity's ARN, and the entities that it may stand for."""
    text = start_of(search)
    try:
        hits = catalog.resolve(text)
    except InvalidQuery:
        return error, ()
    except LineageError as told:
        return told, ()
    said = f"“{shortened(text, 120)}” stands for {len(hits)} entities. Choose one under the start box."
    return InvalidArn(said), hits


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Lead a page there before it loads, so that Back does not lead to an address that leads on."""

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash does not say what its server is
    def lead() -> Response | None:
        search = f"?{request.query_string.decode()}"
        if request.path != "/" or not start_of(search):
            return None
        to = door.answer(search, led)
        return None if to == search else redirect(f"/{to}")  # type: ignore[return-value]  # Werkzeug's
