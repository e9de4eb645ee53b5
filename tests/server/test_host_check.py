"""Names that a server answers to."""

from __future__ import annotations

import pytest

from server.errors import Refusal, SettingsError
from server.guard_settings import GuardSettings, check_settings, is_loopback, is_wildcard, parse_networks
from server.host_check import build_host_check, parse_host


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:80", "localhost"),
        ("localhost.", "localhost"),
        ("[::1]:8050", "::1"),
        ("a.b-c.example:1", "a.b-c.example"),
        ("a:b", ""),
        ("a/b", ""),
        ("user@localhost", ""),
        ("localhost, evil", ""),
        ("localhost\n", ""),
        ("::1", ""),
        ("", ""),
    ],
)
def test_host_headers_are_read_strictly(header, name):
    assert parse_host(header) == name


@pytest.mark.parametrize(
    ("settings", "accepts", "rejects"),
    [
        (GuardSettings(), ["127.0.0.1", "127.8.8.8", "[::1]", "localhost"], ["10.0.0.5", "example.com"]),
        (GuardSettings("10.0.0.5"), ["10.0.0.5:1", "localhost"], ["10.0.0.6", "example.com"]),
        (GuardSettings("fe80::1"), ["[fe80::1]:80"], ["[fe80::2]"]),
        (GuardSettings("host.example"), ["host.example"], ["example"]),
        (GuardSettings("0.0.0.0"), ["10.0.0.5", "[fe80::1]"], ["example.com", "0x7f.1"]),
        (GuardSettings(""), ["10.0.0.5"], ["example.com"]),
        (GuardSettings(allowed_hosts=("a.example:443",)), ["a.example"], ["b.a.example"]),
        (GuardSettings(allowed_hosts=(".a.example",)), ["b.a.example:8"], ["a.example", "ba.example"]),
        (GuardSettings(allowed_hosts=("*",)), ["a.example"], ["a b"]),
    ],
)
def test_a_server_answers_to_its_own_names(settings, accepts, rejects):
    check = build_host_check(settings)
    for header in accepts:
        check(header)
    for header in rejects:
        with pytest.raises(Refusal) as refusal:
            check(header)
        assert refusal.value.status == 421
        assert f"“{header.replace(' ', '?')}”" in refusal.value.detail


def test_what_a_refusal_repeats_is_short_and_visible():
    with pytest.raises(Refusal) as refusal:
        build_host_check(GuardSettings())("x\r\n\x1b[31m" + "y" * 10_000)
    assert refusal.value.detail.isprintable()
    assert len(refusal.value.detail) < 200


def test_loopback_and_wildcard_addresses_are_told_apart():
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", "a")] == [
        True
    ] * 3 + [False] * 3
    assert [is_wildcard(host) for host in ("", "0.0.0.0", "::", "127.0.0.1", "a")] == [True] * 3 + [False] * 2


PROXY = parse_networks(("10.0.0.0/8",))


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (GuardSettings("0.0.0.0"), "--token"),
        (GuardSettings("10.0.0.5"), "--user-header"),
        (GuardSettings(""), "--public"),
        (GuardSettings("host.example"), "host.example"),
        (GuardSettings(token="a", is_public=True), "--public"),
        (GuardSettings(token="two words"), "--token"),
        (GuardSettings(user_header="X-User"), "--trusted-proxy"),
        (GuardSettings(user_header="X User", trusted_proxies=PROXY), "X User"),
        (GuardSettings(user_header="X-User", trusted_proxies=PROXY, alb_arn="arn:x"), "--alb"),
        (GuardSettings(allowed_hosts=("https://a.example",)), "--allow-host"),
        (GuardSettings(frame_ancestors=("wiki.example",)), "wiki.example"),
        (GuardSettings(frame_ancestors=("https://a.example; script-src *",)), "--allow-frame"),
    ],
)
def test_settings_that_let_strangers_in_or_do_nothing_are_refused(settings, named):
    with pytest.raises(SettingsError, match=named) as refusal:
        check_settings(settings)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "settings",
    [
        GuardSettings(),
        GuardSettings("::1"),
        GuardSettings("0.0.0.0", token="a"),
        GuardSettings("0.0.0.0", is_public=True),
        GuardSettings("10.0.0.5", user_header="X-User", trusted_proxies=PROXY),
        GuardSettings("10.0.0.5", token="a", user_header="X-User", trusted_proxies=PROXY),
        GuardSettings(frame_ancestors=("self", "https://wiki.example:8443")),
    ],
)
def test_settings_that_say_who_may_look_are_fine(settings):
    check_settings(settings)


def test_a_proxy_that_is_no_address_is_named():
    with pytest.raises(SettingsError, match="proxy"):
        parse_networks(("proxy.example",))


def test_tokens_are_not_shown_with_settings():
    assert "secret-token" not in repr(GuardSettings(token="secret-token"))
