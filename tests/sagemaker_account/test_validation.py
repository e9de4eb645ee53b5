"""Requests are validated against botocore's API model."""

import pytest

from sagemaker_account.errors import ServiceError
from tests.support.api_errors import expect_error

pytestmark = pytest.mark.sqlite  # what is refused reaches no database

START = "arn:aws:sagemaker:us-west-2:000000000000:artifact/a"


def message_of(account, operation, request):
    with pytest.raises(ServiceError) as refusal:
        account.call(operation, request)
    return refusal.value.code, refusal.value.message


LONGER, SHORTER = (
    "Member must have length greater than or equal to ",
    "Member must have length less than or equal to ",
)
MORE, LESS = (
    "Member must have value greater than or equal to ",
    "Member must have value less than or equal to ",
)
NAME = r"([a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,119})"
PATTERN = rf"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{{12}}:context\/)?{NAME}"
DIRECTIONS = "[Both, Ascendants, Descendants]"
LINEAGE_TYPES = "[TrialComponent, Artifact, Context, Action]"

# A member of QueryLineage, beside a start → what is said of it.
BROKEN_QUERIES = [
    ({"MaxDepth": 11}, "'11' at 'maxDepth'", LESS + "10"),
    ({"MaxDepth": -1}, "'-1' at 'maxDepth'", MORE + "0"),
    ({"MaxResults": 51}, "'51' at 'maxResults'", LESS + "50"),
    ({"MaxResults": 0}, "'0' at 'maxResults'", MORE + "1"),
    ({"StartArns": [START, START]}, f"'[{START}, {START}]' at 'startArns'", SHORTER + "1"),
    ({"StartArns": []}, "'[]' at 'startArns'", LONGER + "1"),
    ({"StartArns": None}, "'[]' at 'startArns'", LONGER + "1"),
    ({"Direction": "both"}, "'both' at 'direction'", f"Member must satisfy enum value set: {DIRECTIONS}"),
    ({"Filters": {"Types": list("abcdef")}}, "'[a, b, c, d, e, f]' at 'filters.types'", SHORTER + "5"),
    ({"Filters": {"Types": ["x" * 41]}}, f"'{'x' * 41}' at 'filters.types.1.member'", SHORTER + "40"),
    (
        {"Filters": {"LineageTypes": ["Action", "Trial"]}},
        "'Trial' at 'filters.lineageTypes.2.member'",
        f"Member must satisfy enum value set: {LINEAGE_TYPES}",
    ),
    (
        {"Filters": {"Properties": {"k" * 257: "v"}}},
        f"'{{{'k' * 257}=v}}' at 'filters.properties'",
        f"Map keys must satisfy constraint: [{SHORTER}256]",
    ),
    (
        {"Filters": {"Properties": {"k": "v" * 257}}},
        f"'{'v' * 257}' at 'filters.properties.k.member'",
        SHORTER + "256",
    ),
]
BROKEN_OTHERS = [
    ("AddAssociation", {"SourceArn": START}, "null at 'destinationArn'", "Member must not be null"),
    (
        "CreateArtifact",
        {"ArtifactType": "x", "Source": {}},
        "null at 'source.sourceUri'",
        "Member must not be null",
    ),
    (
        "DescribeContext",
        {"ContextName": "-x"},
        "'-x' at 'contextName'",
        f"Member must satisfy regular expression pattern: {PATTERN}",
    ),
    ("ListContexts", {"MaxResults": 101}, "'101' at 'maxResults'", LESS + "100"),
    ("ListTags", {"ResourceArn": START, "MaxResults": 49}, "'49' at 'maxResults'", MORE + "50"),
]
ONE_ERROR = [
    ("QueryLineage", {"StartArns": [START], **r}, *said) for r, *said in BROKEN_QUERIES
] + BROKEN_OTHERS


@pytest.mark.parametrize(("operation", "request_", "value", "constraint"), ONE_ERROR)
def test_violated_constraint_gives_the_services_message(account, operation, request_, value, constraint):
    assert message_of(account, operation, request_) == (
        "ValidationException",
        f"1 validation error detected: Value {value} failed to satisfy constraint: {constraint}",
    )


def test_all_violated_constraints_are_reported_together(account):
    code, message = message_of(account, "QueryLineage", {"MaxDepth": 99, "MaxResults": 99, "Direction": "Up"})
    assert (code, message.split(":")[0]) == ("ValidationException", "3 validation errors detected")
    assert [word in message for word in ("'direction'", "'maxDepth'", "'maxResults'")] == [True] * 3


def test_limits_of_the_account_are_reported_together_too(account):
    _, message = message_of(account, "QueryLineage", {"MaxDepth": -1, "MaxResults": 0})
    assert message.startswith("3 validation errors detected: Value '[]' at 'startArns'")


