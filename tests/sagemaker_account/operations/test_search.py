"""Searching trial components."""

from contextlib import closing
from datetime import timedelta
from itertools import count

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.seed_resources import seed_resource
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.transport import connect
from tests.support.account_clients import IN_PROCESS, TRANSPORTS
from tests.support.api_errors import expect_error
from tests.support.resource_samples import PREFIX, WHEN, describe, training_job

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
def searched_account(tmp_path_factory):
    """Create four components an hour apart: two jobs and two runs."""
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
def filled_client(clients, relay, searched_account):
    relay.account = searched_account
    return clients[IN_PROCESS]


@pytest.fixture(params=TRANSPORTS)
def searched_client(request, clients, relay, searched_account):
    relay.account = searched_account
    return clients[request.param]


def found_names(client, expression=None, **request):
    """Return the names that a search finds, oldest first by default."""
    if expression:
        request["SearchExpression"] = expression
    order = {"SortOrder": "Ascending", "SortBy": "CreationTime"}
    results = describe(client, "Search", Resource=RESOURCE, **{**order, **request})["Results"]
    return [r["TrialComponent"]["TrialComponentName"].removesuffix("-aws-training-job") for r in results]


def build_filter(name, operator=None, value=None):
    """Return a filter."""
    members = {"Name": name, "Operator": operator, "Value": value}
    return {member: given for member, given in members.items() if given is not None}


FILTERS = [
    (build_filter("TrialComponentName", value="RUN-1"), ["run-1"]),
    (build_filter("TrialComponentName", "Contains", "FIT-"), ["Fit-1", "Fit-2"]),
    (build_filter("TrialComponentName", "Contains", "_"), []),
    (build_filter("TrialComponentName", "In", "run-2, run-1,none"), ["run-1", "run-2"]),
    (build_filter("TrialComponentName", "NotEquals", "run-1"), ["Fit-1", "Fit-2", "run-2"]),
    (build_filter("TrialComponentArn", "In", f"{COMPONENTS}run-2,{COMPONENTS}RUN-1"), ["run-1", "run-2"]),
    (build_filter("DisplayName", "Equals", "Fit-one"), ["Fit-1"]),
    (build_filter("DisplayName", "Equals", "fit-one"), []),
    (build_filter("DisplayName", "Contains", "FIT-"), ["Fit-1", "Fit-2"]),
    (build_filter("DisplayName", "NotEquals", "Fit-one"), ["Fit-2", "run-1", "run-2"]),
    (build_filter("DisplayName", "Exists"), ["Fit-1", "Fit-2"]),
    (build_filter("DisplayName", "NotExists"), ["run-1", "run-2"]),
    (build_filter("Source.SourceArn", "Equals", f"{PREFIX}training-job/fit-2"), ["Fit-2"]),
    (build_filter("Source.SourceArn", "NotExists"), ["run-1", "run-2"]),
    (build_filter("Source.SourceType", "Equals", "SageMakerTrainingJob"), ["Fit-1", "Fit-2"]),
    (build_filter("Status.PrimaryStatus", "Equals", "Failed"), ["Fit-2"]),
    (build_filter("Status.PrimaryStatus", "In", "Failed,Completed"), ["Fit-1", "Fit-2"]),
    (build_filter("Status.PrimaryStatus", "NotEquals", "Failed"), ["Fit-1", "run-1", "run-2"]),
    (build_filter("Parents.TrialName", "Equals", "SPRING"), ["Fit-1"]),
    (build_filter("Parents.ExperimentName", "Equals", "churn"), ["Fit-1", "run-1"]),
    (build_filter("Parents.ExperimentName", "NotEquals", "fraud"), ["Fit-2", "run-1", "run-2"]),
    (build_filter("Parents.TrialName", "Exists"), ["Fit-1", "run-1"]),
    (build_filter("Parents.TrialName", "NotExists"), ["Fit-2", "run-2"]),
    (build_filter("Tags.team", "Equals", "Blue"), ["run-1"]),
    (build_filter("Tags.team", "Equals", "blue"), []),
    (build_filter("Tags.team", "Contains", "e"), ["run-1", "run-2"]),
    (build_filter("Tags.stage", "Exists"), ["run-1"]),
    (build_filter("Tags.team", "NotEquals", "Blue"), ["Fit-1", "Fit-2", "run-2"]),
    (build_filter("CreationTime", "GreaterThan", "2026-01-01T01:00:00"), ["run-1", "run-2"]),
    (
        build_filter("CreationTime", "GreaterThanOrEqualTo", "2026-01-01T01:00:00"),
        ["Fit-2", "run-1", "run-2"],
    ),
    (build_filter("CreationTime", "LessThan", "2026-01-01T02:00:00+01:00"), ["Fit-1"]),
    (build_filter("CreationTime", "LessThanOrEqualTo", "2026-01-01T01:00:00Z"), ["Fit-1", "Fit-2"]),
    (build_filter("LastModifiedTime", "Equals", "2026-01-01T02:00:00"), ["run-1"]),
    (build_filter("EndTime", "Exists"), ["Fit-2"]),
    (build_filter("EndTime", "NotExists"), ["Fit-1", "run-1", "run-2"]),
    (build_filter("EndTime", "NotEquals", "2026-01-01T09:00:00"), ["Fit-1", "run-1", "run-2"]),
]


@pytest.mark.parametrize(
    ("stated", "found"),
    FILTERS,
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else "",
)
def test_filter_finds_matching_components(filled_client, stated, found):
    assert found_names(filled_client, {"Filters": [stated]}) == found


