"""Lines of the log: complete, free of names, and impossible to forge."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest

from server.access_log import ACCESS_LOG, LogForm, configure_logging
from server.guard import Guard, GuardParts
from server.guard_settings import GuardSettings, parse_networks
from server.route_names import RouteNames
from tests.server.conftest import TOKEN
from tests.support.wsgi_calls import call

ARN = "arn:aws:sagemaker:us-west-2:111122223333:context/live"
FORGERY = "x\r\n2026-11-29T00:00:00.000Z info request=1 user=root\x1b[31m\u2028more"


@pytest.fixture(autouse=True)
def _log_requests(monkeypatch, _quiet):
    monkeypatch.setattr(ACCESS_LOG, "disabled", False)


@pytest.fixture
def log_lines():
    """Return a function that runs work and returns the lines it logs."""
    undo = []

    def record(form, work, **options):
        stream = io.StringIO()
        undo.append(configure_logging(form, stream=stream, **options))
        work()
        return stream.getvalue().splitlines()

    yield record
    for restore in reversed(undo):
        restore()


class Meter:
    def count(self):
        return 3


def app(environ, start_response):
    status = "500 INTERNAL SERVER ERROR" if "fail" in environ["QUERY_STRING"] else "200 OK"
    start_response(status, [("Content-Type", "text/plain"), ("Server", "secret/1.0")])
    return [b"done"]


@pytest.fixture
def guard():
    settings = GuardSettings(token=TOKEN, user_header="X-User", trusted_proxies=parse_networks(("10.0.0.1",)))
    routes = RouteNames(frozenset({"/", "/screen", "/health"}), ("/assets/",), static_prefixes=("/assets/",))
    return Guard(app, settings, GuardParts(routes, open_meter=Meter))


def test_a_line_tells_who_asked_for_what_and_how_it_went(guard, log_lines):
    def work():
        call(
            guard,
            f"/screen?start={ARN}",
            peer="10.0.0.1",
            x_user="ann@example.com",
            x_request_id="Root=1-a;b",
        )

    (line,) = log_lines(LogForm.JSON, work)
    told = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told.pop("time"))
    assert told.pop("ms") < 1_000
    assert told == {
        "level": "info",
        "request": "Root=1-a;b",
        "user": "ann@example.com",
        "client": "10.0.0.1",
        "method": "GET",
        "route": "/screen",
        "status": 200,
        "calls": 3,
        "outcome": "ok",
    }
    (text,) = log_lines(LogForm.TEXT, work)
    assert re.fullmatch(
        r"\S+Z info request=\S+ user=ann@example\.com client=10\.0\.0\.1 method=GET route=/screen status=200 "
        r"ms=\d+ calls=3 outcome=ok",
        text,
    )


def test_ids_of_requests_are_taken_from_trusted_proxies_alone(guard):
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert call(guard, "/screen", x_request_id="mine", **bearer).headers["x-request-id"] != "mine"
    assert (
        call(guard, "/screen", peer="10.0.0.1", x_request_id="mine", **bearer).headers["x-request-id"]
        == "mine"
    )
    forged = call(guard, "/screen", peer="10.0.0.1", x_request_id="a\r\nb", **bearer).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", forged)


@pytest.mark.parametrize("form", LogForm)
def test_no_request_writes_a_line_of_its_own(guard, log_lines, form):
    def work():
        call(guard, f"/{FORGERY}?{FORGERY}", method=FORGERY, host=FORGERY)
        call(guard, "/screen", peer="10.0.0.1", x_user=FORGERY, x_request_id=FORGERY, x_forwarded_for=FORGERY)
        call(guard, f"/{FORGERY}", authorization=f"Bearer {TOKEN}", method=FORGERY)
        logging.getLogger("dash").error("Exception on %s", FORGERY)

    lines = log_lines(form, work, has_names=True)
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)
    assert not [line for line in lines if line.startswith("2026-11-29T00:00:00")]


@pytest.mark.parametrize("form", LogForm)
def test_tracebacks_stay_within_their_event(log_lines, form):
    def work():
        try:
            int(f"{FORGERY} {ARN}")
        except ValueError:
            logging.getLogger("routes").exception("A screen failed")

    first, *more = log_lines(form, work)
    assert "A screen failed" in first
    assert all(line.startswith("  | ") and line.isprintable() for line in more)
    assert bool(more) is (form is LogForm.TEXT)
    assert ARN not in "\n".join([first, *more])


def test_names_and_tokens_are_left_out_unless_asked_for(guard, log_lines):
    def work():
        call(guard, f"/?start={ARN}&token={TOKEN}")
        call(guard, f"/screen?start={ARN}", authorization=f"Bearer {TOKEN}")
        logging.getLogger("routes").warning("%s of s3://bucket/key in 111122223333: %s", ARN, TOKEN)

    for form in LogForm:
        text = "\n".join(log_lines(form, work, secrets=(TOKEN,)))
        text = re.sub(r"(request\W+)[0-9a-f]{16}", r"\1", text)  # ids of requests may be all digits
        assert not re.search(rf"arn:|s3:|\d{{12}}|{TOKEN}", text)
        asked = "\n".join(log_lines(form, work, secrets=(TOKEN,), has_names=True))
        assert asked.count("context/live") == 3
        assert TOKEN not in asked


def test_a_token_is_left_out_as_addresses_spell_it(log_lines):
    def work():
        logging.getLogger("waitress").error("Exception while serving /x?token=%s", "a%2Fb%25")

    assert "a%2Fb" not in "".join(log_lines(LogForm.TEXT, work, secrets=("a/b%",), has_names=True))


def test_refusals_failures_and_probes_have_their_levels(guard, log_lines):
    bearer = {"authorization": f"Bearer {TOKEN}"}

    def work():
        call(guard, "/screen", host="evil.example")
        call(guard, "/screen?fail", **bearer)
        call(guard, "/health")
        call(guard, "/assets/x.js", **bearer)
        call(guard, "/health?fail")

    told = [json.loads(line) for line in log_lines(LogForm.JSON, work)]
    assert [(line["level"], line["route"], line["outcome"]) for line in told] == [
        ("warning", "/screen", "wrong_host"),
        ("error", "/screen", "failed"),
        ("error", "/health", "failed"),
    ]


def test_an_application_that_raises_is_logged_and_passed_on(log_lines):
    def broken(_environ, _start_response):
        raise ValueError("broken")

    def work():
        with pytest.raises(ValueError, match="broken"):
            call(Guard(broken, GuardSettings()), "/")

    (line,) = log_lines(LogForm.JSON, work)
    assert json.loads(line)["outcome"] == "failed"


def test_the_server_is_not_named(guard):
    assert "server" not in call(guard, "/screen", authorization=f"Bearer {TOKEN}").headers
