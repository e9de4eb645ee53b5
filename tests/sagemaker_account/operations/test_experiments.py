"""Experiments hold trials, and trials hold trial components."""

from datetime import timedelta

import pytest

from sagemaker_account.service import Account
from sagemaker_account.transport import connect
from tests.support.api_errors import refused
from tests.support.entity_samples import METADATA
from tests.support.resource_samples import PREFIX, told


@pytest.fixture
def filled(any_client, clock):
    """Two experiments; of the first, two trials an hour apart; one component in both trials, one in none."""
    any_client.create_experiment(ExperimentName="Churn", Description="Who leaves?")
    any_client.create_experiment(ExperimentName="Fraud", DisplayName="Fraud-2")
    for trial in ("First", "second"):
        any_client.create_trial(ExperimentName="churn", TrialName=trial, MetadataProperties=METADATA)
        clock.advance(hours=1)
    for component in ("Shared", "loose"):
        any_client.create_trial_component(TrialComponentName=component)
    for trial in ("first", "second"):
        any_client.associate_trial_component(TrialComponentName="shared", TrialName=trial)
    return any_client


def trials(client, **request):
    return [trial["TrialName"] for trial in told(client, "ListTrials", **request)["TrialSummaries"]]


def components(client, **request):
    answer = told(client, "ListTrialComponents", **request)
    return [component["TrialComponentName"] for component in answer["TrialComponentSummaries"]]


def test_an_experiment_tells_who_made_it_when_and_what_for(filled, clock):
    made = {"CreationTime": clock.now - timedelta(hours=2), "CreatedBy": {}}
    changed = {"LastModifiedTime": clock.now - timedelta(hours=2), "LastModifiedBy": {}}
    assert told(filled, "DescribeExperiment", ExperimentName="CHURN") == {
        "ExperimentName": "Churn",
        "ExperimentArn": f"{PREFIX}experiment/churn",
        "DisplayName": "Churn",
        "Description": "Who leaves?",
        **made,
        **changed,
    }
    assert told(filled, "DescribeExperiment", ExperimentName="fraud")["DisplayName"] == "Fraud-2"


def test_a_trial_names_its_experiment_as_that_was_named(filled):
    described = told(filled, "DescribeTrial", TrialName="first")
    assert (described["ExperimentName"], described["TrialArn"]) == (
        "Churn",
        f"{PREFIX}experiment-trial/first",
    )
    assert described["MetadataProperties"] == METADATA


def test_trials_are_listed_by_experiment_and_by_component(filled):
    assert trials(filled) == ["second", "First"]
    assert trials(filled, ExperimentName="Churn", SortOrder="Ascending", MaxResults=1) == ["First"]
    assert trials(filled, ExperimentName="Fraud") == []
    assert trials(filled, TrialComponentName="SHARED", SortBy="Name") == ["second", "First"]
    assert trials(filled, TrialComponentName="loose") == []
    assert trials(filled, TrialComponentName="shared", ExperimentName="fraud") == []


def test_experiments_are_listed_by_date(filled, clock):
    names = [e["ExperimentName"] for e in told(filled, "ListExperiments")["ExperimentSummaries"]]
    assert names == ["Fraud", "Churn"]
    assert told(filled, "ListExperiments", CreatedAfter=clock.now)["ExperimentSummaries"] == []


def test_trial_components_are_listed_by_trial_and_by_experiment(filled):
    assert components(filled, TrialName="first") == ["Shared"]
    assert components(filled, ExperimentName="churn") == ["Shared"]
    assert components(filled, ExperimentName="fraud") == []


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
def test_what_is_not_there_is_not_found(filled, method, request_):
    with refused("ResourceNotFound", saying="none" if "none" in request_.values() else "is not in"):
        getattr(filled, method)(**request_)


@pytest.mark.parametrize("name", ["Churn", "cHURN"])
def test_a_name_is_taken_in_every_case(filled, name):
    with refused("ValidationException", saying="already exists"):
        filled.create_experiment(ExperimentName=name)
    with refused("ValidationException", saying="already exists"):
        filled.create_trial(ExperimentName="Fraud", TrialName="FIRST")


def test_a_component_put_into_a_trial_twice_is_in_it_once(filled):
    answer = told(filled, "AssociateTrialComponent", TrialComponentName="Shared", TrialName="First")
    assert answer == {
        "TrialComponentArn": f"{PREFIX}experiment-trial-component/shared",
        "TrialArn": f"{PREFIX}experiment-trial/first",
    }
    assert trials(filled, TrialComponentName="shared") == ["second", "First"]


def test_what_holds_something_cannot_be_deleted_until_it_is_empty(filled):
    with refused("ValidationException", saying="trial components"):
        filled.delete_trial(TrialName="first")
    with refused("ValidationException", saying="trials"):
        filled.delete_experiment(ExperimentName="churn")
    with refused("ValidationException", saying="trials"):
        filled.delete_trial_component(TrialComponentName="shared")
    for trial in ("first", "second"):
        filled.disassociate_trial_component(TrialComponentName="shared", TrialName=trial)
        filled.delete_trial(TrialName=trial)
    filled.delete_experiment(ExperimentName="churn")
    filled.delete_trial_component(TrialComponentName="shared")
    assert trials(filled) == []


def test_tags_go_with_a_trial(filled):
    arn = filled.create_trial(ExperimentName="fraud", TrialName="tagged", Tags=[{"Key": "k", "Value": "v"}])[
        "TrialArn"
    ]
    assert filled.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "k", "Value": "v"}]
    filled.delete_trial(TrialName="tagged")
    assert filled.list_tags(ResourceArn=arn)["Tags"] == []


def test_experiments_are_no_part_of_lineage(filled):
    arn = f"{PREFIX}experiment-trial-component/shared"
    answer = filled.query_lineage(StartArns=[arn], IncludeEdges=True)
    assert ([v["Arn"] for v in answer["Vertices"]], answer["Edges"]) == ([arn], [])


@pytest.mark.usefixtures("filled")
def test_another_accounts_component_cannot_be_put_into_a_trial(store):
    other = connect(Account(store, account_id="111111111111"))
    other.create_experiment(ExperimentName="churn")
    other.create_trial(ExperimentName="churn", TrialName="first")
    assert trials(other) == ["first"]
    with refused("ResourceNotFound"):
        other.associate_trial_component(TrialComponentName="shared", TrialName="first")
