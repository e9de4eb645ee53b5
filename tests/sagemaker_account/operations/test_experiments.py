"""Experiments, trials, and their trial components."""

from datetime import timedelta

import pytest

from sagemaker_account.service import Account
from sagemaker_account.transport import connect
from tests.support.api_errors import expect_error
from tests.support.entity_samples import METADATA
from tests.support.resource_samples import PREFIX, describe


@pytest.fixture
def experiments(every_client, clock):
    """Create two experiments, two trials of the first, and two components."""
    every_client.create_experiment(ExperimentName="Churn", Description="Who leaves?")
    every_client.create_experiment(ExperimentName="Fraud", DisplayName="Fraud-2")
    for trial in ("First", "second"):
        every_client.create_trial(ExperimentName="churn", TrialName=trial, MetadataProperties=METADATA)
        clock.advance(hours=1)
    for component in ("Shared", "loose"):
        every_client.create_trial_component(TrialComponentName=component)
    for trial in ("first", "second"):
        every_client.associate_trial_component(TrialComponentName="shared", TrialName=trial)
    return every_client


def trials(client, **request):
    return [trial["TrialName"] for trial in describe(client, "ListTrials", **request)["TrialSummaries"]]


def components(client, **request):
    answer = describe(client, "ListTrialComponents", **request)
    return [component["TrialComponentName"] for component in answer["TrialComponentSummaries"]]


def test_experiment_has_creator_time_and_description(experiments, clock):
    made = {"CreationTime": clock.now - timedelta(hours=2), "CreatedBy": {}}
    changed = {"LastModifiedTime": clock.now - timedelta(hours=2), "LastModifiedBy": {}}
    assert describe(experiments, "DescribeExperiment", ExperimentName="CHURN") == {
        "ExperimentName": "Churn",
        "ExperimentArn": f"{PREFIX}experiment/churn",
        "DisplayName": "Churn",
        "Description": "Who leaves?",
        **made,
        **changed,
    }
    assert describe(experiments, "DescribeExperiment", ExperimentName="fraud")["DisplayName"] == "Fraud-2"


def test_trial_has_the_name_of_its_experiment_as_created(experiments):
    described = describe(experiments, "DescribeTrial", TrialName="first")
    assert (described["ExperimentName"], described["TrialArn"]) == (
        "Churn",
        f"{PREFIX}experiment-trial/first",
    )
    assert described["MetadataProperties"] == METADATA


def test_trials_are_listed_by_experiment_and_by_component(experiments):
    assert trials(experiments) == ["second", "First"]
    assert trials(experiments, ExperimentName="Churn", SortOrder="Ascending", MaxResults=1) == ["First"]
    assert trials(experiments, ExperimentName="Fraud") == []
    assert trials(experiments, TrialComponentName="SHARED", SortBy="Name") == ["second", "First"]
    assert trials(experiments, TrialComponentName="loose") == []
    assert trials(experiments, TrialComponentName="shared", ExperimentName="fraud") == []


def test_experiments_are_listed_by_date(experiments, clock):
    names = [e["ExperimentName"] for e in describe(experiments, "ListExperiments")["ExperimentSummaries"]]
    assert names == ["Fraud", "Churn"]
    assert describe(experiments, "ListExperiments", CreatedAfter=clock.now)["ExperimentSummaries"] == []


def test_trial_components_are_listed_by_trial_and_by_experiment(experiments):
    assert components(experiments, TrialName="first") == ["Shared"]
    assert components(experiments, ExperimentName="churn") == ["Shared"]
    assert components(experiments, ExperimentName="fraud") == []


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("describe_experiment", {"ExperimentName": "none"}),
        ("describe_trial", {"TrialName": "none"}),
        ("create_trial", {"TrialName": "t", "ExperimentName": "none"}),
        ("list_trials", {"ExperimentName": "none"}),
        ("list_trials", {"TrialComponentName": "none"}),
        ("list_trial_components", {"TrialName": "none"}),
        ("list_trial_components", {"ExperimentName": "none"}),
        ("associate_trial_component", {"TrialComponentName": "loose", "TrialName": "none"}),
        ("associate_trial_component", {"TrialComponentName": "none", "TrialName": "first"}),
        ("disassociate_trial_component", {"TrialComponentName": "loose", "TrialName": "first"}),
        ("delete_experiment", {"ExperimentName": "none"}),
        ("delete_trial", {"TrialName": "none"}),
    ],
)
def test_missing_experiment_or_trial_is_not_found(experiments, method, request_):
    with expect_error("ResourceNotFound", saying="none" if "none" in request_.values() else "is not in"):
        getattr(experiments, method)(**request_)


@pytest.mark.parametrize("name", ["Churn", "cHURN"])
def test_name_is_unique_case_insensitively(experiments, name):
    with expect_error("ValidationException", saying="already exists"):
        experiments.create_experiment(ExperimentName=name)
    with expect_error("ValidationException", saying="already exists"):
        experiments.create_trial(ExperimentName="Fraud", TrialName="FIRST")


def test_a_component_put_into_a_trial_twice_is_in_it_once(experiments):
    answer = describe(experiments, "AssociateTrialComponent", TrialComponentName="Shared", TrialName="First")
    assert answer == {
        "TrialComponentArn": f"{PREFIX}experiment-trial-component/shared",
        "TrialArn": f"{PREFIX}experiment-trial/first",
    }
    assert trials(experiments, TrialComponentName="shared") == ["second", "First"]


def test_nonempty_experiment_or_trial_cannot_be_deleted(experiments):
    with expect_error("ValidationException", saying="trial components"):
        experiments.delete_trial(TrialName="first")
    with expect_error("ValidationException", saying="trials"):
        experiments.delete_experiment(ExperimentName="churn")
    with expect_error("ValidationException", saying="trials"):
        experiments.delete_trial_component(TrialComponentName="shared")
    for trial in ("first", "second"):
        experiments.disassociate_trial_component(TrialComponentName="shared", TrialName=trial)
        experiments.delete_trial(TrialName=trial)
    experiments.delete_experiment(ExperimentName="churn")
    experiments.delete_trial_component(TrialComponentName="shared")
    assert trials(experiments) == []


def test_tags_are_deleted_with_a_trial(experiments):
    arn = experiments.create_trial(
        ExperimentName="fraud", TrialName="tagged", Tags=[{"Key": "k", "Value": "v"}]
    )["TrialArn"]
    assert experiments.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "k", "Value": "v"}]
    experiments.delete_trial(TrialName="tagged")
    assert experiments.list_tags(ResourceArn=arn)["Tags"] == []


def test_experiments_are_not_part_of_the_lineage(experiments):
    arn = f"{PREFIX}experiment-trial-component/shared"
    answer = experiments.query_lineage(StartArns=[arn], IncludeEdges=True)
    assert ([v["Arn"] for v in answer["Vertices"]], answer["Edges"]) == ([arn], [])


@pytest.mark.usefixtures("experiments")
def test_another_accounts_component_cannot_be_put_into_a_trial(store):
    other = connect(Account(store, account_id="111111111111"))
    other.create_experiment(ExperimentName="churn")
    other.create_trial(ExperimentName="churn", TrialName="first")
    assert trials(other) == ["first"]
    with expect_error("ResourceNotFound"):
        other.associate_trial_component(TrialComponentName="shared", TrialName="first")
