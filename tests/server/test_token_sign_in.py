"""Sign-in by a token: in the address, in the form, in a header, by a cookie."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from itsdangerous import TimestampSigner
from werkzeug.test import Client

from server.base_path import serve_under
from server.guard import Guard
from server.guard_settings import GuardSettings, parse_networks
from server.token_sign_in import SESSION_SECONDS, TokenSignIn
from tests.server.conftest import TOKEN
from tests.support.wsgi_calls import call


def show_environ(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['QUERY_STRING']}|{environ['lineage.user']}".encode()]


@pytest.fixture
def guard():
    return Guard(show_environ, GuardSettings(token=TOKEN))


def read_cookie(reply):
    return reply.headers["set-cookie"].partition(";")[0]


def submit(guard, token, **fields):
    body = urlencode({"token": token, **fields}).encode()
    return call(guard, "/sign-in", method="POST", body=body, content_type="application/x-www-form-urlencoded")


def test_the_start_address_signs_in_and_loses_its_token(guard):
    reply = call(guard, f"/?start=arn%3Ax&token={TOKEN}&hide=a+b")
    assert (reply.status, reply.headers["location"]) == (303, "/?start=arn:x&hide=a%20b")
    attributes = reply.headers["set-cookie"].split("; ")[1:]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert "Secure" not in attributes
    assert TOKEN not in reply.headers["set-cookie"]
    assert call(guard, "/?start=arn:x", cookie=read_cookie(reply)).text == "start=arn:x|"


def test_the_form_signs_in_and_leads_back(guard):
    form = call(guard, "/?start=arn:x&note=%22%3E%3Cscript%3E")
    assert form.status == 401
    assert 'type="password"' in form.text
    assert "<script" not in form.text
    (query,) = re.findall(r'name="next" value="([^"]*)"', form.text)
    reply = submit(guard, f" {TOKEN} ", next=query.replace("&amp;", "&"))
    assert reply.status == 303
    assert reply.headers["location"] == "/?start=arn:x&note=%22%3E%3Cscript%3E"
    assert call(guard, "/screen", cookie=read_cookie(reply)).status == 200


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example", "\r\nX-Evil: 1", "/../x", "?a=b"]
)
def test_signing_in_never_leads_elsewhere(guard, place):
    location = submit(guard, TOKEN, next=place).headers["location"]
    assert re.fullmatch(r"/(\?[!-~]*)?", location)


def test_programs_send_the_token_with_each_request(guard):
    assert call(guard, "/screen", authorization=f"Bearer {TOKEN}").status == 200
    assert call(guard, "/screen", authorization=f"bearer  {TOKEN}").status == 200
    signed = (
        f"AWS4-HMAC-SHA256 Credential={TOKEN}/20261129/us-west-2/sagemaker/aws4_request, SignedHeaders=host"
    )
    assert call(guard, "/", method="POST", authorization=signed).status == 200
    for wrong in (f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN, "Bearer", "Bearer \x00"):
        assert call(guard, "/screen", authorization=wrong).status == 401


def test_a_thousand_wrong_tokens_are_slowed_down_and_let_nobody_in():
    guard = Guard(show_environ, GuardSettings(token=TOKEN))
    replies = [submit(guard, f"guess {number}") for number in range(1_000)]
    assert all("set-cookie" not in reply.headers for reply in replies)
    assert [reply.status for reply in replies[:10]] == [401] * 10
    assert [reply.status for reply in replies].count(429) >= 985
    assert int(replies[-1].headers["retry-after"]) >= 1
    assert "Too many wrong tokens" in replies[-1].text
    assert submit(guard, TOKEN).status == 429
    assert call(guard, f"/?token={TOKEN}").status == 429
    assert call(guard, "/screen", authorization=f"Bearer {TOKEN}").status == 429
    elsewhere = call(guard, f"/?token={TOKEN}", peer="10.0.0.9")
    assert elsewhere.status == 303
    assert call(guard, "/screen", cookie=read_cookie(elsewhere)).status == 200


def test_forged_and_expired_cookies_sign_nobody_in(guard, monkeypatch):
    name = TokenSignIn(TOKEN).cookie_name
    other = (
        TokenSignIn("another token")
        .build_cookie(path="/", is_secure=False)
        .partition("=")[2]
        .partition(";")[0]
    )
    own = TokenSignIn(TOKEN).build_cookie(path="/", is_secure=False).partition("=")[2].partition(";")[0]
    forged = [
        other,
        own[:-1],
        own.replace("1.", "2.", 1),
        "1",
        "1..",
        f"1.{'A' * 6}.{'B' * 43}",
        "",
        "é",
        '"',
    ]
    for value in forged:
        assert call(guard, "/screen", cookie=f"{name}={value}").status == 401, value
    assert call(guard, "/screen", cookie=f"a=b; {name}={own}").status == 200
    now = TimestampSigner("k").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + SESSION_SECONDS + 60)
    assert call(guard, "/screen", cookie=f"{name}={own}").status == 401


def test_an_old_link_does_not_sign_anybody_out(guard):
    cookie = read_cookie(call(guard, f"/?token={TOKEN}"))
    reply = call(guard, "/?token=of+yesterday&start=x", cookie=cookie)
    assert (reply.status, reply.headers["location"]) == (303, "/?start=x")
    assert call(guard, "/?token=of+yesterday").status == 401


def test_cookies_of_two_explorers_of_one_machine_differ():
    assert TokenSignIn("one").cookie_name != TokenSignIn("two").cookie_name


def test_the_cookie_is_for_https_alone_behind_a_proxy_that_speaks_it():
    settings = GuardSettings(token=TOKEN, trusted_proxies=parse_networks(("10.0.0.1",)))
    guard = Guard(show_environ, settings)

    def sign_in(**headers):
        return call(guard, f"/?token={quote(TOKEN)}", **headers).headers["set-cookie"]

    assert "Secure" in sign_in(peer="10.0.0.1", x_forwarded_proto="https")
    assert "Secure" not in sign_in(peer="10.0.0.2", x_forwarded_proto="https")


def test_under_a_prefix_the_cookie_and_the_way_back_stay_there(guard):
    reply = call(guard, f"/?token={TOKEN}&start=x", script_name="/user/ann/proxy/8050")
    assert reply.headers["location"] == "/user/ann/proxy/8050/?start=x"
    assert "Path=/user/ann/proxy/8050/" in reply.headers["set-cookie"]
    assert (
        'action="/user/ann/proxy/8050/sign-in"' in call(guard, "/", script_name="/user/ann/proxy/8050").text
    )


def test_the_cookie_is_for_the_path_as_browsers_spell_it(guard):
    browser = Client(serve_under(guard, "/user/ann%40example.com/proxy/8050"))
    answer = browser.get(f"/?token={TOKEN}")
    assert answer.headers["Location"] == "/user/ann%40example.com/proxy/8050/"
    assert "Path=/user/ann%40example.com/proxy/8050/;" in answer.headers["Set-Cookie"]
    assert 'action="/user/ann%40example.com/proxy/8050/sign-in"' in browser.get("/").text


def test_a_token_is_an_ordinary_parameter_where_nobody_signs_in():
    assert call(Guard(show_environ, GuardSettings()), "/?token=x").text == "token=x|"
