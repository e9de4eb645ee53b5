"""An empty account at a known time, and a boto3 client of it."""

from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from shutil import copy

import pytest

from sagemaker_account import demo
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_clients import DOORS, IN_PROCESS, Relay, connected


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
    """An account file with nothing in it: copying one is quicker than making one."""
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
    """The demo, for tests that only read it."""
    path = tmp_path_factory.mktemp("demo") / "account.db"
    with closing(Store.open(str(path), create=True)) as store:
        yield demo.build(store)


@pytest.fixture(scope="session")
def relay():
    return Relay()


@pytest.fixture(scope="session")
def clients(relay):
    """Door → client of the account that the relay stands for."""
    with ExitStack() as stack:
        yield {door: stack.enter_context(connected(relay, door)) for door in DOORS}


@pytest.fixture
def client(clients, relay, account):
    relay.account = account
    return clients[IN_PROCESS]


@pytest.fixture(params=DOORS)
def any_client(request, clients, relay, account):
    """A client through each of the two doors."""
    relay.account = account
    return clients[request.param]
