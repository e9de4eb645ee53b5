"""The account over HTTP: protocol, limits and injected faults."""

import http.client
import io
import json
import random
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from sagemaker_account.endpoint import MAX_BODY_BYTES, build_wsgi_app
from tests.support.account_clients import http_client, serve_app
from tests.support.api_errors import expect_error

pytestmark = pytest.mark.sqlite  # its subject is the transport

LIST = {"X-Amz-Target": "SageMaker.ListContexts", "Content-Type": "application/x-amz-json-1.1"}


def send(app, body=b"{}", *, method="POST", path="/", target="SageMaker.ListContexts"):
    """Call a WSGI application; return status, headers and body."""
    told = {}

    def start_response(status, headers):
        told["status"], told["headers"] = int(status.split()[0]), dict(headers)

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_AMZ_TARGET": target,
        "wsgi.input": io.BytesIO(body),
    }
    answer = b"".join(app(environ, start_response))
    return told["status"], told["headers"], json.loads(answer)


def seeded(seed):
    return random.Random(seed)  # noqa: S311 - the draws are to be the same in each run


@contextmanager
def connection_to(app):
    with serve_app(app) as url, closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        yield connection


def test_any_http_client_can_send_requests(account):
    with connection_to(build_wsgi_app(account)) as connection:
        connection.request("POST", "/", b"{}", LIST)
        response = connection.getresponse()
        assert (response.status, response.headers["Content-Type"]) == (200, "application/x-amz-json-1.1")
        assert json.loads(response.read()) == {"ContextSummaries": []}


def test_health_check_succeeds(account):
    with connection_to(build_wsgi_app(account, fail=1.0)) as connection:
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200


def test_an_empty_body_is_an_empty_request(account):
    assert send(build_wsgi_app(account), b"")[2] == {"ContextSummaries": []}


@pytest.mark.parametrize(
    "body",
    [b"{", b"nonsense", b"[]", b"7", b'"text"', b"null", b"\xff\xfe", b'{"MaxResults": NaN}', b"[" * 100_000],
)
def test_body_that_is_no_json_object_is_refused(account, body):
    status, headers, told = send(build_wsgi_app(account), body)
    assert (status, told["__type"], headers["x-amzn-errortype"]) == (400, *["SerializationException"] * 2)
    assert told["message"].endswith(".")


@pytest.mark.parametrize(
    "target", ["", "ListContexts", "SageMaker.", "SageMaker.Nonsense", "Other.ListContexts"]
)
def test_unknown_target_is_an_unknown_operation(account, target):
    status, _, told = send(build_wsgi_app(account), target=target)
    assert (status, told["__type"]) == (404, "UnknownOperationException")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 405),
        ("PUT", "/", 405),
        ("GET", "/other", 404),
        ("POST", "/health", 404),
        ("POST", "", 200),
    ],
)
def test_other_paths_are_not_found(account, method, address, status):
    assert send(build_wsgi_app(account), method=method, path=address)[0] == status


def test_a_body_beyond_the_limit_is_refused_unread(account):
    status, _, told = send(build_wsgi_app(account), b" " * (MAX_BODY_BYTES + 1))
    assert (status, told["__type"]) == (413, "RequestEntityTooLarge")


def test_a_body_at_the_limit_is_read(account):
    assert send(build_wsgi_app(account), b" " * (MAX_BODY_BYTES - 2) + b"{}")[0] == 200


def test_every_response_has_a_unique_request_id(account):
    ids = {
        send(build_wsgi_app(account), target=target)[1]["x-amzn-requestid"]
        for target in ("", LIST["X-Amz-Target"])
    }
    assert len(ids) == 2


def test_times_are_sent_as_seconds_with_milliseconds(account, clock):
    account.call("CreateContext", {"ContextName": "c", "ContextType": "t", "Source": {"SourceUri": "u"}})
    clock.advance(milliseconds=125)
    account.call("UpdateContext", {"ContextName": "c", "Description": "d"})
    [summary] = send(build_wsgi_app(account))[2]["ContextSummaries"]
    assert (summary["CreationTime"], summary["LastModifiedTime"]) == (1767225600.0, 1767225600.125)


def share(app, code, calls=400):
    told = [send(app)[2].get("__type") for _ in range(calls)]
    return told.count(code) / calls


def test_a_share_of_calls_is_throttled(account):
    app = build_wsgi_app(account, throttle=0.3, rng=seeded(1))
    assert share(app, "ThrottlingException") == pytest.approx(0.3, abs=0.06)


def test_one_share_of_calls_fails_and_another_is_throttled(account):
    def app():
        return build_wsgi_app(account, throttle=0.3, fail=0.2, rng=seeded(2))

    assert share(app(), "InternalFailure") == pytest.approx(0.2, abs=0.06)
    assert share(app(), "ThrottlingException") == pytest.approx(0.3, abs=0.06)


def test_a_throttled_call_looks_like_one_to_boto3(account):
    app = build_wsgi_app(account, throttle=1.0)
    with (
        serve_app(app) as url,
        closing(http_client(url)) as client,
        expect_error("ThrottlingException", saying="Rate"),
    ):
        client.list_contexts()


def test_a_failed_call_looks_like_one_to_boto3(account):
    app = build_wsgi_app(account, fail=1.0)
    with (
        serve_app(app) as url,
        closing(http_client(url)) as client,
        expect_error("InternalFailure", status=500),
    ):
        client.list_contexts()


def test_boto3_succeeds_by_retrying(account, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    app = build_wsgi_app(account, throttle=0.3, fail=0.2, rng=seeded(3))
    retries = {"max_attempts": 12, "mode": "standard"}
    with serve_app(app) as url, closing(http_client(url, retries=retries)) as client:
        attempts = [client.list_contexts()["ResponseMetadata"]["RetryAttempts"] for _ in range(20)]
    assert max(attempts) > 0


def test_a_fault_changes_nothing(account):
    body = json.dumps({"ContextName": "c", "ContextType": "t", "Source": {"SourceUri": "u"}}).encode()
    send(build_wsgi_app(account, fail=1.0), body, target="SageMaker.CreateContext")
    assert account.call("ListContexts", {})["ContextSummaries"] == []


def test_latency_is_added_to_every_call_and_to_nothing_else(account):
    waits = []
    app = build_wsgi_app(account, latency_ms=250, throttle=0.5, rng=seeded(4), sleep=waits.append)
    for _ in range(10):
        send(app)
    send(app, method="GET", path="/health")
    assert waits == [0.25] * 10


@pytest.mark.parametrize(
    "faults", [{"latency_ms": -1}, {"throttle": -0.1}, {"fail": 1.1}, {"throttle": 0.6, "fail": 0.6}], ids=str
)
def test_invalid_fault_rates_are_refused(account, faults):
    with pytest.raises(ValueError, match=r"latency|throttle"):
        build_wsgi_app(account, **faults)
