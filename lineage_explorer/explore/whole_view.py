"""Build a view once everything was read.

Files need that: they cannot be updated.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from lineage_explorer.explore.load_to_end import build_too_slow, load_pages
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ReadMode, ViewRequest

WHOLE_SECONDS = 120.0
"""Time limit in seconds for all pages and names of a file."""


def build_whole_view(
    services: ExplorerServices, request: ViewRequest, *, seconds: float = WHOLE_SECONDS
) -> View:
    """Build the view of a request, waiting for its end.

    What is not there after `seconds` is missing, and the view's notes say so. With `ReadMode.STOP`, pages are
    not waited for.

    Raises:
        LineageError: The request has no query, or nothing could be read in time.
    """
    deadline = monotonic() + seconds
    if request.read_mode is not ReadMode.STOP:
        load_pages(services, request, deadline)
    remaining = max(0.0, deadline - monotonic())
    view = build_view(services, replace(request, read_mode=ReadMode.STOP, naming_seconds=remaining))
    if isinstance(view, StillLoading):
        raise build_too_slow(view)
    is_stopped = view.graph.read_status.has_more
    return replace(view, is_stopped=is_stopped)
