"""Account files: created, reopened, and refused if invalid."""

import sqlite3
from contextlib import closing

import pytest

from sagemaker_account.errors import StoreError
from sagemaker_account.provenance import read_provenance
from sagemaker_account.service import Account
from sagemaker_account.store import Store

CONTEXT = {"ContextName": "kept", "ContextType": "Endpoint", "Source": {"SourceUri": "arn:x"}}


def execute(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements]


@pytest.mark.parametrize("as_url", [False, True], ids=["path", "URL"])
def test_written_entities_survive_reopening(path, as_url):
    named = f"sqlite:///{path}" if as_url else path
    with closing(Store.open(named, create=True)) as store:
        Account(store).call("CreateContext", CONTEXT)
    with closing(Store.open(named)) as store:
        assert Account(store).call("DescribeContext", {"ContextName": "kept"})["ContextType"] == "Endpoint"


def test_create_opens_an_existing_file_unchanged(path):
    with closing(Store.open(path, create=True)) as store:
        Account(store).call("CreateContext", CONTEXT)
    with closing(Store.open(path, create=True)) as store:
        assert len(Account(store).call("ListContexts", {})["ContextSummaries"]) == 1


def test_a_file_has_a_write_ahead_log_and_one_version(store, path):
    Account(store).call("CreateContext", CONTEXT)
    assert execute(path, "PRAGMA journal_mode", "SELECT schema_version, revision FROM account_file") == [
        [("wal",)],
        [(3, 1)],
    ]


@pytest.mark.sqlite
def test_every_connection_keeps_foreign_keys(store):
    with store.begin_read() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_missing_file_is_refused_and_not_made(path, tmp_path):
    with pytest.raises(StoreError, match=r"no account file at .*account\.db"):
        Store.open(path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_version_is_refused_and_left_alone(store, path):
    store.close()
    execute(path, "UPDATE account_file SET schema_version = 99")
    for create in (False, True):
        with pytest.raises(StoreError, match="schema version 99; this program reads version 3"):
            Store.open(path, create=create)


def test_a_file_of_the_former_version_is_extended_and_keeps_its_content(store, path):
    Account(store).call("CreateContext", CONTEXT)
    store.close()
    dropped = [f"DROP TABLE {name}" for name in ("provenance", "recorded_calls", "metrics")]
    execute(path, *dropped, "UPDATE account_file SET schema_version = 2")
    with closing(Store.open(path)) as extended:
        assert len(Account(extended).call("ListContexts", {})["ContextSummaries"]) == 1
        assert read_provenance(extended) is None
    assert execute(path, "SELECT schema_version FROM account_file") == [[(3,)]]


@pytest.mark.parametrize("create", [False, True])
def test_another_programs_database_is_refused_and_left_alone(path, create):
    execute(path, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreError, match="not an account file"):
        Store.open(path, create=create)
    assert execute(path, "SELECT name FROM sqlite_master", "PRAGMA journal_mode") == [
        [("songs",)],
        [("delete",)],
    ]


@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, create):
    notes = tmp_path / "notes.txt"
    notes.write_text("not a database, but long enough to be taken for one" * 20)
    before = notes.read_bytes()
    with pytest.raises(StoreError, match=r"notes\.txt cannot be opened as an account"):
        Store.open(str(notes), create=create)
    assert notes.read_bytes() == before


def test_empty_file_is_refused_until_it_is_created(tmp_path):
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(StoreError, match="not an account file"):
        Store.open(str(empty))
    Store.open(str(empty), create=True).close()
    Store.open(str(empty)).close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense://host/db", "driver that is not installed"),
        ("://", "not a database URL"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("/no/such/folder/account.db", "cannot be opened"),
    ],
)
def test_unwritable_location_is_refused(url, sentence):
    with pytest.raises(StoreError, match=sentence):
        Store.open(url, create=True)


def test_error_message_omits_the_password():
    with pytest.raises(StoreError) as refusal:
        Store.open("nonsense://user:secret@host/db")
    assert "secret" not in str(refusal.value)


def test_a_refused_write_leaves_nothing_behind(account, store):
    broken = {**CONTEXT, "Tags": [{"Key": f"k{n}", "Value": ""} for n in range(50)]}
    account.call("CreateContext", broken)
    with store.begin_read() as connection:
        before = connection.exec_driver_sql("SELECT revision FROM account_file").scalar()
    with pytest.raises(Exception, match="already exists"):
        account.call("CreateContext", broken)
    with store.begin_read() as connection:
        assert connection.exec_driver_sql("SELECT revision FROM account_file").scalar() == before
