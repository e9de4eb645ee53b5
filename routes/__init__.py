"""Central feature of the page: show the graph of an address.

The browser requests a whole screen by `GET /screen?<address>`; `assets/screen.js` draws its graph and passes
the rest to Dash. This is no Dash callback for three reasons: a click sends its request before Dash knows the
new address, a newer address cancels the request of the previous one, and the graph need not wait for the page
around it.

    reading     address → loaded graph
    naming      choose the entities to describe before drawing
    picture     the visible part of a graph
    placements  layouts that continue the previous one
    scene       loaded, named and laid out: all the data of a screen
    screen      → Screen: everything that the page shows, except the facts about the focus
      drawing     the graph
      form        the controls of the query
      hidden      the hidden kinds: legend and notices
      connecting  the paths between two entities
      first       the first screen, without a query
    made        cached results of pure functions of a graph
    finished    cached screens
    meant       redirects from resources to the entities that represent them
    road        Screen → browser: the route, and the callback that passes its parts to Dash
    saving      export of the graph as a file
    around      number of hidden neighbors of an entity
    metrics     use of the caches, for operators
"""

from dash import Dash

from components.screen import Screen, load_screen
from lineage_explorer.explore.layout_store import LayoutStore
from lineage_explorer.explore.load_graph import NAMING_SECONDS, ExplorerServices
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from routes import (
    export_route,
    metrics,
    neighbor_counts,
    redirect_redacted,
    redirect_start,
    screen_route,
)

__all__ = ["NAMING_SECONDS", "ExplorerServices", "LayoutStore", "Screen", "load_screen", "register"]


def register(app: Dash, scope: RequestScope[ExplorerServices], caches: CacheRegistry) -> None:
    """Register the routes for screens, files, hidden neighbors and metrics."""
    catalogs = scope.map(lambda services: services.catalog)
    redirect_redacted.register(app, catalogs)
    redirect_start.register(app, catalogs)
    screen_route.register(app, scope, caches)
    export_route.register(app, scope)
    neighbor_counts.register(app, scope)
    metrics.register(app, caches)
