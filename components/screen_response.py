"""Response of the screen route: what the browser changes on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from dash.development.base_component import Component

from components import ids, notice, screen_properties
from components.account_menu import account_list
from components.markup import render_html
from components.query_form import recover_form_values
from components.screen import ReadProgress, Screen
from components.screen_properties import ComponentProperty
from components.start_links import start_choices
from lineage_explorer.errors import InvalidQuery, NothingFound
from lineage_explorer.explore.graph_payload import GraphPayload
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.model import Hit
from lineage_explorer.query.address import format_href, with_start_text
from lineage_explorer.views.entity_details import build_start_options


class ScreenResponse(TypedDict):
    """Response for the browser.

    Attributes:
        drawing: Payload for the canvas; None leaves the canvas as it is.
        shown: Values for Dash by "id.property", or HTML by "id.html"; other properties stay as they are.
        progress: Progress of reading; None if it has ended.
        named: Whether every vertex has its final name.
        moved: The address of the entity that the start stands for; absent or empty if it is that already.
    """

    drawing: GraphPayload | None
    shown: dict[str, object]
    progress: ReadProgress | None
    named: bool
    moved: NotRequired[str]


def build_screen_response(screen: Screen) -> ScreenResponse:
    """Return the response that shows a whole screen."""
    parts: Mapping[str, object] = screen
    payload: Mapping[str, object] = screen["drawing"]
    progress = screen["progress"]
    shown: dict[ComponentProperty, object] = {
        **{place: parts[name] for name, place in screen_properties.SCREEN_PROPERTIES.items()},
        **{place: str(payload[name]) for name, place in screen_properties.PAYLOAD_PROPERTIES.items()},
        **{place: screen["form"][name] for name, place in screen_properties.CONTROLS.items()},
        **dict.fromkeys(screen_properties.ERRORS.values()),
        screen_properties.BUSY: "true" if progress and progress["more"] else "false",
    }
    if screen["welcome"] is not None:
        shown[screen_properties.WELCOME] = screen["welcome"]
    return {
        "drawing": screen["drawing"],
        "shown": _to_json_keys(shown),
        "progress": progress,
        "named": screen["named"],
    }


def build_progress_response(loading: StillLoading, *, is_stopped: bool) -> ScreenResponse:
    """Return a response that updates the progress only.

    If reading was stopped, the response ends it.
    """
    continues = not is_stopped
    progress: ReadProgress = {
        "pages": loading.pages,
        "entities": loading.entities,
        "more": continues,
        "note": loading.note if continues else "",
    }
    shown: dict[ComponentProperty, object] = (
        {}
        if continues
        else {screen_properties.PAYLOAD_PROPERTIES["state"]: "partial", screen_properties.BUSY: "false"}
    )
    return {"drawing": None, "shown": _to_json_keys(shown), "progress": progress, "named": True}


def build_error_response(
    error: Exception, hits: Sequence[Hit], search: str, *, welcome: list[Component]
) -> ScreenResponse:
    """Return the response for an error.

    If no graph is shown, it includes the first screen.
    """
    shown: dict[ComponentProperty, object] = {
        screen_properties.SCREEN_PROPERTIES["notice"]: notice.error_notice(error),
        screen_properties.PAYLOAD_PROPERTIES["state"]: "error",
        screen_properties.BUSY: "false",
    }
    if welcome:
        shown[screen_properties.WELCOME] = welcome
    if hits:
        candidates = start_choices(
            build_start_options(hits), link=lambda arn: f"./{with_start_text(search, arn)}"
        )
        shown[screen_properties.SUGGESTIONS] = candidates
    if isinstance(error, InvalidQuery | NothingFound):
        form, field = recover_form_values(search), getattr(error, "field", ids.START)
        shown |= {place: form[name] for name, place in screen_properties.CONTROLS.items()}
        shown |= {
            place: str(error) if name == field else None for name, place in screen_properties.ERRORS.items()
        }
    return {"drawing": None, "shown": _to_json_keys(shown), "progress": None, "named": True}


def add_account(response: ScreenResponse, services: ExplorerServices) -> ScreenResponse:
    """Add the account, the others, and the home link to a response."""
    title, base = services.account_title, services.base_address
    shown: dict[ComponentProperty, object] = {
        screen_properties.HOME: format_href(base),
        screen_properties.ACCOUNT: title,
        screen_properties.ACCOUNT_TITLE: title,
    }
    if services.accounts:
        shown |= {screen_properties.ACCOUNT_LIST: account_list(services.accounts, base)}
    return {**response, "shown": response["shown"] | _to_json_keys(shown)}


def _to_json_keys(shown: dict[ComponentProperty, object]) -> dict[str, object]:
    return {
        f"{name}.{part}": render_html(value) if part == screen_properties.INNER_HTML else value
        for (name, part), value in shown.items()
    }
