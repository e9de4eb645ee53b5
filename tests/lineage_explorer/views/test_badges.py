"""The badge of a card says the state that matters most about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lineage_explorer.graph.approvals import find_decisions
from lineage_explorer.graph.model import Association, Entity, LineageType, Vertex
from lineage_explorer.graph.serving import EndpointConfiguration, find_serving_records
from lineage_explorer.views.badges import BadgeFacts, BadgeState, find_badges
from tests.lineage_explorer.graph.test_serving import DEPLOY, ENDPOINT, ENTITIES, GRAPH, PACKAGE, RESOURCE
from tests.support.graph_builders import DATA, JOB, NOON, VERTICES, arn, build_graph

APPROVAL = arn(LineageType.ACTION, "approval")


def list_words(configuration):
    configurations = {RESOURCE: configuration}
    records = find_serving_records(GRAPH, ENTITIES, configurations, fully_read={ENDPOINT})
    facts = BadgeFacts(GRAPH, ENTITIES, records, configurations)
    return {arn: badge.word for arn, badge in find_badges(facts).items()}


def test_serving_version_and_its_endpoint_say_so_and_the_former_says_until_when():
    assert list_words(EndpointConfiguration("live-v8")) == {
        ENDPOINT: "Serving v8",
        PACKAGE[8]: "Serving",
        PACKAGE[7]: "Replaced 23 Apr",
    }


def test_deleted_endpoint_says_so_and_its_versions_are_replaced():
    words = list_words(EndpointConfiguration(is_deleted=True))
    assert words[ENDPOINT] == "Deleted"
    assert words[PACKAGE[8]] == "Replaced"
    assert DEPLOY[8] not in words


def test_endpoint_whose_configuration_has_other_models_serves_another_version():
    assert (
        list_words(EndpointConfiguration("canary", sources=frozenset({"arn:x:model-package/churn/9"})))[
            ENDPOINT
        ]
        == "Serving another version"
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [("Failed", BadgeState.FAILED), ("InProgress", BadgeState.RUNNING), ("Stopped", BadgeState.STOPPED)],
)
def test_job_that_is_not_done_says_its_status(status, state):
    job = Entity(JOB, LineageType.TRIAL_COMPONENT, type="TrainingJob", status=status)
    assert find_badges(BadgeFacts(build_graph(), {JOB: job}))[JOB].state is state


def test_completed_job_has_no_badge():
    job = Entity(JOB, LineageType.TRIAL_COMPONENT, type="TrainingJob", status="Completed")
    assert find_badges(BadgeFacts(build_graph(), {JOB: job})) == {}


@pytest.mark.parametrize("decision", ["Approved", "Rejected", "PendingManualApproval"])
def test_version_says_the_newest_decision_on_it(decision):
    older = arn(LineageType.ACTION, "older")
    package = PACKAGE[7]
    graph = build_graph(
        package,
        [
            Vertex(older, LineageType.ACTION, "Approval"),
            Vertex(APPROVAL, LineageType.ACTION, "Approval"),
            Vertex(package, LineageType.ARTIFACT, "Model"),
        ],
        [Association(older, package, "ContributedTo"), Association(APPROVAL, package, "ContributedTo")],
    )
    entities = {
        package: ENTITIES[package],
        older: _build_approval(older, "PendingManualApproval", days=0),
        APPROVAL: _build_approval(APPROVAL, decision, days=1),
    }
    decisions = find_decisions(graph, entities, fully_read={package})
    badges = find_badges(BadgeFacts(graph, entities, decisions=decisions))
    assert badges[package].word == decision.removesuffix("ManualApproval")


def _build_approval(action, decision, *, days):
    return Entity(
        action,
        LineageType.ACTION,
        type="Approval",
        created=NOON + timedelta(days=days),
        properties={"ModelApprovalStatus": decision},
    )


def test_entity_of_another_account_and_one_that_cannot_be_read_say_so():
    foreign = arn(LineageType.ARTIFACT, "twin", account="111111111111")
    graph = build_graph(
        vertices=[*VERTICES.values(), Vertex(foreign, LineageType.ARTIFACT, "DataSet")],
    )
    badges = find_badges(BadgeFacts(graph, undescribed=[DATA]))
    assert (badges[foreign].state, badges[foreign].word) == (BadgeState.FOREIGN, "Account 111111111111")
    assert badges[DATA].word == "Not readable"
