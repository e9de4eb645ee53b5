"""An explorer over PostgreSQL: a stopped database is a sentence on the page, and passes."""

from __future__ import annotations

from contextlib import closing

import pytest

from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_graphs import build_graph
from tests.support.postgres_server import PostgresServer
from tests.support.screen_reader import ScreenReader


@pytest.fixture
def server():
    server = PostgresServer()
    server.start()
    yield server
    server.remove()


def test_stopped_database_is_a_sentence_on_the_page_and_passes(server, tmp_path):
    with closing(Store.open(server.get_url(), create=True)) as store:
        account = Account(store)
        vertices = dict.fromkeys(("churn", "former"), ("Context", "Endpoint", {}))
        arn = build_graph(account, vertices, [("former", "churn", None)])["churn"]
        page = ScreenReader(transport.connect(account), tmp_path)
        server.stop()
        refused = page.read(f"?start={arn}")
        assert refused.state == "error"
        assert "The account's database cannot be reached" in refused.text
        server.start()
        page.web.get(f"/screen?start={arn}", headers={"Lineage-Wish": "again"})
        assert page.read(f"?start={arn}").state == "complete"
