"""An empty account at a known time, and a boto3 client of it."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from account_doors import DOORS, IN_PROCESS, connected

from account.service import Account
from account.store import Store


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


@pytest.fixture
def store(path):
    with closing(Store.open(path, create=True)) as store:
        yield store


@pytest.fixture
def account(store, clock):
    return Account(store, clock=clock)


@pytest.fixture
def client(account):
    with connected(account, IN_PROCESS) as client:
        yield client


@pytest.fixture(params=DOORS)
def any_client(request, account):
    """A client through each of the two doors."""
    with connected(account, request.param) as client:
        yield client
