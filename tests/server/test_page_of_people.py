"""The page names who has signed in, for what is printed and reported."""

from __future__ import annotations

from server.guard_settings import GuardSettings, parse_networks
from tests.support.wsgi_calls import call


def test_the_page_says_who_has_signed_in_at_the_proxy(explore):
    settings = GuardSettings(user_header="X-User", trusted_proxies=parse_networks(("127.0.0.1",)))
    app = explore(settings).server
    page = call(app, "/", x_user='ann" onload="x').text
    assert '<html data-reader="ann&quot; onload=&quot;x" lang="en"' in page


def test_the_page_names_nobody_where_nobody_is_known(explore):
    assert "data-reader" not in call(explore(GuardSettings()).server, "/").text
