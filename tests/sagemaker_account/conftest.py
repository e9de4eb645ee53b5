"""An empty account at a known time, and boto3 clients of it.

Tests of an account run over SQLite and over PostgreSQL, but for those that name a `path` or are marked `sqlite`.
"""

from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from shutil import copy

import pytest
from sqlalchemy import delete

from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.tables import ACCOUNT_FILE, METADATA
from tests.support.account_clients import IN_PROCESS, OVER_HTTP, TRANSPORTS, AccountRelay, connect_client
from tests.support.demo_file import open_demo
from tests.support.postgres_server import PostgresServer

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
CONTENT = [table for table in reversed(METADATA.sorted_tables) if table is not ACCOUNT_FILE]
EMPTY = "; ".join(str(delete(table)) for table in CONTENT)


def pytest_generate_tests(metafunc):
    """Choose the databases, and the transports over SQLite: both lead to the same account."""
    if "database" not in metafunc.fixturenames:
        return
    on_sqlite = "path" in metafunc.fixturenames or metafunc.definition.get_closest_marker("sqlite")
    databases = [SQLITE] if on_sqlite else [SQLITE, POSTGRESQL]
    if "every_client" in metafunc.fixturenames:
        cases = [(database, IN_PROCESS) for database in databases] + [(SQLITE, OVER_HTTP)]
        metafunc.parametrize(("database", "every_client"), cases, ids=lambda case: case, indirect=True)
    else:
        metafunc.parametrize("database", databases, indirect=True)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self):
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self):
        return self.now

    def advance(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    """Return where an account file may be; a test that asks for it runs over SQLite alone."""
    return str(tmp_path / "account.db")


@pytest.fixture
def database(request):
    return request.param


@pytest.fixture(scope="session")
def postgres():
    server = PostgresServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postgres_store(postgres):
    with closing(Store.open(postgres.get_url(), create=True)) as store:
        yield store


@pytest.fixture
def location(database, request, empty_file, tmp_path):
    """Return the path or URL of an empty account."""
    if database == SQLITE:
        path = tmp_path / "account.db"
        copy(empty_file, path)
        yield str(path)
    else:
        store = request.getfixturevalue("postgres_store")
        yield request.getfixturevalue("postgres").get_url()
        store.run(lambda connection: connection.exec_driver_sql(EMPTY), writes=True)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """Return an empty account file: copying one is faster than creating one."""
    made = tmp_path_factory.mktemp("empty") / "account.db"
    Store.open(str(made), create=True).close()
    return made


@pytest.fixture
def store(database, location, request):
    if database == POSTGRESQL:
        yield request.getfixturevalue("postgres_store")
    else:
        with closing(Store.open(location)) as store:
            yield store


@pytest.fixture
def account(store, clock):
    return Account(store, clock=clock)


@pytest.fixture(scope="session")
def demo_account(tmp_path_factory):
    """Return the demo account, for tests that only read it."""
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield account


@pytest.fixture(scope="session")
def relay():
    return AccountRelay()


@pytest.fixture(scope="session")
def clients(relay):
    """Return the clients of the relay's account by transport."""
    with ExitStack() as stack:
        yield {door: stack.enter_context(connect_client(relay, door)) for door in TRANSPORTS}


@pytest.fixture
def client(clients, relay, account):
    relay.account = account
    return clients[IN_PROCESS]


@pytest.fixture
def every_client(request, clients, relay, account):
    """Return a client in process, then one over HTTP."""
    relay.account = account
    return clients[request.param]
