"""The steps of a pipeline execution."""

from datetime import timedelta

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.seed_resources import seed_steps
from tests.support.api_errors import expect_error
from tests.support.resource_samples import PREFIX, WHEN, describe, execution, seed_samples

RUN = execution("Pipe", 1)["PipelineExecutionArn"]


def step(name, minutes, **members):
    return {
        "StepName": name,
        "StartTime": WHEN + timedelta(minutes=minutes),
        "StepStatus": "Succeeded",
        **members,
    }


@pytest.fixture
def steps(account):
    seed_samples(account)
    given = [
        step("Prepare", 0, CacheHitResult={"SourcePipelineExecutionArn": RUN}),
        step("Train", 5, Metadata={"TrainingJob": {"Arn": f"{PREFIX}training-job/Fit"}}, AttemptCount=1),
        step("Tune", 5, Metadata={"Lineage": {"ActionArns": {"evaluation": f"{PREFIX}action/a"}}}),
    ]
    seed_steps(account, RUN, given)
    return given


def test_steps_are_listed_latest_start_first(every_client, steps):
    listed = describe(every_client, "ListPipelineExecutionSteps", PipelineExecutionArn=RUN)
    assert listed["PipelineExecutionSteps"] == steps[::-1]


@pytest.mark.parametrize("size", [1, 2])
def test_pages_together_hold_every_step(every_client, steps, size):
    pages = every_client.get_paginator("list_pipeline_execution_steps").paginate(
        PipelineExecutionArn=RUN, SortOrder="Ascending", PaginationConfig={"PageSize": size}
    )
    assert [s for page in pages for s in page["PipelineExecutionSteps"]] == steps


@pytest.mark.usefixtures("steps")
def test_seeding_a_step_again_replaces_it(account, client):
    seed_steps(account, RUN, [step("Train", 5, StepStatus="Failed", FailureReason="No capacity")])
    listed = describe(client, "ListPipelineExecutionSteps", PipelineExecutionArn=RUN)[
        "PipelineExecutionSteps"
    ]
    assert [(s["StepName"], s["StepStatus"]) for s in listed] == [
        ("Tune", "Succeeded"),
        ("Train", "Failed"),
        ("Prepare", "Succeeded"),
    ]


def test_execution_arn_is_required(client):
    with expect_error("ValidationException", saying="pipelineExecutionArn"):
        client.list_pipeline_execution_steps()


@pytest.mark.parametrize("member", ["StepName", "StartTime"])
def test_a_step_without_a_name_or_a_start_is_refused(account, member):
    seed_samples(account)
    told_step = {m: v for m, v in step("s", 0).items() if m != member}
    with pytest.raises(ServiceError, match="StepName and a StartTime"):
        seed_steps(account, RUN, [told_step])


def test_steps_of_an_unknown_execution_are_refused(account):
    with pytest.raises(ServiceError, match="does not exist"):
        seed_steps(account, RUN, [step("s", 0)])
