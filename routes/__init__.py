"""Flask routes: screens, files, neighbor counts, responses, redirects, the API, metrics.

The browser requests a whole screen by `GET /screen?<address>`; `web/shell/screen-view.js` draws its graph and
passes the rest to Dash. This is not a Dash callback for three reasons: a click sends its request before Dash
knows the new address, a newer address cancels the request of the previous one, and the graph need not wait
for the page around it. Routes only unpack, call `lineage_explorer.explore` and return.

They are registered before the account is opened. So each asks for the explorer when it is requested, and
what it calls is imported then.
"""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash

from lineage_explorer.explore.opened_explorer import GetExplorer, OpenedExplorer
from routes import (
    api_route,
    export_route,
    group_members,
    malformed_requests,
    metrics,
    neighbor_counts,
    open_file,
    readiness,
    redirects,
    responses,
    screen_route,
    story_route,
)


def register(
    app: Dash,
    get_explorer: GetExplorer,
    *,
    always_redacted: bool = False,
    process: metrics.ProcessMetrics | None = None,
) -> None:
    """Register all routes.

    Args:
        app: The Dash app.
        get_explorer: Returns what answers requests.
        always_redacted: Whether redaction is always on.
        process: Further metrics, and those of other workers.
    """
    malformed_requests.register(app)
    redirects.register(app, get_explorer, always_redacted=always_redacted)
    screen_route.register(app, get_explorer, _build_screen)
    for route in (
        open_file,
        export_route,
        story_route,
        neighbor_counts,
        group_members,
        responses,
        api_route,
        readiness,
    ):
        route.register(app, get_explorer)
    metrics.register(app, get_explorer, process or metrics.ProcessMetrics())


def _build_screen(explorer: OpenedExplorer, address: str, headers: Mapping[str, str]) -> bytes:
    from routes.screen_answer import build_answer

    return build_answer(explorer, address, headers)
