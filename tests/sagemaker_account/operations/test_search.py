"""Trial components are searched for."""

from contextlib import closing
from datetime import timedelta
from itertools import count

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.seed_resources import seed_resource
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.transport import connect
from tests.support.account_clients import DOORS, IN_PROCESS
from tests.support.api_errors import refused
from tests.support.resource_samples import PREFIX, WHEN, told, training_job

RESOURCE = "ExperimentTrialComponent"
COMPONENTS = f"{PREFIX}experiment-trial-component/"


MADE = {
    "Fit-1-aws-training-job": {"DisplayName": "Fit-one", "Status": {"PrimaryStatus": "Completed"}},
    "Fit-2-aws-training-job": {
        "DisplayName": "fit-two",
        "Status": {"PrimaryStatus": "Failed"},
        "StartTime": WHEN,
        "EndTime": WHEN + timedelta(hours=9),
    },
    "run-1": {"Tags": [{"Key": "team", "Value": "Blue"}, {"Key": "stage", "Value": "dev"}]},
    "run-2": {"Tags": [{"Key": "team", "Value": "Red"}]},
}
CHANGED = {"TrialComponentName": "fit-2-aws-training-job", "DisplayName": "fit-two"}
TRIALS = {"Spring": "Churn", "Autumn": "Churn", "Winter": "Fraud"}
MEMBERS = {"Spring": "Fit-1-aws-training-job", "Winter": "Fit-1-aws-training-job", "Autumn": "run-1"}


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    """Four components an hour apart: two jobs, of which one is in two trials, and two runs."""
    moments = (WHEN + timedelta(hours=hours) for hours in count())
    path = tmp_path_factory.mktemp("searched") / "account.db"
    with closing(Store.open(str(path), create=True)) as store:
        account = Account(store, clock=lambda: next(moments))
        for name, members in MADE.items():
            account.call("CreateTrialComponent", {"TrialComponentName": name, **members})
        account.call("UpdateTrialComponent", CHANGED)
        seed_resource(account, "DescribeTrainingJob", training_job("Fit-1"))
        for experiment in dict.fromkeys(TRIALS.values()):
            account.call("CreateExperiment", {"ExperimentName": experiment})
        for trial, experiment in TRIALS.items():
            account.call("CreateTrial", {"TrialName": trial, "ExperimentName": experiment})
        for trial, component in MEMBERS.items():
            account.call("AssociateTrialComponent", {"TrialName": trial, "TrialComponentName": component})
        yield Account(store)


@pytest.fixture
def filled(clients, relay, searched):
    relay.account = searched
    return clients[IN_PROCESS]


@pytest.fixture(params=DOORS)
def behind_a_door(request, clients, relay, searched):
    relay.account = searched
    return clients[request.param]


def names(client, expression=None, **request):
    """Return who is found, the oldest first unless asked otherwise."""
    if expression:
        request["SearchExpression"] = expression
    order = {"SortOrder": "Ascending", "SortBy": "CreationTime"}
    results = told(client, "Search", Resource=RESOURCE, **{**order, **request})["Results"]
    return [r["TrialComponent"]["TrialComponentName"].removesuffix("-aws-training-job") for r in results]


def one(name, operator=None, value=None):
    """Return a filter."""
    members = {"Name": name, "Operator": operator, "Value": value}
    return {member: given for member, given in members.items() if given is not None}


