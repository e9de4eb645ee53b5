"""The demo's pipeline executions and trials lead to the jobs that they started."""

import pytest
from account_lists import listed

EXECUTION_TAG = "sagemaker:pipeline-execution-arn"


@pytest.fixture(scope="module")
def account(demo_account):
    return demo_account


@pytest.fixture(scope="module")
def executions(account):
    """Every execution that a job was tagged with."""
    tagged = [c["Source"]["SourceArn"] for c in components_of_jobs(account)]
    return {arn for job in tagged if (arn := tags(account, job).get(EXECUTION_TAG))}


def components_of_jobs(account):
    summaries = listed(account, "ListTrialComponents", "TrialComponentSummaries")
    return [{"Source": s["TrialComponentSource"], **s} for s in summaries if "TrialComponentSource" in s]


def tags(account, arn):
    return {tag["Key"]: tag["Value"] for tag in account.call("ListTags", {"ResourceArn": arn})["Tags"]}


def test_every_execution_that_a_job_is_tagged_with_lists_the_job_among_its_steps(account, executions):
    assert len(executions) == 13
    for execution in executions:
        pipeline = execution.split("/")[1]
        known = listed(account, "ListPipelineExecutions", "PipelineExecutionSummaries", PipelineName=pipeline)
        assert execution in {summary["PipelineExecutionArn"] for summary in known}
        steps = listed(
            account, "ListPipelineExecutionSteps", "PipelineExecutionSteps", PipelineExecutionArn=execution
        )
        jobs = {
            told["Arn"]
            for s in steps
            for kind, told in s["Metadata"].items()
            if kind in {"TrainingJob", "ProcessingJob", "TransformJob"} and "CacheHitResult" not in s
        }
        assert {tags(account, job)[EXECUTION_TAG] for job in jobs} <= {execution}


@pytest.mark.parametrize(
    ("number", "metadata"),
    [
        (-1, ["ProcessingJob", "ProcessingJob", "TrainingJob"]),
        (-2, ["ProcessingJob", "ProcessingJob", "TrainingJob", "ProcessingJob", "RegisterModel"]),
        (-6, ["ProcessingJob", "ProcessingJob", "TuningJob", "ProcessingJob", "RegisterModel"]),
    ],
    ids=["under way", "cached", "tuned"],
)
def test_the_steps_of_an_execution_lead_to_what_they_made(account, number, metadata):
    executions = listed(
        account,
        "ListPipelineExecutions",
        "PipelineExecutionSummaries",
        PipelineName="customer-churn",
        SortOrder="Ascending",
    )
    arn = executions[number]["PipelineExecutionArn"]

    steps = account.call(
        "ListPipelineExecutionSteps", {"PipelineExecutionArn": arn, "SortOrder": "Ascending"}
    )["PipelineExecutionSteps"]

    assert [kind for step in steps for kind in step["Metadata"]] == metadata


def test_a_cached_step_names_the_execution_whose_jobs_it_took(account):
    executions = listed(
        account, "ListPipelineExecutions", "PipelineExecutionSummaries", PipelineName="customer-churn"
    )
    _, eighth, seventh, *_ = [execution["PipelineExecutionArn"] for execution in executions]

    steps = listed(
        account, "ListPipelineExecutionSteps", "PipelineExecutionSteps", PipelineExecutionArn=eighth
    )

    cached = [step for step in steps if "CacheHitResult" in step]
    assert {step["CacheHitResult"]["SourcePipelineExecutionArn"] for step in cached} == {seventh}
    assert {tags(account, step["Metadata"]["ProcessingJob"]["Arn"])[EXECUTION_TAG] for step in cached} == {
        seventh
    }


def test_only_the_newest_execution_is_still_under_way(account):
    executions = listed(
        account, "ListPipelineExecutions", "PipelineExecutionSummaries", PipelineName="customer-churn"
    )

    assert [e["PipelineExecutionStatus"] for e in executions] == ["Executing"] + ["Succeeded"] * 8


def test_an_evaluation_pipeline_says_which_lineage_it_wrote(account):
    executions = listed(
        account,
        "ListPipelineExecutions",
        "PipelineExecutionSummaries",
        PipelineName="payment-fraud-evaluation",
    )
    for execution in executions:
        (step,) = account.call(
            "ListPipelineExecutionSteps", {"PipelineExecutionArn": execution["PipelineExecutionArn"]}
        )["PipelineExecutionSteps"]
        lineage = step["Metadata"]["Lineage"]
        for association in lineage["Associations"]:
            found = account.call("ListAssociations", association)["AssociationSummaries"]
            assert len(found) == 1


def test_the_published_experiment_holds_the_published_training_job(account):
    name = "sagemaker-xgboost-2022-04-18-00-21-56-371-aws-training-job"
    (trial,) = account.call("ListTrials", {"TrialComponentName": name})["TrialSummaries"]

    assert trial["TrialName"] == "MultihopQueryTrial-1650241311"
    described = account.call("DescribeTrial", {"TrialName": trial["TrialName"]})
    assert described["ExperimentName"] == "MultihopQueryExperiment-1650241311"


def test_the_churn_pipeline_has_a_trial_for_each_execution_since_its_fourth(account):
    trials = listed(
        account, "ListTrials", "TrialSummaries", ExperimentName="customer-churn", SortOrder="Ascending"
    )
    sizes = [
        len(listed(account, "ListTrialComponents", "TrialComponentSummaries", TrialName=t["TrialName"]))
        for t in trials
    ]

    assert [trial["DisplayName"] for trial in trials] == [f"churn-v{n}" for n in range(4, 10)]
    assert sizes == [15, 4, 5, 5, 2, 3]
