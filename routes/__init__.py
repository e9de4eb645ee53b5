"""Flask routes: screens, files, neighbor counts, responses, redirects, the API, metrics.

The browser requests a whole screen by `GET /screen?<address>`; `web/shell/screen-view.js` draws its graph and
passes the rest to Dash. This is not a Dash callback for three reasons: a click sends its request before Dash
knows the new address, a newer address cancels the request of the previous one, and the graph need not wait
for the page around it. Routes only unpack, call `lineage_explorer.explore` and return.
"""

from dash import Dash

from lineage_explorer.explore.opened_files import OpenedFiles
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.sources.cache.cache_table import CacheRegistry
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
    scope: RequestScope[ExplorerServices],
    caches: CacheRegistry,
    files: OpenedFiles[RequestScope[ExplorerServices]] | None = None,
    *,
    observed: metrics.ObservedServer | None = None,
) -> None:
    """Register all routes.

    Without `files`, readers cannot open any. What is `observed` is what operators see.
    """
    observed = observed or metrics.ObservedServer()
    malformed_requests.register(app)
    if files is not None:
        open_file.register(app, files)
    redirects.register(app, scope.map(lambda services: services.catalog))
    screen_route.register(app, scope, caches)
    export_route.register(app, scope)
    story_route.register(app, scope)
    neighbor_counts.register(app, scope)
    group_members.register(app, scope)
    responses.register(app, scope)
    api_route.register(app, scope)
    metrics.register(app, caches, observed)
    readiness.register(app, observed.check_account)
