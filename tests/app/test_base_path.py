"""The explorer under a path: every link, file and address leads back to it."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

import pytest
from werkzeug.test import Client

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from server.base_path import serve_under
from server.errors import SettingsError
from tests.support.proxies import PREFIX, keep_prefix, strip_prefix, strip_prefix_silently

PAGE = f"{PREFIX}/"
PROXIES = [keep_prefix, strip_prefix, strip_prefix_silently]
TELLING = [keep_prefix, strip_prefix]
"""Proxies from which the application learns its path."""


@pytest.fixture(scope="module")
def server(small_account, tmp_path_factory):
    store = PseudonymStore(tmp_path_factory.mktemp("names") / "pseudonyms.sqlite")
    return create_explorer(
        ExploredAccount("Small", transport.connect(small_account.service)), pseudonyms=store
    ).server


@pytest.fixture(params=PROXIES, ids=lambda proxy: proxy.__name__)
def browser(server, request) -> Client:
    return Client(request.param(server))


@pytest.fixture(params=TELLING, ids=lambda proxy: proxy.__name__)
def told(server, request) -> Client:
    return Client(request.param(server))


def read(browser: Client, path: str) -> str:
    with browser.get(path) as answer:
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return answer.get_data().decode(errors="replace")


def find_links(html: str) -> set[str]:
    return {
        found.replace("&amp;", "&")
        for found in re.findall(r"""\b(?:href|src)=\\?["']?([^"'\s>\\]+)""", html)
        if not found.startswith(("data:", "#"))
    }


def test_every_file_of_the_page_is_under_the_path(browser):
    page = read(browser, PAGE)
    links = find_links(page)
    assert any("explorer.bundle.js" in link for link in links)
    assert any("_dash-component-suites" in link for link in links)
    for link in links:
        assert read(browser, urljoin(PAGE, link)), link
    (styles,) = [urljoin(PAGE, link) for link in links if "explorer.bundle.css" in link]
    for font in re.findall(r"url\((fonts/[^)]+)\)", read(browser, styles)):
        assert read(browser, urljoin(styles, font))
    config = json.loads(re.search(r'id="_dash-config"[^>]*>(.*?)</script>', page)[1])
    assert config["requests_pathname_prefix"] == "./"
    for path in ("_dash-layout", "_dash-dependencies", "health"):
        assert read(browser, urljoin(PAGE, path)), path


def test_every_link_of_every_screen_is_under_the_path(browser, small_account):
    start = small_account.arns["model"]
    for search in (
        "",
        f"?start={start}",
        f"?start={start}&view=table",
        f"?start={start}&question=model-datasets",
        "?view=browse&kind=data",
        "?start=nothing-like-it",
    ):
        shown = browser.get(f"{PAGE}screen{search}").json["shown"]
        links = {link for link in find_links(str(shown)) if not link.startswith("https://")}
        links |= set(re.findall(r"'href': '([^']+)'", str(shown)))
        assert search == "?start=nothing-like-it" or links, search
        for link in links:
            assert urljoin(PAGE, link).startswith(PAGE), f"{search} links to {link}"


def test_start_that_stands_for_an_entity_is_redirected_under_the_path(browser, small_account):
    answer = browser.get(f"{PAGE}?start=s3://b/model&depth=2")
    assert answer.status_code == 302
    there = urljoin(PAGE, answer.headers["Location"])
    assert there == f"{PAGE}?start={small_account.arns['model']}&depth=2"


def test_path_without_its_last_slash_leads_to_the_page(told):
    answer = told.get(f"{PREFIX}?start=a")
    assert answer.status_code == 302
    assert urljoin(PREFIX, answer.headers["Location"]) == f"{PAGE}?start=a"


def test_every_route_answers_as_it_does_at_the_root(server, browser, small_account):
    plain = Client(serve_under(server))
    arn = small_account.arns["model"]
    rules = {
        rule.rule for rule in server.url_map.iter_rules() if "GET" in rule.methods and "<" not in rule.rule
    }
    assert {"/screen", "/api/v1/lineage", "/api/v1/export", "/metrics", "/around"} <= rules
    for rule in sorted(rules):
        path = f"{rule}?start={arn}&of={arn}"
        assert browser.get(PREFIX + path).status_code == plain.get(path).status_code, rule


def test_addresses_for_programs_and_in_files_carry_the_path(told, small_account):
    start = small_account.arns["model"]
    answer = told.get(f"{PAGE}api/v1/lineage?start={start}").json
    assert answer["link"] == f"{PAGE}?start={start}"
    questions = told.get(f"{PAGE}api/v1/questions?start={start}").json["questions"]
    assert {question["link"].partition("?")[0] for question in questions} == {PAGE}
    assert told.get(f"{PAGE}api/v1/openapi.json").json["servers"] == [{"url": PREFIX}]
    table = told.get(f"{PAGE}api/v1/export?start={start}&format=csv")
    assert table.headers["Lineage-Address"] == f"{PAGE}?start={start}"
    assert f"<{PAGE}api/v1/export?" in table.headers["Link"]
    assert f"{PAGE}?start={start}" in told.get(f"{PAGE}api/v1/export?start={start}&format=html").text


def test_file_with_hidden_names_does_not_tell_the_path(told, small_account):
    """It may hold the name of a user."""
    for form in ("csv", "json", "html"):
        file = told.get(f"{PAGE}api/v1/export?start={small_account.arns['model']}&format={form}&share=1")
        assert file.status_code == 200
        assert PREFIX not in file.text + file.headers["Lineage-Address"]


@pytest.mark.parametrize(
    "header",
    [
        "//evil.example",
        "/%2fevil.example",
        "/%5cevil.example",
        "https://evil.example",
        "/a b",
        "/a\x00",
        "a",
        "/a//b",
        "/" + "a" * 600,
        "/x?y",
        "/a%0d%0aX-Evil:%201",
        "/a%00",
        "/a;domain=evil",
        "/a%3bdomain=evil",
        "/..",
        "/a/%2e%2e/b",
        "/a/.",
        "/%",
        "/%zz",
        "/a%2f",
    ],
)
def test_header_that_is_no_path_is_ignored(server, small_account, header):
    with pytest.raises(SettingsError, match="--base-path"):
        serve_under(server, header)
    browser = Client(serve_under(server))
    path = f"/api/v1/questions?start={small_account.arns['model']}"
    answer = browser.get(path, headers={"X-Forwarded-Prefix": header})
    assert answer.json["questions"][0]["link"].startswith("/?start=")


def test_answers_that_tell_a_path_of_a_header_are_kept_by_nobody_else(server, small_account):
    """Whoever sends a header must not choose the path of others."""
    browser, arn = Client(serve_under(server)), small_account.arns["model"]
    paths = [
        rule.rule for rule in server.url_map.iter_rules() if "GET" in rule.methods and "<" not in rule.rule
    ]
    telling = 0
    for path in paths:
        answer = browser.get(f"{path}?start={arn}", headers={"X-Forwarded-Prefix": "/elsewhere"})
        if b"/elsewhere" in answer.data + str(answer.headers).encode():
            assert {"private", "no-store"} & set(answer.headers["Cache-Control"].split(", ")), path
            telling += 1
    assert telling > 1


def test_unknown_path_is_told_where_the_explorer_is(server):
    answer = Client(serve_under(server)).get("/user/x/proxy/8050/")
    assert answer.status_code == 404
    assert "There is nothing at /user/x/proxy/8050/. The explorer is at /." in answer.text
    assert "--base-path" in answer.text
