"""Redirects from resources to the entities that represent them.

The start of an address can be an endpoint's ARN or an S3 URI, for example.
"""

from __future__ import annotations

from dash import Dash
from flask import Response, redirect, request

from lineage.address import start_of, started
from lineage.errors import InvalidArn, InvalidQuery, LineageError
from lineage.model import shortened
from lineage.source import EntityCatalog, Hit
from sharing.door import Door


def led(catalog: EntityCatalog, search: str) -> str:
    """Redirect an address to the entity that represents its start.

    Returns:
        The address of that entity; the same address if there is none, or several.
    """
    try:
        hits = catalog.resolve(start_of(search))
    except LineageError:  # the screen of this address shows the error
        return search
    return started(search, hits[0].arn) if len(hits) == 1 else search


def meant(catalog: EntityCatalog, search: str, error: InvalidArn) -> tuple[LineageError, tuple[Hit, ...]]:
    """Resolve an invalid start to an error and entities to choose from.

    Args:
        catalog: Resolves the start.
        search: The address as a query string.
        error: The error for a start that is no ARN of an entity. It is returned if the start is not
            recognized at all.

    Returns:
        The error to show, and the entities that the start can mean.
    """
    text = start_of(search)
    try:
        hits = catalog.resolve(text)
    except InvalidQuery:
        return error, ()
    except LineageError as lookup_error:
        return lookup_error, ()
    message = f"“{shortened(text, 120)}” stands for {len(hits)} entities. Choose one under the start box."
    return InvalidArn(message), hits


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Redirect a page before it loads.

    So Back never leads to an address that redirects again.
    """

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash does not type its server
    def redirect_page() -> Response | None:
        search = f"?{request.query_string.decode()}"
        if request.path != "/" or not start_of(search):
            return None
        target = door.answer(search, led)
        return None if target == search else redirect(f"/{target}")  # type: ignore[return-value]  # Werkzeug's
