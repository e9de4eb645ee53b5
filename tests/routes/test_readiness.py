"""Readiness: whether the account can be read, apart from whether the server serves."""

from __future__ import annotations

import pytest

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.errors import SourceUnavailable
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from routes.readiness import VALID_SECONDS, Readiness
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store


class Probe:
    """Account that can be switched off, and a clock."""

    def __init__(self):
        self.is_on, self.calls, self.moment = True, 0, 0.0

    def check(self):
        self.calls += 1
        if not self.is_on:
            raise SourceUnavailable("no answer", operation="ListArtifacts")


@pytest.fixture
def probe():
    return Probe()


def test_an_outcome_holds_for_a_while(probe, caplog):
    readiness = Readiness(probe.check, timer=lambda: probe.moment)
    assert [readiness.check() for _ in range(5)] == [True] * 5
    assert probe.calls == 1
    probe.is_on, probe.moment = False, VALID_SECONDS
    assert [readiness.check(), readiness.check()] == [False, False]
    probe.is_on, probe.moment = True, 2 * VALID_SECONDS
    assert readiness.check()
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "The account cannot be read",
        "The account can be read again",
    ]


def test_the_route_asks_the_account(tmp_path):
    store = Store.open(str(tmp_path / "account.sqlite"), create=True)
    account = Account(store, account_id="111122223333", region="us-west-2")
    explored = ExploredAccount("Small", transport.connect(account))

    def ask():
        web = create_explorer(explored, pseudonyms=PseudonymStore(tmp_path / "names")).server.test_client()
        return web.get("/ready").status_code, web.get("/health").status_code

    assert ask() == (200, 200)
    store.close()
    (tmp_path / "account.sqlite").write_bytes(b"not a database" * 100)
    assert ask() == (503, 200)
