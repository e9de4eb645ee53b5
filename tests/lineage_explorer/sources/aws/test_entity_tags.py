"""Tags are read once for each entity, and again when that is asked for."""

from __future__ import annotations

import pytest

from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.freshness import READ_AGAIN, RETRY_FAILED

NOWHERE = Arn("arn:aws:sagemaker:us-west-2:111122223333:artifact/00000000000000000000000000000000")


@pytest.fixture
def arns(make):
    one = [{"Key": "team", "Value": "growth"}]
    return [make.artifact("s3://b/1", Tags=one), make.artifact("s3://b/2")]


@pytest.fixture
def sent(client):
    operations: list[str] = []
    client.meta.events.register("before-call.sagemaker", lambda model, **_: operations.append(model.name))
    return operations


def test_tags_are_read_for_each_entity_once(client, arns, sent):
    catalog = SageMakerCatalog(client)
    found = catalog.read_tags_within(arns, seconds=5)
    assert found.tags == {arns[0]: {"team": "growth"}, arns[1]: {}}
    assert catalog.read_tags_within(arns, seconds=5).tags == catalog.get_known_tags(arns) == found.tags
    assert sent == ["ListTags", "ListTags"]


def test_failure_is_remembered_until_a_retry(client, sent):
    catalog = SageMakerCatalog(client)
    for _ in range(2):
        found = catalog.read_tags_within([NOWHERE], seconds=5)
        assert found.tags == {}
        assert found.failures.keys() == {NOWHERE}
    assert len(sent) == 1
    catalog.read_tags_within([NOWHERE], seconds=5, freshness=RETRY_FAILED)
    assert len(sent) == 2


def test_refresh_reads_tags_that_changed(client, arns):
    catalog = SageMakerCatalog(client)
    catalog.read_tags_within(arns, seconds=5)
    client.add_tags(ResourceArn=arns[1], Tags=[{"Key": "team", "Value": "risk"}])
    assert catalog.read_tags_within(arns, seconds=5).tags[arns[1]] == {}
    found = catalog.read_tags_within(arns, seconds=5, freshness=READ_AGAIN)
    assert found.tags[arns[1]] == {"team": "risk"}


def test_refresh_of_an_entity_forgets_its_tags_alone(client, arns):
    catalog = SageMakerCatalog(client)
    catalog.read_tags_within(arns, seconds=5)
    catalog.refresh(arns[0])
    assert catalog.get_known_tags(arns).keys() == {arns[1]}