FILTERS = [
    (one("TrialComponentName", value="RUN-1"), ["run-1"]),
    (one("TrialComponentName", "Contains", "FIT-"), ["Fit-1", "Fit-2"]),
    (one("TrialComponentName", "Contains", "_"), []),
    (one("TrialComponentName", "In", "run-2, run-1,none"), ["run-1", "run-2"]),
    (one("TrialComponentName", "NotEquals", "run-1"), ["Fit-1", "Fit-2", "run-2"]),
    (one("TrialComponentArn", "In", f"{COMPONENTS}run-2,{COMPONENTS}RUN-1"), ["run-1", "run-2"]),
    (one("DisplayName", "Equals", "Fit-one"), ["Fit-1"]),
    (one("DisplayName", "Equals", "fit-one"), []),
    (one("DisplayName", "Contains", "FIT-"), ["Fit-1", "Fit-2"]),
    (one("DisplayName", "NotEquals", "Fit-one"), ["Fit-2", "run-1", "run-2"]),
    (one("DisplayName", "Exists"), ["Fit-1", "Fit-2"]),
    (one("DisplayName", "NotExists"), ["run-1", "run-2"]),
    (one("Source.SourceArn", "Equals", f"{PREFIX}training-job/fit-2"), ["Fit-2"]),
    (one("Source.SourceArn", "NotExists"), ["run-1", "run-2"]),
    (one("Source.SourceType", "Equals", "SageMakerTrainingJob"), ["Fit-1", "Fit-2"]),
    (one("Status.PrimaryStatus", "Equals", "Failed"), ["Fit-2"]),
    (one("Status.PrimaryStatus", "In", "Failed,Completed"), ["Fit-1", "Fit-2"]),
    (one("Status.PrimaryStatus", "NotEquals", "Failed"), ["Fit-1", "run-1", "run-2"]),
    (one("Parents.TrialName", "Equals", "SPRING"), ["Fit-1"]),
    (one("Parents.ExperimentName", "Equals", "churn"), ["Fit-1", "run-1"]),
    (one("Parents.ExperimentName", "NotEquals", "fraud"), ["Fit-2", "run-1", "run-2"]),
    (one("Parents.TrialName", "Exists"), ["Fit-1", "run-1"]),
    (one("Parents.TrialName", "NotExists"), ["Fit-2", "run-2"]),
    (one("Tags.team", "Equals", "Blue"), ["run-1"]),
    (one("Tags.team", "Equals", "blue"), []),
    (one("Tags.team", "Contains", "e"), ["run-1", "run-2"]),
    (one("Tags.stage", "Exists"), ["run-1"]),
    (one("Tags.team", "NotEquals", "Blue"), ["Fit-1", "Fit-2", "run-2"]),
    (one("CreationTime", "GreaterThan", "2026-01-01T01:00:00"), ["run-1", "run-2"]),
    (one("CreationTime", "GreaterThanOrEqualTo", "2026-01-01T01:00:00"), ["Fit-2", "run-1", "run-2"]),
    (one("CreationTime", "LessThan", "2026-01-01T02:00:00+01:00"), ["Fit-1"]),
    (one("CreationTime", "LessThanOrEqualTo", "2026-01-01T01:00:00Z"), ["Fit-1", "Fit-2"]),
    (one("LastModifiedTime", "Equals", "2026-01-01T02:00:00"), ["run-1"]),
    (one("EndTime", "Exists"), ["Fit-2"]),
    (one("EndTime", "NotExists"), ["Fit-1", "run-1", "run-2"]),
    (one("EndTime", "NotEquals", "2026-01-01T09:00:00"), ["Fit-1", "run-1", "run-2"]),
]


@pytest.mark.parametrize(
    ("stated", "found"),
    FILTERS,
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else "",
)
def test_a_filter_finds_what_meets_it(filled, stated, found):
    assert names(filled, {"Filters": [stated]}) == found


FAILED, TAGGED, IN_CHURN = (
    one("Status.PrimaryStatus", value="Failed"),
    one("Tags.team", "Exists"),
    one("Parents.ExperimentName", value="Churn"),
)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ({"Filters": [TAGGED, IN_CHURN]}, ["run-1"]),
        ({"Filters": [TAGGED, IN_CHURN], "Operator": "And"}, ["run-1"]),
        ({"Filters": [FAILED, IN_CHURN], "Operator": "Or"}, ["Fit-1", "Fit-2", "run-1"]),
        (
            {"SubExpressions": [{"Filters": [FAILED, IN_CHURN], "Operator": "Or"}, {"Filters": [TAGGED]}]},
            ["run-1"],
        ),
        (
            {"Filters": [FAILED], "SubExpressions": [{"Filters": [TAGGED]}], "Operator": "Or"},
            ["Fit-2", "run-1", "run-2"],
        ),
        # Two filters may be met by two trials of a component; nested, they speak of one.
        ({"Filters": [IN_CHURN, one("Parents.TrialName", value="winter")]}, ["Fit-1"]),
        (
            {
                "NestedFilters": [
                    {
                        "NestedPropertyName": "Parents",
                        "Filters": [IN_CHURN, one("Parents.TrialName", value="winter")],
                    }
                ]
            },
            [],
        ),
        (
            {
                "NestedFilters": [
                    {
                        "NestedPropertyName": "Parents",
                        "Filters": [IN_CHURN, one("Parents.TrialName", "NotEquals", "spring")],
                    }
                ]
            },
            ["run-1"],
        ),
    ],
    ids=[
        "and by default",
        "and",
        "or",
        "subexpressions",
        "filters or subexpressions",
        "apart",
        "nested",
        "nested negation",
    ],
)
def test_conditions_are_combined(behind_a_door, expression, found):
    assert names(behind_a_door, expression) == found


def test_without_an_expression_all_are_found_the_last_changed_first(filled):
    assert names(filled, SortBy="LastModifiedTime", SortOrder="Descending") == [
        "Fit-2",
        "run-2",
        "run-1",
        "Fit-1",
    ]


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("TrialComponentName", ["Fit-1", "Fit-2", "run-1", "run-2"]),
        ("DisplayName", ["run-1", "run-2", "Fit-1", "Fit-2"]),
        ("Status.PrimaryStatus", ["run-1", "run-2", "Fit-1", "Fit-2"]),
        ("EndTime", ["Fit-1", "run-1", "run-2", "Fit-2"]),
    ],
)
def test_results_are_sorted_and_paged(filled, by, found):
    assert names(filled, SortBy=by) == found
    pages = filled.get_paginator("search").paginate(
        Resource=RESOURCE, SortBy=by, SortOrder="Descending", PaginationConfig={"PageSize": 1}
    )
    paged = [r["TrialComponent"]["TrialComponentName"] for page in pages for r in page["Results"]]
    assert [name.removesuffix("-aws-training-job") for name in paged] == found[::-1]


