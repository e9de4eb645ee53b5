"""A story as one page that steps through its scenes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from lineage_explorer.errors import InvalidQuery, LineageError
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import resolve_start
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.explore.whole_view import build_whole_view
from lineage_explorer.export.html_page import build_html_page, build_scene, format_script_json
from lineage_explorer.query.address import MainView, parse_address

STORY_FORMAT = "lineage-story/1"
MAX_SCENES = 50
MAX_STORY_BYTES = 1_000_000
MAX_TITLE = 80

_SCENE_SECONDS = 30.0
_ADDRESS = re.compile(r"\?[^#\s]*")


@dataclass(frozen=True, slots=True)
class Scene:
    """Scene of a story.

    Attributes:
        title: Its title.
        note: Notes for the presenter.
        address: The view as a query string.
    """

    title: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Story:
    """Story of a file.

    Attributes:
        scenes: Its scenes in their order.
        is_redacted: Whether it was made with names hidden.
    """

    scenes: tuple[Scene, ...]
    is_redacted: bool


def parse_story(content: bytes) -> Story:
    """Return the story of a file.

    Raises:
        InvalidQuery: It is none; the sentence says why.
    """
    check_size(len(content))
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidQuery("This is not a story: it is not JSON.", field="story") from None
    scenes = found.get("scenes") if isinstance(found, dict) else None
    if not isinstance(scenes, list) or found.get("format") != STORY_FORMAT:
        raise InvalidQuery(f"This is not a story: its “format” is not {STORY_FORMAT}.", field="story")
    if not 1 <= len(scenes) <= MAX_SCENES:
        raise InvalidQuery(f"A story has 1 to {MAX_SCENES} scenes, not {len(scenes)}.", field="story")
    parsed = tuple(_parse_scene(number, scene) for number, scene in enumerate(scenes, start=1))
    return Story(parsed, found.get("names") == "hidden")


def check_size(size: int) -> None:
    """Refuse what is too large.

    Raises:
        InvalidQuery: It has too many bytes.
    """
    if size > MAX_STORY_BYTES:
        raise InvalidQuery("This is too large for a story: 1 MB at most.", field="story")


def _parse_scene(number: int, scene: Any) -> Scene:
    members = scene if isinstance(scene, dict) else {}
    title, note, address = (members.get(name, "") for name in ("title", "note", "address"))
    is_text = all(isinstance(field, str) for field in (title, note, address))
    if not is_text or not _ADDRESS.fullmatch(address):
        raise InvalidQuery(f"Scene {number} has no title, or no address of a view.", field="story")
    return Scene(title[:MAX_TITLE], note, address)


def build_story_page(scope: RequestScope[ExplorerServices], story: Story) -> str:
    """Return a story as a page; scenes that fail say why.

    Raises:
        InvalidQuery: Its scenes differ in whether names are hidden.
        LineageError: None of its scenes can be shown.
    """
    if any(scope.is_redacted(scene.address) != story.is_redacted for scene in story.scenes):
        raise InvalidQuery(
            "Some scenes hide names and others do not: make them all alike, then save the page.",
            field="story",
        )
    views: list[View | LineageError] = []
    account = ""
    for scene in story.scenes:
        try:
            view, account = scope.run(scene.address, _load_scene)
        except LineageError as error:
            views.append(error)
        else:
            views.append(view)
    first = next((view for view in views if isinstance(view, View)), None)
    if first is None:
        raise next(view for view in views if isinstance(view, LineageError))
    scenes = [
        {"title": scene.title, "note": scene.note, **_describe(view)}
        for scene, view in zip(story.scenes, views, strict=True)
    ]
    return build_html_page(first, "Story", account=account, story=_render_steps(scenes))


def _load_scene(services: ExplorerServices, search: str) -> tuple[View, str]:
    address = parse_address(resolve_start(services.catalog, search, seconds=_SCENE_SECONDS))
    request = ViewRequest(replace(address, view=MainView.GRAPH))
    return build_whole_view(services, request, seconds=_SCENE_SECONDS), services.account_title


def _describe(view: View | LineageError) -> dict[str, object]:
    if isinstance(view, LineageError):
        return {"error": f"This scene cannot be shown. {view}"}
    return build_scene(view)


def _render_steps(scenes: list[dict[str, object]]) -> str:
    """Return the strip of steps, and the scenes as data."""
    items = "".join(
        f'<li><button type="button" class="story-scene" data-scene="{index}"><b>{index + 1}</b>'
        f"<span><bdi>{escape(str(scene['title']))}</bdi></span></button></li>"
        for index, scene in enumerate(scenes)
    )
    return (
        '<nav class="story-strip" aria-label="Story"><div class="story-steps">'
        '<button type="button" class="button" data-step="-1" aria-label="Previous scene">&lsaquo;</button>'
        '<span class="story-place"></span>'
        '<button type="button" class="button" data-step="1" aria-label="Next scene">&rsaquo;</button></div>'
        f'<ol class="story-scenes">{items}</ol></nav><aside class="story-notes" hidden></aside>'
        f'<script id="scenes" type="application/json">{format_script_json(scenes)}</script>'
    )