def test_values_at_the_limits_are_accepted(client):
    client.create_context(ContextName="c" * 120, ContextType="t" * 256, Source={"SourceUri": "u" * 2048})
    client.query_lineage(
        StartArns=[f"arn:aws:sagemaker:us-west-2:000000000000:context/{'c' * 120}"],
        MaxDepth=10,
        MaxResults=50,
        Filters={"Types": ["x" * 40] * 5, "Properties": {"k" * 256: "v" * 256}},
    )


@pytest.mark.parametrize(
    "arn",
    [
        "not an ARN",
        "s3://bucket/train.csv",
        "arn:aws:sagemaker:us-west-2:000000000000:endpoint/e",
        "arn:aws:sagemaker:us-west-2:000000000000:experiment-trial/t",
        "arn:aws:sagemaker:us-west-2:12345:context/short-account",
        f" {START}",
        f"{START}\n",
        f"{START}{'x' * 300}",
        "<script>alert(1)</script>",
    ],
)
def test_other_text_than_a_lineage_arn_is_refused_as_a_start(client, arn):
    with expect_error("ValidationException", saying="startArns.1.member"):
        client.query_lineage(StartArns=[arn])


def test_long_value_is_shortened_in_the_message(account):
    _, message = message_of(account, "QueryLineage", {"StartArns": ["x" * 10_000]})
    assert len(message) < 4_000


WRONG_TYPES = [
    ("QueryLineage", {"StartArns": START}, "'startArns' is not a list"),
    ("QueryLineage", {"StartArns": [START], "MaxDepth": "3"}, "'maxDepth' is not an integer"),
    ("QueryLineage", {"StartArns": [START], "MaxDepth": True}, "'maxDepth' is not an integer"),
    ("QueryLineage", {"StartArns": [START], "IncludeEdges": 1}, "'includeEdges' is not a boolean"),
    ("QueryLineage", {"StartArns": [START], "Filters": []}, "'filters' is not a structure"),
    ("QueryLineage", {"StartArns": [START], "Filters": {"Properties": ["a"]}}, "'filters.properties' is not a map"),
    ("QueryLineage", {"StartArns": [7]}, "'startArns.1.member' is not a string"),
    ("QueryLineage", {"StartArns": ["\ud800"]}, "'startArns.1.member' is not a string of Unicode"),
    ("ListContexts", {"CreatedAfter": "yesterday"}, "'createdAfter' is not a number"),
    ("ListContexts", {"CreatedAfter": 10**400}, "'createdAfter' is not a number"),
    ("ListContexts", {"CreatedAfter": 1e15}, "'createdAfter' is not a timestamp"),
    ("ListContexts", [], "request is not a structure"),
    ("CreateTrialComponent",
     {"TrialComponentName": "t", "Parameters": {"p": {"NumberValue": float("nan")}}},
     "'parameters.p.member.numberValue' is not a number"),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "request_", "sentence"), WRONG_TYPES)
def test_value_of_another_type_is_refused(account, operation, request_, sentence):
    code, message = message_of(account, operation, request_)
    assert code == "SerializationException"
    assert sentence in message


def test_unknown_members_are_ignored(account):
    assert account.call("ListContexts", {"Colour": "red"}) == {"ContextSummaries": []}


def test_an_absent_member_may_be_sent_as_null(account):
    assert account.call("ListContexts", {"SourceUri": None}) == {"ContextSummaries": []}


@pytest.mark.parametrize("operation", ["DescribeDomain", "querylineage", "", "Nonsense", "__init__"])
def test_unknown_operation_is_refused(account, operation):
    assert message_of(account, operation, {})[0] == "UnknownOperationException"


def test_boto3_raises_for_an_unknown_operation(every_client):
    with expect_error("UnknownOperationException", saying="DescribeDomain", status=404):
        every_client.describe_domain(DomainId="d-123456")


def test_a_time_without_a_zone_is_in_utc(account, clock):
    account.call("CreateContext", {"ContextName": "c", "ContextType": "t", "Source": {"SourceUri": "u"}})
    for moment in (clock.now, clock.now.replace(tzinfo=None), clock.now.timestamp()):
        found = account.call("ListContexts", {"CreatedAfter": moment, "CreatedBefore": moment})
        assert len(found["ContextSummaries"]) == 1


def test_text_is_returned_unchanged(every_client):
    text = "Größe <b>数</b> 'quoted' \"twice\" \\ ; DROP TABLE entities; --\u2028 🙂"
    every_client.create_context(
        ContextName="c",
        ContextType=text,
        Source={"SourceUri": text},
        Description=text,
        Properties={text: text},
    )
    described = every_client.describe_context(ContextName="c")
    assert described["Properties"] == {text: text}
    assert described["Description"] == described["ContextType"] == described["Source"]["SourceUri"] == text
    [summary] = every_client.list_contexts(SourceUri=text, ContextType=text)["ContextSummaries"]
    assert summary["Source"]["SourceUri"] == text