def test_a_result_tells_all_of_a_component_its_trials_its_tags_and_its_job(behind_a_door):
    [result] = told(
        behind_a_door,
        "Search",
        Resource=RESOURCE,
        SearchExpression={"Filters": [one("DisplayName", value="Fit-one")]},
    )["Results"]
    job = {member: value for member, value in training_job("Fit-1").items() if member != "RoleArn"}
    name = "Fit-1-aws-training-job"
    described = told(behind_a_door, "DescribeTrialComponent", TrialComponentName=name)
    del described["Sources"]
    assert result["TrialComponent"] == described | {
        "SourceDetail": {"SourceArn": f"{PREFIX}training-job/Fit-1", "TrainingJob": job},
        "Tags": [],
        "Parents": [
            {"TrialName": "Spring", "ExperimentName": "Churn"},
            {"TrialName": "Winter", "ExperimentName": "Fraud"},
        ],
    }


def test_a_result_whose_job_is_not_known_names_it_all_the_same(filled):
    [result] = told(filled, "Search", Resource=RESOURCE, SearchExpression={"Filters": [FAILED]})["Results"]
    assert result["TrialComponent"]["SourceDetail"] == {"SourceArn": f"{PREFIX}training-job/Fit-2"}


def test_a_result_without_a_job_has_its_tags_in_order(filled):
    [result] = told(
        filled, "Search", Resource=RESOURCE, SearchExpression={"Filters": [one("Tags.stage", "Exists")]}
    )["Results"]
    assert "SourceDetail" not in result["TrialComponent"]
    assert result["TrialComponent"]["Tags"] == [
        {"Key": "stage", "Value": "dev"},
        {"Key": "team", "Value": "Blue"},
    ]


def many(conditions):
    """Return an expression that holds so many."""
    subexpressions = [{"Filters": [TAGGED] * size} for size in (16, 16, conditions - 35)]
    return {"SubExpressions": subexpressions}


def deep(levels):
    expression = {"Filters": [TAGGED]}
    for _ in range(levels):
        expression = {"SubExpressions": [expression]}
    return expression


@pytest.mark.parametrize(
    ("expression", "saying"),
    [
        ({"Filters": [one("Metrics.auc", "GreaterThan", "0.9")]}, "Metrics.auc cannot be searched for"),
        ({"Filters": [one("DisplayName", "GreaterThan", "a")]}, "GreaterThan cannot be used with DisplayName"),
        ({"Filters": [one("CreationTime", "Contains", "2026")]}, "Contains cannot be used with CreationTime"),
        ({"Filters": [one("CreationTime", "In", "2026")]}, "In cannot be used with CreationTime"),
        ({"Filters": [one("CreationTime", "LessThan", "yesterday")]}, "no ISO 8601"),
        ({"Filters": [one("DisplayName")]}, "has no value"),
        ({}, "needs a filter"),
        ({"SubExpressions": [{"Operator": "Or"}]}, "needs a filter"),
        ({"NestedFilters": [{"NestedPropertyName": "Tags", "Filters": [TAGGED]}]}, "Tags cannot be searched with nested"),
        ({"NestedFilters": [{"NestedPropertyName": "Parents", "Filters": [TAGGED]}]}, "no property of Parents"),
        (many(51), "50 conditions"),
        (deep(50), "50 conditions"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, expression, saying):
    with refused("ValidationException", saying=saying):
        client.search(Resource=RESOURCE, SearchExpression=expression)


def test_an_expression_may_hold_fifty_conditions(filled):
    assert names(filled, many(50)) == ["run-1", "run-2"]
    assert names(filled, deep(49)) == ["run-1", "run-2"]


def test_an_expression_without_end_is_refused_and_not_a_fault(account):
    with pytest.raises(ServiceError, match="nested too deeply") as refusal:
        account.call("Search", {"Resource": RESOURCE, "SearchExpression": deep(5_000)})
    assert refusal.value.code == "SerializationException"


@pytest.mark.parametrize(
    ("request_", "saying"),
    [
        ({"Resource": "Endpoint"}, "Endpoint cannot be searched for here"),
        ({"Resource": RESOURCE, "SortBy": "Tags.team"}, "cannot be sorted by Tags.team"),
        ({"Resource": RESOURCE, "SortBy": "Parents.TrialName"}, "cannot be sorted by Parents.TrialName"),
        (
            {"Resource": RESOURCE, "VisibilityConditions": [{"Key": "k", "Value": "v"}]},
            "VisibilityConditions",
        ),
    ],
)
def test_what_the_account_cannot_do_is_said(client, request_, saying):
    with refused("ValidationException", saying=saying):
        client.search(**request_)


def test_an_account_finds_its_own_components_alone(searched, filled):
    assert names(connect(Account(searched.store, account_id="111111111111"))) == []
    assert names(filled, CrossAccountFilterOption="CrossAccount") == []
    assert len(names(filled, CrossAccountFilterOption="SameAccount")) == 4
