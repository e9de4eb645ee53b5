"""The reference graph of one pipeline gives the recorded answers."""

import json
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_clients import TRANSPORTS, connect_client
from tests.support.account_graphs import build_graph, query_all

RECORDED = json.loads((Path(__file__).parents[2] / "data" / "reference_graph.json").read_text())


@contextmanager
def reference_account(path):
    with closing(Store.open(str(path), create=True)) as store:
        account = Account(store)
        entities = {e["key"]: (e["lineage_type"], e["type"], {}) for e in RECORDED["entities"]}
        associations = [(a["source"], a["destination"], a["type"]) for a in RECORDED["associations"]]
        yield account, build_graph(account, entities, associations)


@pytest.fixture(scope="module", params=TRANSPORTS)
def reference(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("reference") / "account.db"
    with reference_account(path) as (account, arns), connect_client(account, request.param) as client:
        yield client, arns


def label(query):
    kinds = "+".join(query["lineage_types"] + query["types"])
    return f"{query['start']}-{query['direction']}-{kinds}-{query['max_depth']}"


@pytest.mark.parametrize("page_size", [50, 3])
@pytest.mark.parametrize("query", RECORDED["queries"], ids=label)
def test_recorded_query_gives_the_recorded_answer(reference, query, page_size):
    client, arns = reference
    vertices, edges = query_all(
        client,
        StartArns=[arns[query["start"]]],
        Direction=query["direction"],
        IncludeEdges=query["include_edges"],
        Filters={"Types": query["types"], "LineageTypes": query["lineage_types"]},
        MaxDepth=query["max_depth"],
        MaxResults=page_size,
    )
    assert sorted(vertices) == sorted(arns[key] for key in query["vertices"])
    assert edges == []


def test_every_recorded_query_is_tested():
    assert len(RECORDED["queries"]) == 36
