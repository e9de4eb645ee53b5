"""The Dash app behind its guard.

It is built before the account is opened, so it imports nothing that reads accounts: the page is served while
the rest of the explorer is prepared.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dash import Dash
from flask import Flask, has_request_context, request

import routes
from callbacks import register_all
from callbacks.error_handler import report_error
from components import asset_bundles
from components.compressed_files import compress_files_once
from components.shell import shell
from components.skeleton import insert_skeleton
from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.sources.cache.file_store import MAX_FILE_BYTES
from lineage_explorer.sources.call_counts import open_call_meter
from routes import open_file
from routes.metrics import JoinWorkers, ProcessMetrics
from server.guard import USER_KEY, Guard, GuardParts
from server.guard_settings import GuardSettings
from server.request_counts import RequestCounts
from server.response_headers import ResponseHeaders
from server.route_names import RouteNames, split_rules
from server.script_hashes import hash_inline_scripts

_FILE_FOLDERS = ("/assets/", "/_dash-component-suites/")
"""Paths of files that every page loads."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What the page shows of its account before that is opened.

    Attributes:
        always_redacted: Whether redaction is always on.
        has_accounts: Whether there are several accounts to switch between.
    """

    always_redacted: bool = False
    has_accounts: bool = False


class _ModernDash(Dash):
    """Dash app without scripts that its page does not use."""

    def interpolate_index(self, *, scripts: str, **parts: str) -> str:  # type: ignore[override]
        page: str = super().interpolate_index(scripts=asset_bundles.remove_unused_scripts(scripts), **parts)  # type: ignore[no-untyped-call]
        user = request.environ.get(USER_KEY, "") if has_request_context() else ""
        return page.replace("<html ", f'<html data-reader="{escape(user)}" ', 1) if user else page


def build_app(
    get_explorer: GetExplorer,
    page: PageOptions | None = None,
    settings: GuardSettings | None = None,
    join_workers: JoinWorkers | None = None,
) -> Dash:
    """Return the Dash app, behind its guard.

    Args:
        get_explorer: Returns what answers requests; called by the first request that needs it.
        page: What the page shows of the account.
        settings: Who may use it, and under which names; by default who is at this machine.
        join_workers: Joins the metrics of all workers, if there are several.
    """
    page = page or PageOptions()
    server = Flask(__name__)
    compress_files_once(server, _FILE_FOLDERS)
    app = _ModernDash(
        __name__,
        server=server,  # type: ignore[arg-type]  # Dash takes a Flask app, too
        title="Lineage Explorer",
        update_title="",
        on_error=report_error,
        health_endpoint="health",
        compress=True,
        assets_folder=str(asset_bundles.FOLDER),
        assets_ignore=asset_bundles.ASSETS_IGNORE,
    )
    # Relative to the page, as its own links are. Dash itself sets it in this way, for notebooks.
    dict.__setitem__(app.config, "requests_pathname_prefix", "./")
    attribute = ' data-share="always"' if page.always_redacted else ""
    index = app.index_string.replace("<html>", f'<html lang="en"{attribute}>')
    app.index_string = asset_bundles.serve_bundles(app.server, insert_skeleton(index))
    app.layout = shell(always_redacted=page.always_redacted, has_accounts=page.has_accounts)
    counts = RequestCounts()
    process = ProcessMetrics((counts,), join_workers)
    routes.register(app, get_explorer, always_redacted=page.always_redacted, process=process)
    register_all(app, get_explorer)
    app.server.wsgi_app = _guard_explorer(app, settings or GuardSettings(), counts)
    return app


def _guard_explorer(app: Dash, settings: GuardSettings, counts: RequestCounts) -> Guard:
    """Return the explorer's WSGI application behind its guard."""
    exact, prefixes = split_rules(rule.rule for rule in app.server.url_map.iter_rules())
    names = RouteNames(
        exact,
        prefixes,
        static_prefixes=(*_FILE_FOLDERS, "/_favicon.ico"),
        body_limits={open_file.ROUTE: 2 * MAX_FILE_BYTES},  # the route says what is too large for a file
    )
    hashes = (*app.csp_hashes(), *hash_inline_scripts(app.index_string))
    headers = ResponseHeaders(hashes, settings.frame_ancestors)
    parts = GuardParts(names, headers, counts, open_meter=open_call_meter)
    return Guard(app.server.wsgi_app, settings, parts)
