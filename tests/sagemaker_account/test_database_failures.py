"""A database that fails, is restarted or refuses: callers get a sentence, and lose nothing."""

import json
import logging
import urllib.error
import urllib.request
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import blake2b
from itertools import count
from threading import Event

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import OperationalError

from sagemaker_account import store as store_module
from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.errors import ServiceError, StoreError
from sagemaker_account.paging import PageRequest
from sagemaker_account.service import Account
from sagemaker_account.store import Store, read_content_version
from sagemaker_account.tables import TAGS
from tests.support.account_clients import http_client, serve_app
from tests.support.account_graphs import build_graph
from tests.support.api_errors import expect_error
from tests.support.postgres_server import PostgresServer

CONTEXT = {"ContextName": "c", "ContextType": "Endpoint", "Source": {"SourceUri": "u"}}


@pytest.fixture
def server():
    """Start a server that a test may stop."""
    server = PostgresServer()
    server.start()
    yield server
    server.remove()


def create_artifact(account, number):
    request = {"Source": {"SourceUri": f"s3://{number}"}, "ArtifactType": "DataSet"}
    return account.call("CreateArtifact", request)["ArtifactArn"]


def list_artifacts(account):
    listed, token = set(), {}
    while token is not None:
        page = account.call("ListArtifacts", {"MaxResults": 100, **token})
        listed |= {summary["ArtifactArn"] for summary in page["ArtifactSummaries"]}
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
    return listed


def test_restart_in_mid_run_loses_nothing_that_was_acknowledged(server):
    """Writers go on through a restart; what they were told is written is there, once."""
    acknowledged, refused, numbers, enough, done = [], [], count(), Event(), Event()
    with closing(Store.open(server.get_url(), create=True)) as store:
        account = Account(store)

        def write():
            while not done.is_set():
                try:
                    acknowledged.append(create_artifact(account, next(numbers)))
                except ServiceError as error:
                    refused.append((error.code, error.status))
                if len(acknowledged) > 20:
                    enough.set()

        with ThreadPoolExecutor(3) as pool:
            writers = [pool.submit(write) for _ in range(3)]
            assert enough.wait(30)
            server.stop()
            server.start()
            later = create_artifact(account, "later")
            done.set()
            for writer in writers:
                writer.result()
        assert later
        assert set(refused) <= {("ServiceUnavailable", 503)}
        assert len(set(acknowledged)) == len(acknowledged)
        assert set(acknowledged) <= list_artifacts(account)


def test_stopped_database_is_one_line_of_the_log_and_a_sentence_for_callers(server, caplog):
    with closing(Store.open(server.get_url(), create=True)) as store:
        account = Account(store)
        account.call("CreateContext", CONTEXT)
        with serve_app(build_wsgi_app(account)) as url, closing(http_client(url)) as client:
            server.stop()
            with caplog.at_level(logging.WARNING):
                for _ in range(3):
                    with expect_error("ServiceUnavailable", saying="cannot be reached", status=503):
                        client.list_contexts()
            assert len(caplog.records) == 1
            assert "\n" not in caplog.records[0].getMessage()
            assert caplog.records[0].exc_info is None
            assert read(url, "/health") == (200, {"status": "ok"})
            assert read(url, "/ready") == (
                503,
                {"status": "not ready", "reason": "The account's database cannot be reached."},
            )
            with pytest.raises(ServiceError, match="cannot be reached"):
                store.check()
            server.start()
            assert [c["ContextName"] for c in client.list_contexts()["ContextSummaries"]] == ["c"]
            assert read(url, "/ready") == (200, {"status": "ready"})
            store.check()
            assert "answers again" in caplog.records[-1].getMessage()


def read(url, path):
    """Return status and content of an answer."""
    try:
        with urllib.request.urlopen(url + path) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_server_that_is_not_there_ends_the_start_with_one_line(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened as an account: ") as refusal:
        Store.open(f"postgresql+psycopg://lineage@/none?host={tmp_path}")
    assert "\n" not in str(refusal.value)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "code", "words"),
    [
        ("PRAGMA max_page_count = 1", "StorageFull", "disk of the account is full"),
        ("PRAGMA query_only = ON", "AccessDeniedException", "read-only"),
    ],
)
def test_full_or_read_only_file_is_a_sentence_and_reads_go_on(store, account, caplog, pragma, code, words):
    def refuse_writes(connection, _record, _proxy):
        connection.execute(pragma)

    event.listen(store._engine, "checkout", refuse_writes)
    described = {**CONTEXT, "Properties": {f"k{n}": "v" * 2000 for n in range(30)}}
    for _ in range(2):
        with pytest.raises(ServiceError, match=words) as refusal:
            account.call("CreateContext", described)
        assert refusal.value.code == code
        assert refusal.value.status < 500 or refusal.value.status == 507  # boto3 does not send these again
    assert account.call("ListContexts", {}) == {"ContextSummaries": []}
    assert [record.exc_info for record in caplog.records] == [None]  # said once, whatever is read meanwhile


