"""The questions agree with the lineage helpers of SageMaker's SDK, versions 2 and 3.

Their answers were recorded by `make sdk`; version 2 is asked again here. Only helpers that send the request that works are compared. The
others, and why they answer otherwise, stand in docs/reference/questions.md. A helper may also fail where a question
does not: at entities of other accounts, which it looks for in the caller's own.
"""

from __future__ import annotations

import json
from collections import defaultdict

import boto3
import pytest

from lineage_explorer.questions.registry import get_question
from tests.sdk.record import RECORDED, ask_helpers
from tests.support.question_accounts import build_services, demo_account

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
def ask_question(subject):
    """Ask a question about an entity; return the result values."""
    asked = build_services(subject.client)
    return lambda slug, start: {item.identifier for item in get_question(slug).ask(asked, start).items}


def read_record(version):
    """Return what was recorded of a version of the SDK."""
    return json.loads(RECORDED[version].read_text())


@pytest.fixture(scope="module", params=sorted(RECORDED))
def recorded_answers(request):
    """Return the successful answers of each helper: (case, ARNs)."""
    by_helper = defaultdict(list)
    for case in read_record(request.param)["asked"]:
        if "answer" in case:
            by_helper[case["helper"]].append((case, set(case["answer"])))
    return by_helper


def test_every_recorded_helper_is_compared(recorded_answers):
    assert recorded_answers.keys() == SAME.keys() | ONE_OF.keys() | OTHERWISE


@pytest.mark.parametrize(("helper", "slug"), SAME.items())
def test_helper_finds_the_same_as_the_question(recorded_answers, ask_question, helper, slug):
    for case, answer in recorded_answers[helper]:
        assert ask_question(slug, case["start"]) == answer, case["start"]
    assert any(answer for _, answer in recorded_answers[helper])


@pytest.mark.parametrize(("helper", "slug"), ONE_OF.items())
def test_helper_finds_one_result_of_the_question(recorded_answers, ask_question, helper, slug):
    for case, answer in recorded_answers[helper]:
        assert answer <= ask_question(slug, case["start"]), case["start"]
    assert any(answer for _, answer in recorded_answers[helper])


@pytest.mark.parametrize("helper", ["EndpointContext.training_job_arns", "ModelArtifact.training_job_arns"])
def test_training_jobs_of_a_helper_are_the_training_jobs_of_the_question(recorded_answers, subject, helper):
    asked = build_services(subject.client)
    for case, answer in recorded_answers[helper]:
        jobs = get_question("endpoint-jobs").ask(asked, case["start"]).items
        assert {job.source for job in jobs if job.type == "TrainingJob"} == answer, case["start"]


def test_actions_of_a_group_are_those_of_both_directions_of_the_helper(recorded_answers, ask_question):
    both = defaultdict(set)
    for case, answer in recorded_answers["ModelPackageGroup.actions"]:
        both[case["start"]] |= answer
    for start, answer in both.items():
        assert ask_question("context-actions", start) == answer, start


def test_artifacts_of_a_source_are_those_of_the_helpers_list(recorded_answers, ask_question):
    for case, answer in recorded_answers["DatasetArtifact.s3_uri_artifacts"]:
        assert ask_question("uri-artifacts", case["start"]) >= answer >= {case["start"]}


def test_sdk_still_gives_the_recorded_answers(subject):
    assert ask_helpers(subject.account) == read_record("v2")


def test_version_3_answers_as_version_2_does():
    """Its helpers are those of version 2 in another package, `sagemaker.core.lineage`."""
    assert read_record("v3")["asked"] == read_record("v2")["asked"]
    assert read_record("v3")["sdk"].startswith("sagemaker-core 2.")
    assert read_record("v2")["sdk"].startswith("sagemaker 2.")
