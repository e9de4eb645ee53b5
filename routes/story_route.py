"""Route that makes one page of a story."""

from __future__ import annotations

from dash import Dash
from flask import Response, jsonify, request

from lineage_explorer.errors import InvalidQuery, LineageError
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.explore.view_request import OPEN_HEADER

ROUTE = "/story"


def register(app: Dash, get_explorer: GetExplorer) -> None:
    """Register the route; errors are JSON."""

    @app.server.post(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def publish_story() -> Response:
        scope = get_explorer().scope
        from lineage_explorer.export.story_page import (
            MAX_STORY_BYTES,
            build_story_page,
            check_size,
            parse_story,
        )

        try:
            if OPEN_HEADER not in request.headers:
                raise InvalidQuery(f"A story comes with the header {OPEN_HEADER}.", field="story")
            check_size(request.content_length or 0)
            request.max_content_length = MAX_STORY_BYTES
            page = build_story_page(scope, parse_story(request.get_data()))
        except LineageError as error:
            response = jsonify({"error": {"title": error.title, "detail": str(error)}})
            response.status_code = 422
            return response
        headers = {
            "Content-Security-Policy": "sandbox allow-scripts",
            "Content-Disposition": "attachment; filename*=UTF-8''story.html",
            "Cache-Control": "private, no-store",
        }
        return Response(page, content_type="text/html; charset=utf-8", headers=headers)
