"""The helpers of SageMaker's own SDK, asked of the demo account, answer as the questions do.

Their answers were recorded by `make sdk`; with the SDK at hand (an interpreter that has it, named by
LINEAGE_SDK_PYTHON), they are asked again. Only helpers that send the request that works are compared. The
others, and why they answer otherwise, stand in docs/questions.md. A helper may also fail where a question
does not: at entities of other accounts, which it looks for in the caller's own.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict

import boto3
import pytest

from lineage_explorer.questions.registry import get_question
from tests.sdk.record import RECORDED, answered
from tests.support.question_accounts import demo_account, desk

SDK = os.environ.get("LINEAGE_SDK_PYTHON")

SAME = {
    "DatasetArtifact.downstream_datasets": "dataset-downstream",
    "DatasetArtifact.endpoint_contexts": "dataset-endpoints",
    "DatasetArtifact.upstream_datasets": "dataset-upstream",
    "EndpointContext.dataset_artifacts": "endpoint-datasets",
    "EndpointContext.processing_jobs": "endpoint-processing-jobs",
    "EndpointContext.trial_components": "endpoint-trial-components",
    "LineageTrialComponent.dataset_artifacts": "trial-component-datasets",
    "LineageTrialComponent.models": "trial-component-models",
    "LineageTrialComponent.pipeline_execution_arn": "trial-component-pipeline-execution",
    "ModelArtifact.dataset_artifacts": "model-datasets",
    "ModelArtifact.endpoint_contexts": "model-endpoints",
    "ModelPackageApprovalAction.endpoints": "approval-endpoints",
}
"""Helpers that find what a question finds, nothing more and nothing less."""

ONE_OF = {
    "EndpointContext.pipeline_execution_arn": "job-pipeline-execution",
    "ModelArtifact.pipeline_execution_arn": "job-pipeline-execution",
    "ModelPackageGroup.pipeline_execution_arn": "model-group-pipeline-execution",
}
"""Helpers that stop at the first of what a question finds."""

OTHERWISE = {
    "DatasetArtifact.s3_uri_artifacts",
    "EndpointContext.training_job_arns",
    "ModelArtifact.training_job_arns",
    "ModelPackageGroup.actions",
}
"""Helpers that are compared in a way of their own."""


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    with demo_account(tmp_path_factory.mktemp("demo"), boto3.session.Session()) as subject:
        yield subject


@pytest.fixture(scope="module")
def found(subject):
    """Ask a question of an entity; return the values that answer it."""
    asked = desk(subject.client)
    return lambda slug, start: {item.identifier for item in get_question(slug).ask(asked, start).items}


@pytest.fixture(scope="module")
def recorded():
    """Return what each helper answered: (the case, the ARNs) wherever it did not fail."""
    by_helper = defaultdict(list)
    for case in json.loads(RECORDED.read_text())["asked"]:
        if "answer" in case:
            by_helper[case["helper"]].append((case, set(case["answer"])))
    return by_helper


def test_every_helper_that_was_recorded_is_compared(recorded):
    assert recorded.keys() == SAME.keys() | ONE_OF.keys() | OTHERWISE


@pytest.mark.parametrize(("helper", "slug"), SAME.items())
def test_a_helper_finds_what_the_question_finds(recorded, found, helper, slug):
    for case, answer in recorded[helper]:
        assert found(slug, case["start"]) == answer, case["start"]
    assert any(answer for _, answer in recorded[helper])


@pytest.mark.parametrize(("helper", "slug"), ONE_OF.items())
def test_a_helper_finds_one_of_what_the_question_finds(recorded, found, helper, slug):
    for case, answer in recorded[helper]:
        assert answer <= found(slug, case["start"]), case["start"]
    assert any(answer for _, answer in recorded[helper])


@pytest.mark.parametrize("helper", ["EndpointContext.training_job_arns", "ModelArtifact.training_job_arns"])
def test_the_training_jobs_of_a_helper_are_those_among_all_jobs(recorded, subject, helper):
    asked = desk(subject.client)
    for case, answer in recorded[helper]:
        jobs = get_question("endpoint-jobs").ask(asked, case["start"]).items
        assert {job.source for job in jobs if job.type == "TrainingJob"} == answer, case["start"]


def test_the_actions_of_a_group_are_those_of_both_of_the_helpers_directions(recorded, found):
    both = defaultdict(set)
    for case, answer in recorded["ModelPackageGroup.actions"]:
        both[case["start"]] |= answer
    for start, answer in both.items():
        assert found("context-actions", start) == answer, start


def test_the_artifacts_of_a_source_are_those_of_the_helpers_list(recorded, found):
    for case, answer in recorded["DatasetArtifact.s3_uri_artifacts"]:
        assert found("uri-artifacts", case["start"]) >= answer >= {case["start"]}


@pytest.mark.skipif(
    SDK is None, reason="LINEAGE_SDK_PYTHON names no interpreter that has the SDK: `make sdk`"
)
@pytest.mark.timeout(600)
def test_the_sdk_still_answers_as_recorded(subject):
    assert answered(subject.account, SDK or "") == json.loads(RECORDED.read_text())
