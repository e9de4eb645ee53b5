"""The demo's pipeline executions and trials, and their jobs."""

import pytest

from sagemaker_account.demo.arn_names import build_execution_arn, build_step_job_name, parse_step_name
from tests.support.list_pages import list_all

EXECUTION_TAG = "sagemaker:pipeline-execution-arn"
JOBS = {"TrainingJob", "ProcessingJob", "TransformJob"}


@pytest.fixture(scope="module")
def account(demo_account):
    return demo_account


@pytest.fixture(scope="module")
def jobs_by_execution(account):
    """Return the tagged jobs of each execution."""
    jobs = [
        c["TrialComponentSource"]["SourceArn"] for c in components(account) if "TrialComponentSource" in c
    ]
    executions = {job: tags(account, job).get(EXECUTION_TAG) for job in jobs}
    return {
        execution: {job for job in jobs if executions[job] == execution}
        for execution in set(executions.values()) - {None}
    }


def components(account):
    return list_all(account, "ListTrialComponents", "TrialComponentSummaries")


def tags(account, arn):
    return {tag["Key"]: tag["Value"] for tag in account.call("ListTags", {"ResourceArn": arn})["Tags"]}


def steps_of(account, execution):
    steps = list_all(
        account, "ListPipelineExecutionSteps", "PipelineExecutionSteps", PipelineExecutionArn=execution
    )
    return steps[::-1]


def executions_of(account, pipeline):
    """Return a pipeline's executions, newest first."""
    return list_all(account, "ListPipelineExecutions", "PipelineExecutionSummaries", PipelineName=pipeline)


def test_every_execution_tag_is_an_execution_of_its_pipeline(account, jobs_by_execution):
    known = {
        execution["PipelineExecutionArn"]
        for pipeline in ("abalone", "customer-churn", "payment-fraud")
        for execution in executions_of(account, pipeline)
    }
    assert known == set(jobs_by_execution)
    assert len(known) == 13


def test_the_steps_of_an_execution_are_the_jobs_that_are_tagged_with_it(account, jobs_by_execution):
    for execution, jobs in jobs_by_execution.items():
        own = [step for step in steps_of(account, execution) if "CacheHitResult" not in step]
        told = {told["Arn"] for step in own for kind, told in step["Metadata"].items() if kind in JOBS}
        # A tuning is one step, whatever the number of its jobs.
        assert told == {job for job in jobs if "/churn-tune-" not in job}


@pytest.mark.parametrize(
    ("place", "metadata"),
    [
        (0, ["ProcessingJob", "ProcessingJob", "TrainingJob"]),
        (1, ["ProcessingJob", "ProcessingJob", "TrainingJob", "ProcessingJob", "RegisterModel"]),
        (5, ["ProcessingJob", "ProcessingJob", "TuningJob", "ProcessingJob", "RegisterModel"]),
    ],
    ids=["under way", "cached", "tuned"],
)
def test_steps_of_an_execution_name_existing_resources(account, place, metadata):
    execution = executions_of(account, "customer-churn")[place]["PipelineExecutionArn"]

    assert [kind for step in steps_of(account, execution) for kind in step["Metadata"]] == metadata


def test_cached_step_names_the_execution_of_its_jobs(account):
    _, eighth, seventh, *_ = [e["PipelineExecutionArn"] for e in executions_of(account, "customer-churn")]

    cached = [step for step in steps_of(account, eighth) if "CacheHitResult" in step]

    jobs = [step["Metadata"]["ProcessingJob"]["Arn"] for step in cached]
    assert [step["CacheHitResult"]["SourcePipelineExecutionArn"] for step in cached] == [seventh] * 2
    assert [tags(account, job)[EXECUTION_TAG] for job in jobs] == [seventh] * 2


def test_only_the_newest_execution_is_still_running(account):
    statuses = [e["PipelineExecutionStatus"] for e in executions_of(account, "customer-churn")]

    assert statuses == ["Executing"] + ["Succeeded"] * 8


def test_evaluation_pipeline_names_the_lineage_it_wrote(account):
    for execution in executions_of(account, "payment-fraud-evaluation"):
        (step,) = steps_of(account, execution["PipelineExecutionArn"])
        for association in step["Metadata"]["Lineage"]["Associations"]:
            assert len(account.call("ListAssociations", association)["AssociationSummaries"]) == 1


def test_the_published_experiment_holds_the_published_training_job(account):
    name = "sagemaker-xgboost-2022-04-18-00-21-56-371-aws-training-job"
    (trial,) = account.call("ListTrials", {"TrialComponentName": name})["TrialSummaries"]

    assert trial["TrialName"] == "MultihopQueryTrial-1650241311"
    described = account.call("DescribeTrial", {"TrialName": trial["TrialName"]})
    assert described["ExperimentName"] == "MultihopQueryExperiment-1650241311"


def test_the_churn_pipeline_has_a_trial_for_each_execution_since_its_fourth(account):
    trials = list_all(
        account, "ListTrials", "TrialSummaries", ExperimentName="customer-churn", SortOrder="Ascending"
    )
    sizes = [
        len(list_all(account, "ListTrialComponents", "TrialComponentSummaries", TrialName=t["TrialName"]))
        for t in trials
    ]

    assert [trial["DisplayName"] for trial in trials] == [f"churn-v{n}" for n in range(4, 10)]
    assert sizes == [15, 4, 5, 5, 2, 3]


@pytest.mark.parametrize("step", ["ChurnTrain", "Churn-Train-2"])
def test_the_step_of_a_job_is_read_from_its_name(step):
    execution = build_execution_arn("customer-churn", 1)
    assert parse_step_name(build_step_job_name(execution, step)) == step
