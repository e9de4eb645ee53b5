"""Run button: convert the query form to an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, no_update, set_props

from components import ids
from lineage_explorer.errors import InvalidArn
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.graph.model import Arn, Hit
from lineage_explorer.query.address import (
    DEPTH_FIELDS,
    MAX_STARTS,
    MainView,
    format_address,
    format_href,
    parse_current_address,
    parse_query,
)
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.query.pasted_text import split_starts

if TYPE_CHECKING:
    from lineage_explorer.sources.protocols import EntityCatalog


@dataclass(frozen=True, slots=True)
class SubmittedQuery:
    """Result of a click on Run.

    Attributes:
        query: The query. Its start is the empty ARN while there are `choices`, and the text itself while
            it is not known what that stands for.
        choices: Entities that the start can mean, if there are several.
        more_starts: Further starts, if a list was pasted.
    """

    query: LineageQuery
    choices: tuple[Hit, ...] = ()
    more_starts: tuple[Arn, ...] = ()


def parse_form(catalog: EntityCatalog, values: Mapping[str, Any]) -> SubmittedQuery:
    """Convert the form's values to a query and resolve its start.

    All other values are checked first, so that an invalid value costs no API call.

    Raises:
        InvalidQuery: A value is invalid; the error names the control.
        NothingFound: The start names something without lineage.
        SourceError: The account could not be read to resolve the start.
    """
    from lineage_explorer.explore.start_resolution import find_start

    query = parse_query(_format_form(values))
    text = str(values.get(ids.START) or "").strip()
    if not text:
        raise InvalidArn("Paste an ARN or S3 URI to start from, or pick an entity on the first screen.")
    if starts := split_starts(text):
        return _resolve_list(catalog, query, starts)
    resolved = find_start(catalog, text)
    if resolved is None:  # the page of this address waits for it
        resolved = Arn(text)
    if isinstance(resolved, tuple):
        return SubmittedQuery(query, resolved)
    return SubmittedQuery(query.with_start(resolved))


def _resolve_list(catalog: EntityCatalog, query: LineageQuery, texts: Sequence[str]) -> SubmittedQuery:
    """Resolve a pasted list of starts; each must stand for one entity.

    Raises:
        InvalidArn: There are too many, or one stands for several entities.
        NothingFound: One names something without lineage.
    """
    if len(texts) > MAX_STARTS:
        raise InvalidArn(f"{len(texts)} starts are too many: at most {MAX_STARTS} can be shown at once.")
    first, *others = dict.fromkeys(_resolve_one(catalog, text) for text in texts)
    return SubmittedQuery(query.with_start(first), more_starts=tuple(others))


def _resolve_one(catalog: EntityCatalog, text: str) -> Arn:
    from lineage_explorer.explore.start_resolution import find_start

    resolved = find_start(catalog, text)
    if isinstance(resolved, tuple):
        raise InvalidArn(f"“{text}” matches {len(resolved)} entities: give the ARN of one of them.")
    return resolved or Arn(text)  # the page of this address waits for it


def _format_form(values: Mapping[str, Any]) -> str:
    """Format the form's values as a query string.

    So form and address share one grammar and one set of limits.
    """
    pairs: list[tuple[str, str]] = []
    one_way = values.get(ids.DIRECTION) != Direction.UP_AND_DOWN
    for name in (*ids.CONTROLS[1:], ids.PATHS):
        if one_way and name in DEPTH_FIELDS:
            continue  # not shown then
        value = values.get(name)
        if name == ids.PATHS:
            pairs.append((name, "1" if value else "0"))
        elif isinstance(value, list):
            pairs += [(name, item) for item in value]
        elif value not in (None, ""):
            pairs.append((name, str(value)))
    return "?" + urlencode(pairs)


def _choose_view(value: str) -> MainView:
    return next((view for view in MainView if view == value), MainView.GRAPH)


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Submit the query on Run; an unchanged query is read again."""

    @app.callback(
        output={
            "search": Output(ids.ADDRESS, "search"),
            "asked": Output(ids.RERUN_COUNT, "data"),
        },
        inputs={"clicks": Input(ids.RUN, "n_clicks")},
        state={
            "values": {name: State(name, "value") for name in ids.CONTROLS}
            | {ids.PATHS: State(ids.PATHS, "checked")},
            "view": State(ids.VIEW, "value"),
            "current": State(ids.ADDRESS, "search"),
        },
        # Neither disabled nor loading: what is pressed while the last query is checked would be lost.
        running=[(Output(ids.RUN, "data-busy"), "true", "false")],
        prevent_initial_call=True,
    )
    def on_run(clicks: int, values: dict[str, Any], view: str, current: str | None) -> dict[str, Any]:
        from components.start_links import start_choices
        from lineage_explorer.views.entity_details import build_start_options

        scope = get_explorer().scope
        decoded = scope.decode_input(current or "", values)
        if decoded[ids.START] != values[ids.START]:
            set_props(ids.START, {"value": decoded[ids.START]})
        result = scope.run(current or "", lambda services, _: parse_form(services.catalog, decoded))
        for control in ids.CONTROLS:
            set_props(control, {"error": None})
        address = parse_current_address(current or "").with_query(result.query)
        address = replace(address.with_more_starts(result.more_starts), view=_choose_view(view))
        candidates = start_choices(
            build_start_options(result.choices),
            link=lambda arn: format_href(address.with_start(arn)),
        )
        set_props(ids.SUGGESTIONS, {"children": candidates})
        if result.choices:
            return {"search": no_update, "asked": no_update}
        search = format_address(address)
        if search == current:
            return {"search": no_update, "asked": clicks}
        return {"search": search, "asked": no_update}
