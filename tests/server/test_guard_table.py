"""Every route of both servers: which names, sites and people it answers."""

from __future__ import annotations

import re
from itertools import product

import pytest

from sagemaker_account.endpoint import PATHS
from server.guard_settings import GuardSettings
from tests.server.conftest import TOKEN
from tests.support.wsgi_calls import call

OWN_HOSTS = (
    "127.0.0.1",
    "127.0.0.1:8050",
    "[::1]:8050",
    "localhost",
    "lineage.example",
    "Lineage.Example:443",
)
OTHER_HOSTS = (
    None,
    "",
    "evil.example",
    "evil.example:8050",
    "127.0.0.1.evil.example",
    "lineage.example@evil",
    "a, b",
)
NAVIGATION = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
SITES = {
    "program": {},
    "typed": {"sec_fetch_site": "none", **NAVIGATION},
    "same origin": {"sec_fetch_site": "same-origin", "sec_fetch_mode": "cors", "sec_fetch_dest": "empty"},
    "link": {"sec_fetch_site": "cross-site", **NAVIGATION},
    "script of another site": {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "empty"},
    "frame of another site": {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"},
    "script of another port": {"sec_fetch_site": "same-site", "sec_fetch_mode": "cors", "sec_fetch_dest": "empty"},
}  # fmt: skip
OWN_SITES = ("program", "typed", "same origin")
PEOPLE = {
    "nobody": {},
    "signed in": {"authorization": f"Bearer {TOKEN}"},
    "wrong": {"cookie": "lineage_x=1.2.3"},
}
OPEN_ROUTES = {"/health", "/ready"}
SAMPLES = {
    "/_dash-component-suites/": "dash/deps/react.js",
    "/assets/": "fonts/LICENSE",
    "/api/": "nothing",
    "/static/": "x",
    "/": "somewhere/else",
}


def list_requests(app):
    """Return method and path of every route of the explorer."""
    found = set()
    for rule in app.server.url_map.iter_rules():
        beginning, variable, _ = rule.rule.partition("<")
        path = beginning + SAMPLES[beginning] if variable else rule.rule
        found |= {(method, path) for method in rule.methods & {"GET", "POST"}}
    return sorted({*found, ("GET", "/sign-in")})


def expect_status(path, *, host, site, person, is_page):
    """Return the status of a refusal; None if the request reaches its route."""
    if host in OTHER_HOSTS:
        return 421
    may_link = site == "link" and is_page
    if site not in OWN_SITES and not may_link and path != "/health":
        return 403
    if person != "signed in" and path not in OPEN_ROUTES and path != "/sign-in":
        return 401
    return None


def test_every_route_of_the_explorer_answers_own_names_sites_and_people_alone(explorer):
    requests = list_requests(explorer)
    assert len(requests) > 20
    for method, path in requests:
        for host, site, person in product((*OWN_HOSTS, *OTHER_HOSTS), SITES, PEOPLE):
            headers = {**SITES[site], **PEOPLE[person]}
            is_page = path in ("/", "/sign-in") and method == "GET"
            expected = expect_status(path, host=host, site=site, person=person, is_page=is_page)
            if person == "wrong" and site != "program":
                continue
            if expected is None and host != OWN_HOSTS[0] and site != "program":
                continue  # what is let through runs once for each name
            reply = call(explorer.server, path, method=method, host=host, **headers)
            told = (method, path, host, site, person, reply.status, reply.body[:200])
            if expected:
                assert reply.status == expected, told
                assert reply.body, told
            else:
                assert reply.status not in (401, 403, 421), told
                assert reply.status < 500, told
            check_headers(reply, told)


def check_headers(reply, told):
    """Check what every answer carries."""
    headers = reply.headers
    assert headers["x-content-type-options"] == "nosniff", told
    assert headers["referrer-policy"] == "same-origin", told
    assert headers["cross-origin-opener-policy"] == "same-origin", told
    assert headers["x-frame-options"] == "DENY", told
    assert "camera=()" in headers["permissions-policy"], told
    assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"]), told
    assert "server" not in headers, told
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy or policy == "sandbox allow-scripts", told
    assert (
        "script-src 'self' 'sha256-" in policy or "'unsafe-inline'" not in policy.partition("style-src")[0]
    ), told
    if not told[1].startswith(("/assets/", "/_dash-component-suites/", "/_favicon")):
        assert headers["cache-control"] in (
            "no-store",
            "private, no-cache",
            "private, no-store",
            "no-cache, private",
        ), told


TARGET = {"x_amz_target": "SageMaker.ListArtifacts", "content_type": "application/x-amz-json-1.1"}
SIGNATURE = {
    "authorization": f"AWS4-HMAC-SHA256 Credential={TOKEN}/20261129/us-west-2/sagemaker/aws4_request, Sig=1"
}
CALLERS = {"nobody": {}, "signed in": SIGNATURE, "wrong": {"authorization": SIGNATURE["authorization"].replace(TOKEN, "any")}}  # fmt: skip


ENDPOINT_REQUESTS = [("GET", "/sign-in"), *product(("GET", "POST"), (*PATHS, "/elsewhere"))]


@pytest.mark.parametrize(("method", "path"), ENDPOINT_REQUESTS)
def test_every_route_of_the_endpoint_answers_own_names_sites_and_callers_alone(
    serve_account, token_settings, method, path
):
    for host, site, person in product((*OWN_HOSTS, *OTHER_HOSTS), SITES, CALLERS):
        endpoint = serve_account(token_settings)  # each forgets wrong tokens
        reply = call(
            endpoint, path, method=method, body=b"{}", host=host, **TARGET, **SITES[site], **CALLERS[person]
        )
        expected = expect_status(path, host=host, site=site, person=person, is_page=path == "/sign-in")
        told = (method, path, host, site, person, reply.status, reply.body[:200])
        if expected:
            assert reply.status == expected, told
            assert set(reply.json) == {"__type", "message"}, told
        else:
            assert reply.status in (200, 404, 405), told
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"


def test_a_refusal_tells_the_way_out(explorer):
    reply = call(explorer.server, "/screen", host="evil.example")
    assert reply.json["error"]["code"] == "wrong_host"
    assert "--allow-host" in reply.json["error"]["detail"]
    page = call(explorer.server, "/screen", host="<b>evil", accept="text/html,*/*")
    assert "text/html" in page.headers["content-type"]
    assert "&lt;b&gt;evil" in page.text


def test_posts_of_another_origin_are_refused_where_browsers_send_no_more(explorer):
    for origin, status in (("http://evil.example", 403), ("null", 403), ("http://127.0.0.1:8050", 422)):
        reply = call(explorer.server, "/open", method="POST", origin=origin, authorization=f"Bearer {TOKEN}")
        assert reply.status == status, origin


def test_bodies_and_addresses_have_limits(explorer):
    bearer = {"authorization": f"Bearer {TOKEN}"}
    for size, status in ((2_000_000, 413), ("-1", 400), ("1e3", 400)):
        reply = call(
            explorer.server, "/_dash-update-component", method="POST", content_length=str(size), **bearer
        )
        assert reply.status == status, size
    chunked = call(
        explorer.server, "/open", method="POST", content_length="", transfer_encoding="chunked", **bearer
    )
    assert chunked.status == 411
    assert call(explorer.server, f"/screen?start={'x' * 70_000}", **bearer).status == 400


def test_a_server_on_all_addresses_answers_to_addresses_and_named_hosts(explore):
    app = explore(GuardSettings(host="0.0.0.0", is_public=True)).server
    assert call(app, "/health", host="192.168.1.7:8050").status == 200
    assert call(app, "/health", host="evil.example").status == 421
