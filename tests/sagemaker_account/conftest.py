"""An empty account at a known time, and boto3 clients of it."""

from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from shutil import copy

import pytest

from sagemaker_account import demo
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_clients import IN_PROCESS, TRANSPORTS, AccountRelay, connect_client


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
    return str(tmp_path / "account.db")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """Return an empty account file: copying one is faster than creating one."""
    made = tmp_path_factory.mktemp("empty") / "account.db"
    Store.open(str(made), create=True).close()
    return made


@pytest.fixture
def store(empty_file, path):
    copy(empty_file, path)
    with closing(Store.open(path)) as store:
        yield store


@pytest.fixture
def account(store, clock):
    return Account(store, clock=clock)


@pytest.fixture(scope="session")
def demo_account(tmp_path_factory):
    """Return the demo account, for tests that only read it."""
    path = tmp_path_factory.mktemp("demo") / "account.db"
    with closing(Store.open(str(path), create=True)) as store:
        yield demo.build(store)


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


@pytest.fixture(params=TRANSPORTS)
def every_client(request, clients, relay, account):
    """Return a client in process, then one over HTTP."""
    relay.account = account
    return clients[request.param]
