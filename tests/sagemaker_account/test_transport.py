"""An in-process boto3 client behaves as over a network."""

import socket
from datetime import UTC, datetime

import boto3
import pytest
from botocore.exceptions import ParamValidationError

from sagemaker_account.service import Account
from sagemaker_account.transport import connect, intercept_requests
from tests.support.api_errors import expect_error

pytestmark = pytest.mark.sqlite  # its subject is the transport

CONTEXT = {"ContextName": "c", "ContextType": "Endpoint", "Source": {"SourceUri": "u"}}


@pytest.fixture
def offline(monkeypatch):
    """Make opening a socket fail."""

    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)


@pytest.mark.usefixtures("offline")
def test_no_socket_is_opened(account):
    client = connect(account)
    client.create_context(**CONTEXT)
    assert client.describe_context(ContextName="c")["ContextType"] == "Endpoint"


def test_existing_client_can_be_intercepted(account):
    client = boto3.session.Session("id", "secret", region_name="eu-west-1").client("sagemaker")
    intercept_requests(client, account)
    assert client.create_context(**CONTEXT)["ContextArn"].endswith("context/c")


def test_no_aws_configuration_is_read(account, monkeypatch, tmp_path):
    broken = tmp_path / "config"
    broken.write_text("no ini file")
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(broken))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert connect(account).list_contexts()["ContextSummaries"] == []


def test_the_client_is_in_the_accounts_region(store):
    assert connect(Account(store, region="eu-west-1")).meta.region_name == "eu-west-1"


def test_boto3_validates_parameters_first(client):
    with pytest.raises(ParamValidationError, match="ContextName"):
        client.describe_context()


def test_settings_reach_botocore(account):
    client = connect(account, retries={"max_attempts": 7, "mode": "standard"}, read_timeout=3)
    assert client.meta.config.retries["total_max_attempts"] == 8
    assert client.meta.config.read_timeout == 3


def test_an_answer_has_a_request_id_and_a_content_type(every_client):
    first, second = (every_client.list_contexts()["ResponseMetadata"] for _ in range(2))
    assert first["HTTPHeaders"]["content-type"] == "application/x-amz-json-1.1"
    assert first["RequestId"] != second["RequestId"]


def test_times_are_kept_to_the_millisecond(every_client, clock):
    clock.now = datetime(2026, 3, 4, 5, 6, 7, 89_999, tzinfo=UTC)
    every_client.create_context(**CONTEXT)
    created = every_client.describe_context(ContextName="c")["CreationTime"]
    assert created == datetime(2026, 3, 4, 5, 6, 7, 89_000, tzinfo=UTC)


def test_internal_error_is_logged_and_not_sent_in_detail(store, caplog):
    def broken_clock():
        raise RuntimeError("no time")

    client = connect(Account(store, clock=broken_clock), retries={"max_attempts": 0})
    with expect_error("InternalFailure", saying="could not answer", status=500):
        client.list_contexts()
    assert "no time" in caplog.text
