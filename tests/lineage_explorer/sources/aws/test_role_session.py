"""Roles that are assumed: which key signs, and what a refusal says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from lineage_explorer.errors import AccessDenied
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.session import connect
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_clients import serve_app
from tests.support.linked_accounts import Recorder

ROLE = "arn:aws:iam::222233334444:role/LineageReader"


class TokenService:
    """STS as far as `AssumeRole`: the external id must be right."""

    def __init__(self):
        self.asked = []

    def __call__(self, environ, start_response):
        form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
        self.asked.append({name: value for name, (value, *_) in form.items()})
        if form.get("ExternalId") == ["right"]:
            expires = datetime.now(UTC) + timedelta(hours=1)
            body = (
                "<AssumeRoleResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><AssumeRoleResult>"
                "<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                f"<SessionToken>t</SessionToken><Expiration>{expires:%Y-%m-%dT%H:%M:%SZ}</Expiration>"
                "</Credentials></AssumeRoleResult></AssumeRoleResponse>"
            )
            status = "200 OK"
        else:
            body = (
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                "<Message>User: arn:aws:iam::1:user/u is not authorized to perform: sts:AssumeRole on resource: "
                f"{ROLE}</Message></Error></ErrorResponse>"
            )
            status = "403 Forbidden"
        start_response(status, [("Content-Type", "text/xml")])
        return [body.encode()]


@pytest.fixture
def served(monkeypatch, tmp_path):
    """Serve an account and STS; yield the account's address, and what notes the calls of both."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIABASE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    store = Store.open(str(tmp_path / "account.sqlite"), create=True)
    account, tokens = Recorder(Account(store, account_id="222233334444")), TokenService()
    with serve_app(account) as url, serve_app(tokens) as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        yield url, account, tokens
    store.close()


def test_calls_are_signed_with_the_key_of_the_role(served):
    url, account, tokens = served
    client = connect(region="us-west-2", endpoint_url=url, role=ROLE, external_id="right")
    assert tokens.asked == []  # a role is assumed by the first call
    for _ in range(2):
        SageMakerApi(client).send("ListArtifacts")
    assert account.keys == {"ASIAROLE"}
    (asked,) = tokens.asked
    assert (asked["RoleArn"], asked["RoleSessionName"]) == (ROLE, "lineage-explorer")


def test_refused_role_says_what_to_check(served):
    url, account, _ = served
    client = connect(region="us-west-2", endpoint_url=url, role=ROLE, external_id="wrong")
    with pytest.raises(AccessDenied, match=r"role could not be assumed.*trusts you, and the external id"):
        SageMakerApi(client).send("ListArtifacts")
    assert account.calls == []
