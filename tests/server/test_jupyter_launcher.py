"""Entry of JupyterLab's launcher: the page works at whatever name Jupyter is opened by."""

from __future__ import annotations

import pytest

from server.guard import Guard
from server.guard_settings import GuardSettings
from server.jupyter_launcher import describe_launcher
from tests.support.wsgi_calls import call


def answer(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"answered"]


@pytest.mark.parametrize("origin", ["http://hub.example:8000", "https://studio.example", ""])
@pytest.mark.parametrize("sites", [{}, {"sec_fetch_site": "same-origin"}], ids=["plain", "telling"])
def test_what_the_page_posts_through_jupyter_is_taken(origin, sites):
    """Over plain HTTP browsers send Origin alone, with the name that Jupyter is opened by."""
    guard = Guard(answer, GuardSettings())
    sent = {"origin": origin} if origin else {}
    override = {
        name.lower(): value for name, value in describe_launcher()["request_headers_override"].items()
    }
    assert call(guard, "/open", method="POST", **{**sites, **sent, **override}).status == 200
    if origin:
        assert call(guard, "/open", method="POST", host="hub.example:8000", **sites, **sent).status == 421


def test_pages_of_other_sites_are_refused_through_jupyter_too():
    override = {
        name.lower(): value for name, value in describe_launcher()["request_headers_override"].items()
    }
    refused = call(
        Guard(answer, GuardSettings()),
        "/screen",
        **{"sec_fetch_site": "cross-site", "sec_fetch_dest": "empty", **override},
    )
    assert refused.status == 403


def test_a_space_of_studio_reads_its_own_account(monkeypatch, tmp_path):
    for name in ("LINEAGE_LIVE", "LINEAGE_ACCOUNT"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "resource-metadata.json"
    monkeypatch.setattr("server.jupyter_launcher._STUDIO_FILE", file)
    assert "--live" not in describe_launcher()["command"]
    file.touch()
    assert "--live" in describe_launcher()["command"]
    monkeypatch.setenv("LINEAGE_ACCOUNT", "team.sqlite")
    assert "--live" not in describe_launcher()["command"]