FAILED, TAGGED, IN_CHURN = (
    build_filter("Status.PrimaryStatus", value="Failed"),
    build_filter("Tags.team", "Exists"),
    build_filter("Parents.ExperimentName", value="Churn"),
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
        ({"Filters": [IN_CHURN, build_filter("Parents.TrialName", value="winter")]}, ["Fit-1"]),
        (
            {
                "NestedFilters": [
                    {
                        "NestedPropertyName": "Parents",
                        "Filters": [IN_CHURN, build_filter("Parents.TrialName", value="winter")],
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
                        "Filters": [IN_CHURN, build_filter("Parents.TrialName", "NotEquals", "spring")],
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
def test_conditions_are_combined(searched_client, expression, found):
    assert found_names(searched_client, expression) == found


def test_search_without_an_expression_lists_all_last_modified_first(filled_client):
    assert found_names(filled_client, SortBy="LastModifiedTime", SortOrder="Descending") == [
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
def test_results_are_sorted_and_paged(filled_client, by, found):
    assert found_names(filled_client, SortBy=by) == found
    pages = filled_client.get_paginator("search").paginate(
        Resource=RESOURCE, SortBy=by, SortOrder="Descending", PaginationConfig={"PageSize": 1}
    )
    paged = [r["TrialComponent"]["TrialComponentName"] for page in pages for r in page["Results"]]
    assert [name.removesuffix("-aws-training-job") for name in paged] == found[::-1]


def test_result_has_component_trials_tags_and_job(searched_client):
    [result] = describe(
        searched_client,
        "Search",
        Resource=RESOURCE,
        SearchExpression={"Filters": [build_filter("DisplayName", value="Fit-one")]},
    )["Results"]
    job = {member: value for member, value in training_job("Fit-1").items() if member != "RoleArn"}
    name = "Fit-1-aws-training-job"
    described = describe(searched_client, "DescribeTrialComponent", TrialComponentName=name)
    del described["Sources"]
    assert result["TrialComponent"] == described | {
        "SourceDetail": {"SourceArn": f"{PREFIX}training-job/Fit-1", "TrainingJob": job},
        "Tags": [],
        "Parents": [
            {"TrialName": "Spring", "ExperimentName": "Churn"},
            {"TrialName": "Winter", "ExperimentName": "Fraud"},
        ],
    }


def test_result_with_an_unknown_job_still_names_it(filled_client):
    [result] = describe(filled_client, "Search", Resource=RESOURCE, SearchExpression={"Filters": [FAILED]})[
        "Results"
    ]
    assert result["TrialComponent"]["SourceDetail"] == {"SourceArn": f"{PREFIX}training-job/Fit-2"}


def test_a_result_without_a_job_has_its_tags_in_order(filled_client):
    [result] = describe(
        filled_client,
        "Search",
        Resource=RESOURCE,
        SearchExpression={"Filters": [build_filter("Tags.stage", "Exists")]},
    )["Results"]
    assert "SourceDetail" not in result["TrialComponent"]
    assert result["TrialComponent"]["Tags"] == [
        {"Key": "stage", "Value": "dev"},
        {"Key": "team", "Value": "Blue"},
    ]


def nested_filters(conditions):
    """Return an expression with this many filters."""
    subexpressions = [{"Filters": [TAGGED] * size} for size in (16, 16, conditions - 35)]
    return {"SubExpressions": subexpressions}


def nested_expression(levels):
    expression = {"Filters": [TAGGED]}
    for _ in range(levels):
        expression = {"SubExpressions": [expression]}
    return expression


@pytest.mark.parametrize(
    ("expression", "saying"),
    [
        ({"Filters": [build_filter("Metrics.auc", "GreaterThan", "0.9")]}, "Metrics.auc cannot be searched for"),
        ({"Filters": [build_filter("DisplayName", "GreaterThan", "a")]}, "GreaterThan cannot be used with DisplayName"),
        ({"Filters": [build_filter("CreationTime", "Contains", "2026")]}, "Contains cannot be used with CreationTime"),
        ({"Filters": [build_filter("CreationTime", "In", "2026")]}, "In cannot be used with CreationTime"),
        ({"Filters": [build_filter("CreationTime", "LessThan", "yesterday")]}, "not an ISO 8601"),
        ({"Filters": [build_filter("DisplayName")]}, "has no value"),
        ({}, "needs a filter"),
        ({"SubExpressions": [{"Operator": "Or"}]}, "needs a filter"),
        ({"NestedFilters": [{"NestedPropertyName": "Tags", "Filters": [TAGGED]}]}, "Tags cannot be searched with nested"),
        ({"NestedFilters": [{"NestedPropertyName": "Parents", "Filters": [TAGGED]}]}, "not a property of Parents"),
        (nested_filters(51), "50 conditions"),
        (nested_expression(50), "50 conditions"),
    ],
)  # fmt: skip
def test_invalid_search_is_refused(client, expression, saying):
    with expect_error("ValidationException", saying=saying):
        client.search(Resource=RESOURCE, SearchExpression=expression)


def test_an_expression_may_hold_fifty_conditions(filled_client):
    assert found_names(filled_client, nested_filters(50)) == ["run-1", "run-2"]
    assert found_names(filled_client, nested_expression(49)) == ["run-1", "run-2"]


def test_endlessly_nested_expression_is_refused(account):
    with pytest.raises(ServiceError, match="nested too deeply") as refusal:
        account.call("Search", {"Resource": RESOURCE, "SearchExpression": nested_expression(5_000)})
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
def test_unsupported_search_is_reported(client, request_, saying):
    with expect_error("ValidationException", saying=saying):
        client.search(**request_)


def test_account_finds_only_its_own_components(searched_account, filled_client):
    assert found_names(connect(Account(searched_account.store, account_id="111111111111"))) == []
    assert found_names(filled_client, CrossAccountFilterOption="CrossAccount") == []
    assert len(found_names(filled_client, CrossAccountFilterOption="SameAccount")) == 4
