"""The lineage that SageMaker makes for one pipeline answers as recorded."""

import json
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_clients import DOORS, connected
from tests.support.account_graphs import ask, build

RECORDED = json.loads((Path(__file__).parents[2] / "data" / "reference_graph.json").read_text())


@contextmanager
def reference_account(path):
    with closing(Store.open(str(path), create=True)) as store:
        account = Account(store)
        entities = {e["key"]: (e["lineage_type"], e["type"], {}) for e in RECORDED["entities"]}
        associations = [(a["source"], a["destination"], a["type"]) for a in RECORDED["associations"]]
        yield account, build(account, entities, associations)


@pytest.fixture(scope="module", params=DOORS)
def reference(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("reference") / "account.db"
    with reference_account(path) as (account, arns), connected(account, request.param) as client:
        yield client, arns


def label(query):
    kinds = "+".join(query["lineage_types"] + query["types"])
    return f"{query['start']}-{query['direction']}-{kinds}-{query['max_depth']}"


@pytest.mark.parametrize("page_size", [50, 3])
@pytest.mark.parametrize("query", RECORDED["queries"], ids=label)
def test_a_recorded_query_answers_as_recorded(reference, query, page_size):
    client, arns = reference
    vertices, edges = ask(
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


def test_all_recorded_queries_are_asked():
    assert len(RECORDED["queries"]) == 36
