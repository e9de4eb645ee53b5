"""Run button: convert the query form to an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, no_update, set_props

from components import ids
from components.starts import choices
from lineage.address import Address, View, from_url, is_shared, link, question, to_url
from lineage.errors import InvalidArn, InvalidQuery
from lineage.model import Arn, parse_arn
from lineage.query import LineageQuery
from lineage.source import EntityCatalog, Hit
from lineage.views.names import name_of, plain
from lineage.views.starts import start
from sharing.door import Door

LONGEST_NAME = 120
"""Maximum characters of a name that the service assigns.

Longer text cannot be part of a name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Result of a click on Run.

    Attributes:
        query: The query. Its start is the empty ARN while there are `choices`.
        choices: Entities that the start can mean, if there are several.
    """

    query: LineageQuery
    choices: tuple[Hit, ...] = ()


def asked(catalog: EntityCatalog, values: Mapping[str, Any]) -> Asked:
    """Convert the form's values to a query and resolve its start.

    All other values are checked first, so that an invalid value costs no API call.

    Raises:
        InvalidQuery: A value is invalid; the error names the control.
        NothingFound: The start names something without lineage.
        SourceError: The account could not be read to resolve the start.
    """
    query = question(_search(values))
    text = (values.get(ids.START) or "").strip()
    if not text:
        raise InvalidArn("Paste an ARN or S3 URI to start from, or pick an entity on the first screen.")
    resolved = _found(catalog, text)
    if isinstance(resolved, tuple):
        return Asked(query, resolved)
    return Asked(query.refocused(resolved))


def _found(catalog: EntityCatalog, text: str) -> Arn | tuple[Hit, ...]:
    try:
        return parse_arn(text)
    except InvalidArn:
        hits = _named(catalog, text)
    return hits[0].arn if len(hits) == 1 else hits


def _named(catalog: EntityCatalog, text: str) -> tuple[Hit, ...]:
    """Return the entities that a text can mean.

    An exact source comes first, then an exact name, then part of a name.
    """
    try:
        return catalog.resolve(text)
    except InvalidQuery:
        hits = catalog.suggest(text).hits if len(text) <= LONGEST_NAME else ()
        if not hits:
            raise
    return tuple(hit for hit in hits if plain(name_of(hit.arn, hit)) == text) or hits


def _search(values: Mapping[str, Any]) -> str:
    """Format the form's values as a query string.

    So form and address share one grammar and one set of limits.
    """
    pairs: list[tuple[str, str]] = []
    for name in (*ids.CONTROLS[1:], ids.PATHS):
        value = values.get(name)
        if name == ids.PATHS:
            pairs.append((name, "1" if value else "0"))
        elif isinstance(value, list):
            pairs += [(name, item) for item in value]
        elif value not in (None, ""):
            pairs.append((name, str(value)))
    return "?" + urlencode(pairs)


def _address(query: LineageQuery, search: str) -> Address:
    """Return the address of a query in the current view.

    The shown paths are kept only if the start stays the same.
    """
    try:
        current = from_url(search)
    except InvalidQuery:
        current = Address(share=is_shared(search))
    return current.asking(query)


def register(app: Dash, door: Door[EntityCatalog]) -> None:
    """Submit the query on Run; an unchanged query is read again."""

    @app.callback(
        output={
            "search": Output(ids.ADDRESS, "search"),
            "asked": Output(ids.ASKED, "data"),
        },
        inputs={"clicks": Input(ids.RUN, "n_clicks")},
        state={
            "values": {name: State(name, "value") for name in ids.CONTROLS}
            | {ids.PATHS: State(ids.PATHS, "checked")},
            "view": State(ids.VIEW, "value"),
            "current": State(ids.ADDRESS, "search"),
        },
        running=[(Output(ids.RUN, "loading"), True, False)],
        prevent_initial_call=True,
    )
    def on_run(clicks: int, values: dict[str, Any], view: str, current: str | None) -> dict[str, Any]:
        decoded = door.heard(current or "", values)
        if decoded[ids.START] != values[ids.START]:
            set_props(ids.START, {"value": decoded[ids.START]})
        result = door.answer(current or "", lambda catalog, _: asked(catalog, decoded))
        for control in ids.CONTROLS:
            set_props(control, {"error": None})
        address = replace(_address(result.query, current or ""), view=View(view))
        candidates = choices(list(map(start, result.choices)), link=lambda arn: link(address.refocused(arn)))
        set_props(ids.HITS, {"children": candidates})
        if result.choices:
            return {"search": no_update, "asked": no_update}
        search = to_url(address)
        if search == current:
            return {"search": no_update, "asked": clicks}
        return {"search": search, "asked": no_update}
