"""Which deployment serves an endpoint, as far as its lineage and its configuration tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lineage_explorer.graph.model import Association, Entity, LineageType, Vertex
from lineage_explorer.graph.serving import (
    EndpointConfiguration,
    Evidence,
    ServingState,
    find_serving_records,
    find_serving_states,
    list_unmatched,
)
from tests.support.graph_builders import NOON, arn, build_graph

HOME = "arn:aws:sagemaker:us-west-2:000000000000"
RESOURCE = f"{HOME}:endpoint/live"
ENDPOINT = arn(LineageType.CONTEXT, "live-1-aws-endpoint")
DEPLOY = {number: arn(LineageType.ACTION, f"live-v{number}-action") for number in (7, 8)}
PACKAGE = {number: arn(LineageType.ARTIFACT, f"package{number}") for number in (7, 8)}
DATA = arn(LineageType.ARTIFACT, "data")

GRAPH = build_graph(
    ENDPOINT,
    [
        Vertex(DATA, LineageType.ARTIFACT, "DataSet"),
        *(Vertex(PACKAGE[number], LineageType.ARTIFACT, "Model") for number in (7, 8)),
        *(Vertex(DEPLOY[number], LineageType.ACTION, "ModelDeployment") for number in (7, 8)),
        Vertex(ENDPOINT, LineageType.CONTEXT, "Endpoint"),
    ],
    [
        *(Association(DATA, PACKAGE[number], "ContributedTo") for number in (7, 8)),
        *(Association(PACKAGE[number], DEPLOY[number], "ContributedTo") for number in (7, 8)),
        *(Association(DEPLOY[number], ENDPOINT, "AssociatedWith") for number in (7, 8)),
    ],
)
ENTITIES = {
    ENDPOINT: Entity(ENDPOINT, LineageType.CONTEXT, type="Endpoint", source_uri=RESOURCE),
    **{
        DEPLOY[number]: Entity(
            DEPLOY[number],
            LineageType.ACTION,
            type="ModelDeployment",
            source_uri=f"{HOME}:endpoint-config/live-v{number}",
            created=NOON + timedelta(days=number),
        )
        for number in (7, 8)
    },
    **{
        PACKAGE[number]: Entity(
            PACKAGE[number], LineageType.ARTIFACT, source_uri=f"{HOME}:model-package/churn/{number}"
        )
        for number in (7, 8)
    },
}


UNREAD = EndpointConfiguration()


def find_record(configuration=UNREAD, *, fully_read=(ENDPOINT,), entities=ENTITIES):
    (record,) = find_serving_records(GRAPH, entities, {RESOURCE: configuration}, fully_read=fully_read)
    return record


def test_deployment_with_the_configuration_of_the_endpoint_serves_it():
    record = find_record(EndpointConfiguration("LIVE-V8"))
    assert (record.current.action, record.current.versions) == (DEPLOY[8], (PACKAGE[8],))
    assert record.evidence is Evidence.CONFIRMED


def test_former_deployment_ended_when_the_next_began():
    (former,) = find_record(EndpointConfiguration("live-v8")).former
    assert (former.action, former.ended) == (DEPLOY[7], NOON + timedelta(days=8))


def test_after_a_rollback_the_older_deployment_serves():
    record = find_record(EndpointConfiguration("live-v7"))
    assert record.current.action == DEPLOY[7]
    assert [(each.action, each.ended) for each in record.former] == [(DEPLOY[8], None)]


def test_without_the_configuration_the_newest_deployment_serves_as_far_as_lineage_tells():
    record = find_record(EndpointConfiguration(error="Access denied"))
    assert (record.current.action, record.evidence) == (DEPLOY[8], Evidence.LINEAGE)
    assert record.error == "Access denied"


def test_nothing_is_said_where_neither_configuration_nor_all_deployments_are_known():
    record = find_record(fully_read=())
    assert (record.current, record.evidence, record.former) == (None, Evidence.UNKNOWN, ())


def test_deployment_that_is_not_described_makes_the_newest_unknown():
    described = {arn: entity for arn, entity in ENTITIES.items() if arn != DEPLOY[7]}
    assert find_record(entities=described).evidence is Evidence.UNKNOWN


def test_configuration_with_other_models_than_all_deployments_replaces_them_all():
    canary = EndpointConfiguration("canary", sources=frozenset({f"{HOME}:model-package/churn/9"}))
    record = find_record(canary, fully_read=())
    assert (record.current, record.evidence) == (None, Evidence.OTHER_CONFIGURATION)
    assert len(record.former) == 2


def test_configuration_of_no_deployment_with_the_models_of_one_confirms_it():
    larger = EndpointConfiguration("larger", sources=frozenset({f"{HOME}:model-package/churn/7"}))
    record = find_record(larger, fully_read=())
    assert (record.current.action, record.evidence) == (DEPLOY[7], Evidence.CONFIRMED)


@pytest.mark.parametrize("sources", [(), ("s3://bucket/churn/model.tar.gz",)])
def test_nothing_is_replaced_where_the_models_of_a_configuration_cannot_be_compared(sources):
    record = find_record(EndpointConfiguration("canary", sources=frozenset(sources)))
    assert (record.current, record.evidence, record.former) == (None, Evidence.UNKNOWN, ())


def test_configuration_of_no_deployment_is_wanted_once_all_deployments_are_described():
    canary = {RESOURCE: EndpointConfiguration("canary")}
    described = {arn: entity for arn, entity in ENTITIES.items() if arn != DEPLOY[7]}
    assert list_unmatched(GRAPH, ENTITIES, canary) == [RESOURCE]
    assert list_unmatched(GRAPH, described, canary, awaited={DEPLOY[7]}) == []
    assert list_unmatched(GRAPH, described, canary) == [RESOURCE]


def test_failed_deployment_never_serves():
    failed = Entity(
        DEPLOY[8], LineageType.ACTION, source_uri=f"{HOME}:endpoint-config/live-v8", status="Failed"
    )
    assert find_record(entities={**ENTITIES, DEPLOY[8]: failed}).current.action == DEPLOY[7]


def test_deleted_endpoint_is_served_by_nothing():
    record = find_record(EndpointConfiguration(is_deleted=True))
    assert (record.current, record.evidence) == (None, Evidence.DELETED)
    assert [each.action for each in record.former] == [DEPLOY[8], DEPLOY[7]]


def test_what_leads_to_the_serving_version_serves_and_the_rest_was_replaced():
    states = find_serving_states(GRAPH, [find_record(EndpointConfiguration("live-v8"))])
    serving, replaced = ServingState.SERVING, ServingState.REPLACED
    assert states == {
        DATA: serving,
        PACKAGE[7]: replaced,
        PACKAGE[8]: serving,
        DEPLOY[7]: replaced,
        DEPLOY[8]: serving,
        ENDPOINT: serving,
    }


@pytest.mark.parametrize("number", [7, 8])
def test_what_leads_to_an_endpoint_of_unknown_service_has_no_state(number):
    states = find_serving_states(GRAPH, [find_record(fully_read=())])
    assert PACKAGE[number] not in states


def test_of_two_deployments_of_the_same_moment_neither_is_the_newest():
    twin = replace(ENTITIES[DEPLOY[7]], created=ENTITIES[DEPLOY[8]].created)
    record = find_record(entities={**ENTITIES, DEPLOY[7]: twin})
    assert (record.current, record.evidence) == (None, Evidence.UNKNOWN)
