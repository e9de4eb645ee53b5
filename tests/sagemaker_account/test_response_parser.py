"""In-process responses are parsed as botocore would."""

import pytest

from sagemaker_account import transport
from sagemaker_account.api_model import get_service_model
from sagemaker_account.operations import OPERATIONS
from tests.support.account_clients import TRANSPORTS


def shapes(shape, around=()):
    """Yield an output's shape and all nested ones with their paths."""
    yield shape, around
    inner = {
        "structure": lambda: list(shape.members.values()),
        "list": lambda: [shape.member],
        "map": lambda: [shape.key, shape.value],
    }
    for member in inner.get(shape.type_name, list)():
        assert member.name not in (*around, shape.name)
        yield from shapes(member, (*around, shape.name))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_only_timestamps_need_parsing_beyond_json(operation):
    output = get_service_model().operation_model(operation).output_shape
    for shape, _ in shapes(output) if output else ():
        assert shape.type_name not in {"blob", "timestamp"} or not transport._has_no_timestamp(shape.name)
        assert not shape.serialization.get("jsonvalue")
        if shape.type_name == "structure":
            assert all(m.serialization.get("name", name) == name for name, m in shape.members.items())


def test_response_without_timestamps_is_unchanged():
    assert transport._has_no_timestamp("QueryLineageResponse")
    assert not transport._has_no_timestamp("DescribeArtifactResponse")


def test_both_transports_give_the_same_response(clients, relay, demo_account):
    relay.account = demo_account
    told = []
    for door in TRANSPORTS:
        listed = clients[door].list_trial_components(MaxResults=20)["TrialComponentSummaries"]
        arns = [summary["TrialComponentArn"] for summary in listed]
        described = [clients[door].describe_trial_component(TrialComponentName=arn) for arn in arns]
        asked = [clients[door].query_lineage(StartArns=[arn], IncludeEdges=True) for arn in arns]
        found = clients[door].search(Resource="ExperimentTrialComponent")
        for answer in (*described, *asked, found):
            del answer["ResponseMetadata"]
        told.append((listed, described, asked, found))
    assert told[0] == told[1]
