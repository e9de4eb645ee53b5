"""Use of the caches in the text format of Prometheus, for operators."""

from __future__ import annotations

from dash import Dash
from flask import Response

from lineage_explorer.sources.cache.cache_table import METRICS_CONTENT_TYPE, CacheRegistry, format_metrics

ROUTE = "/metrics"


def register(app: Dash, caches: CacheRegistry) -> None:
    """Register the route of the metrics.

    Args:
        app: The Dash app.
        caches: The caches to report.
    """

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def report_metrics() -> Response:
        text = format_metrics(caches.read_usage())
        return Response(text, content_type=METRICS_CONTENT_TYPE, headers={"Cache-Control": "no-store"})
