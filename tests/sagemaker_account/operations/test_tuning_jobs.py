"""The training jobs of a tuning job."""

from datetime import timedelta

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.seed_resources import seed_resource
from tests.support.api_errors import expect_error
from tests.support.resource_samples import PREFIX, WHEN, describe, training_job, tuning_job

TUNING_JOB = f"{PREFIX}hyper-parameter-tuning-job/Tune"
OPERATION = "ListTrainingJobsForHyperParameterTuningJob"


@pytest.fixture
def jobs(account):
    """Seed a tuning job of three training jobs, and a job of its own."""
    seed_resource(account, "DescribeHyperParameterTuningJob", tuning_job("Tune"))
    for number, status in enumerate(("Completed", "Failed", "Completed"), start=1):
        when = WHEN - timedelta(hours=number)
        job = training_job(f"Tune-{number}", status, when, TuningJobArn=TUNING_JOB)
        seed_resource(account, "DescribeTrainingJob", job | {"HyperParameters": {"eta": f"0.{number}"}})
    seed_resource(account, "DescribeTrainingJob", training_job("Alone"))


def list_names(client, **request):
    listed = describe(client, OPERATION, HyperParameterTuningJobName="tune", **request)
    return [summary["TrainingJobName"] for summary in listed["TrainingJobSummaries"]]


@pytest.mark.usefixtures("jobs")
def test_only_its_own_jobs_are_listed_by_name(every_client):
    assert list_names(every_client) == ["Tune-1", "Tune-2", "Tune-3"]


@pytest.mark.usefixtures("jobs")
def test_jobs_are_sorted_and_filtered_as_requested(client):
    assert list_names(client, SortBy="CreationTime") == ["Tune-3", "Tune-2", "Tune-1"]
    assert list_names(client, SortOrder="Descending") == ["Tune-3", "Tune-2", "Tune-1"]
    assert list_names(client, StatusEquals="Failed") == ["Tune-2"]


@pytest.mark.usefixtures("jobs")
def test_pages_together_hold_every_job(client):
    pages = client.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
        HyperParameterTuningJobName="Tune", PaginationConfig={"PageSize": 2}
    )
    assert [len(page["TrainingJobSummaries"]) for page in pages] == [2, 1]


@pytest.mark.usefixtures("jobs")
def test_summary_names_the_tuning_job_and_the_values_that_were_tried(client):
    first, *_ = describe(client, OPERATION, HyperParameterTuningJobName="Tune")["TrainingJobSummaries"]
    assert (first["TuningJobName"], first["TunedHyperParameters"]) == ("Tune", {"eta": "0.1"})


@pytest.mark.usefixtures("jobs")
def test_sorting_by_a_metric_is_refused(client):
    with expect_error("ValidationException", saying="cannot be sorted by FinalObjectiveMetricValue"):
        describe(client, OPERATION, HyperParameterTuningJobName="Tune", SortBy="FinalObjectiveMetricValue")


def test_unknown_tuning_job_is_an_error(client):
    with expect_error("ResourceNotFound", saying="hyper-parameter-tuning-job/gone does not exist"):
        describe(client, OPERATION, HyperParameterTuningJobName="gone")


def test_job_of_an_unknown_tuning_job_is_refused(account):
    with pytest.raises(ServiceError, match="hyper-parameter-tuning-job/Tune does not exist"):
        seed_resource(account, "DescribeTrainingJob", training_job("Fit", TuningJobArn=TUNING_JOB))
