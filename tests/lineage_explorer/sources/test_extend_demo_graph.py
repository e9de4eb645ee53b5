"""Deepening and expanding over the demo account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.extend_graph import ExpandedVertex, Expansion, Reach, extend_graph
from sagemaker_account import transport
from tests.support.demo_file import open_demo


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with open_demo(tmp_path_factory.mktemp("growth")) as account:
        yield transport.connect(account)


@pytest.fixture
def production(client) -> Arn:
    found = client.list_contexts(ContextType="Endpoint", MaxResults=100)["ContextSummaries"]
    return next(
        Arn(one["ContextArn"]) for one in found if one["ContextName"].startswith("customer-churn-prod")
    )


@pytest.mark.parametrize("direction", [Direction.ASCENDANTS, Direction.UP_AND_DOWN])
@pytest.mark.parametrize("depth", [2, 5])
def test_deepening_round_by_round_equals_one_deep_query(client, production, direction, depth):
    source = SageMakerSource(client)
    query = LineageQuery(production, direction, depth=depth)
    rounds = MAX_DEPTH // depth - 1
    seen = extend_graph(source, query, source.read(query), Expansion(rounds=rounds), can_deepen=True)
    deep = source.read(replace(query, depth=MAX_DEPTH))
    assert len(deep.vertices) > len(source.read(query).vertices)
    assert seen.graph.vertices.keys() == deep.vertices.keys()
    assert set(seen.graph.associations) == set(deep.associations)
    assert seen.graph.distances == deep.distances


def test_expanding_an_entity_fully_adds_a_query_from_there(client, production):
    source = SageMakerSource(client)
    near = LineageQuery(production, Direction.ASCENDANTS, depth=3)
    first = source.read(near)
    job = max(arn for arn, vertex in first.vertices.items() if vertex.type == "TrainingJob")
    seen = extend_graph(source, near, first, Expansion((ExpandedVertex(job, Reach.ALL),)), can_deepen=True)
    beyond = source.read(LineageQuery(job))
    assert seen.graph.vertices.keys() == first.vertices.keys() | beyond.vertices.keys()
    assert set(seen.graph.associations) == {*first.associations, *beyond.associations}
