"""Credentials that expire in mid-session give a sentence; the view goes on after a new sign-in."""

from __future__ import annotations

import json

import pytest

from lineage_explorer.sources.aws import credential_renewal
from lineage_explorer.sources.aws.session import connect
from sagemaker_account.endpoint import build_wsgi_app
from tests.support.account_clients import serve_app
from tests.support.aws_gate import AwsGate, Caller
from tests.support.screen_reader import ScreenReader


@pytest.fixture
def gate(small_account):
    return AwsGate(build_wsgi_app(small_account.service), {"ASIAFIRST": Caller("one", token="first")})


@pytest.fixture
def sign_in(monkeypatch, tmp_path):
    """Return a function that writes a session's credentials, as sign-in programs do."""
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "PROFILE"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setattr(credential_renewal, "_PAUSE_SECONDS", 0.0)

    def write(key, secret, token):
        content = (
            f"aws_access_key_id = {key}\naws_secret_access_key = {secret}\naws_session_token = {token}\n"
        )
        (tmp_path / "credentials").write_text(f"[ml]\n{content}")

    return write


@pytest.fixture
def page(gate, sign_in, tmp_path):
    sign_in("ASIAFIRST", "one", "first")
    with serve_app(gate) as url:
        client = connect(profile="ml", region="us-west-2", endpoint_url=url)
        yield ScreenReader(client, tmp_path)


def ask(page, search, wish):
    """Ask once, as Refresh and Try again do beside a picture."""
    return page.web.get(f"/screen{search}", headers={"Lineage-Wish": wish, "Lineage-Former": "drawn"}).json


def test_expired_credentials_are_a_sentence_and_the_view_goes_on_after_signing_in(
    page, gate, sign_in, small_account
):
    search = f"?start={small_account.arns['model']}&direction=Ascendants"
    before = page.read(search)
    assert before.state == "complete"
    gate.callers["ASIAFIRST"].is_expired = True

    # What was read can still be looked at.
    assert page.read(search).state == "complete"

    refused = ask(page, search, "anew")
    assert refused["shown"]["lineage.data-state"] == "error"
    words = json.dumps(refused["shown"], ensure_ascii=False)
    assert "AWS credentials were refused" in words
    assert "Sign in again" in words
    # The browser keeps its picture: nothing is drawn in its place.
    assert refused["drawing"] is None
    assert not {"welcome.html", "lineage.data-start", "start.value"} & refused["shown"].keys()

    gate.callers["ASIASECOND"] = Caller("two", token="second")
    sign_in("ASIASECOND", "two", "second")
    ask(page, search, "again")
    after = page.read(search)
    assert after.state == "complete"
    assert after.sent["drawing"]["elements"] == before.sent["drawing"]["elements"]
    assert gate.seen["QueryLineage", "ASIASECOND"] > 0


def test_sign_in_before_anybody_notices_costs_no_error(page, gate, sign_in, small_account):
    """A tool that renews a file renews the page with it."""
    gate.callers["ASIAFIRST"].is_expired = True
    gate.callers["ASIASECOND"] = Caller("two", token="second")
    sign_in("ASIASECOND", "two", "second")
    screen = page.read(f"?start={small_account.arns['model']}&direction=Descendants")
    assert screen.state == "complete"
    assert "refused" not in screen.text