@pytest.mark.parametrize(
    "request_",
    [
        {**CONTEXT, "Source": {"SourceUri": "a\0b"}},
        {**CONTEXT, "Description": "\0"},
        {**CONTEXT, "Properties": {"k": "\0"}},
        {**CONTEXT, "Properties": {"k\0": "v"}},
    ],
    ids=["source", "description", "property", "key"],
)
def test_nul_is_refused_by_every_database(account, request_):
    with pytest.raises(ServiceError, match=r"U\+0000") as refusal:
        account.call("CreateContext", request_)
    assert refusal.value.code == "ValidationException"
    assert account.call("ListContexts", {}) == {"ContextSummaries": []}


FORGED = {
    "no JSON": b"nonsense",
    "object": b"{}",
    "number": b"5",
    "empty": b"[]",
    "short": b"[1]",
    "long": b"[1,2,3,4]",
    "texts": b'["a","b"]',
    "lists": b"[[],[]]",
    "booleans": b"[true,true]",
    "fractions": b"[1.5,2.5]",
    "too large": b"[99999999999999999999,99999999999999999999]",
    "endless digits": b"[" + b"9" * 6000 + b",1]",
    "NaN": b"[NaN,1]",
    "deep": b"[" * 3000 + b"]" * 3000,
    "no Unicode": b"\xff\xfe",
}


@pytest.mark.parametrize("body", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize("operation", ["QueryLineage", "ListContexts"])
def test_forged_token_is_refused(account, operation, body):
    arns = build_graph(account, dict.fromkeys("ab", ("Context", "Endpoint", {})), [("a", "b", None)])
    request = {"QueryLineage": {"StartArns": [arns["a"]]}, "ListContexts": {}}[operation]
    assert_refused(account, operation, request, body)


@pytest.mark.parametrize("body", [b'[1,"k"]', b'["a\\u0000"]', b'["\\ud800"]'])
def test_forged_text_in_a_token_is_refused(account, body):
    arn = account.call("CreateContext", CONTEXT)["ContextArn"]
    assert_refused(account, "ListTags", {"ResourceArn": arn}, body)


def assert_refused(account, operation, request, body):
    """Assert that a token with a valid checksum is refused for its content."""
    paging = PageRequest.from_request(operation, request, size=1)
    genuine = urlsafe_b64decode(paging.build_next_token([0])["NextToken"])
    assert genuine == seal(paging, b"[0]")
    token = urlsafe_b64encode(seal(paging, body)).decode()
    with pytest.raises(ServiceError, match="NextToken") as refusal:
        account.call(operation, {**request, "NextToken": token})
    assert refusal.value.code == "ValidationException"


def seal(paging, body):
    """Return a token's content with a checksum that anybody can compute."""
    return blake2b(paging.digest + body, digest_size=12).digest() + body


def test_writer_in_the_way_of_others_runs_again(store, monkeypatch):
    """A conflict that the database reports is tried again, a number of times."""
    attempts = []

    def collide(connection):
        attempts.append(connection)
        if len(attempts) < 4:
            raise_conflict(connection)
        return len(attempts)

    assert store.run(collide, writes=True) == 4
    monkeypatch.setattr(store_module, "_LOCK_SECONDS", 0.1)
    with pytest.raises(ServiceError, match="busy with other changes") as refusal:
        store.run(raise_conflict, writes=True)
    assert refusal.value.status == 503


def raise_conflict(_connection):
    conflict = RuntimeError("could not serialize access")
    conflict.sqlstate = "40001"
    raise OperationalError("UPDATE", {}, conflict)


def test_concurrent_tags_never_exceed_the_limit(account):
    """Each writer counts before it commits; two that count at once must not both pass."""
    arn = account.call("CreateContext", CONTEXT)["ContextArn"]

    def tag(number):
        tags = [{"Key": f"k{number}-{n}", "Value": ""} for n in range(10)]
        try:
            account.call("AddTags", {"ResourceArn": arn, "Tags": tags})
        except ServiceError as refusal:
            return refusal.code
        return "added"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(tag, range(8)))
    assert sorted(outcomes) == ["ValidationException"] * 3 + ["added"] * 5
    assert len(account.call("ListTags", {"ResourceArn": arn})["Tags"]) == 50


def test_content_version_changes_with_every_write_and_only_then(store, account):
    def read_version():
        return store.run(read_content_version)

    first = read_version()
    assert first is not None
    assert read_version() == first
    account.call("CreateContext", CONTEXT)
    second = read_version()
    assert second != first
    account.call(
        "AddTags", {"ResourceArn": account.owner.format_arn("context/c"), "Tags": [{"Key": "k", "Value": ""}]}
    )
    assert read_version() not in {first, second}


def test_writers_of_postgresql_share_no_row(postgres_store):
    """Two writers that are about different entities do not wait for each other."""
    with postgres_store.begin_write() as one, postgres_store.begin_write() as other:
        for number, connection in enumerate((one, other)):
            connection.execute(insert(TAGS), {"arn": f"a{number}", "Key": "k", "Value": "v"})
        one.rollback()
        other.rollback()
