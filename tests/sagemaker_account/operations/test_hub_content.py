"""Content of a hub and its versions."""

from datetime import timedelta

import pytest

from sagemaker_account.seed_resources import seed_resource
from tests.support.api_errors import expect_error
from tests.support.resource_samples import HUB_CONTENT, PREFIX, WHEN, describe, hub_content


@pytest.fixture
def versions(account):
    """Seed two versions, and content of a similar name."""
    for hours, (name, version) in enumerate([("bert", "1.0.0"), ("bert", "1.1.0"), ("bert-base", "9.0.0")]):
        when = WHEN + timedelta(hours=hours)
        seed_resource(account, "DescribeHubContent", hub_content(name, version, when=when))


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("request_", "version"),
    [
        ({"HubContentVersion": "1.0.0"}, "1.0.0"),
        ({}, "1.1.0"),
        ({"HubName": f"{PREFIX}hub/Hub"}, "1.1.0"),
        ({"HubContentName": "Bert"}, "1.1.0"),
    ],
)
def test_version_is_the_requested_one_or_the_newest(every_client, request_, version):
    content = describe(every_client, "DescribeHubContent", **HUB_CONTENT | request_)
    assert (content["HubContentName"], content["HubContentVersion"]) == ("bert", version)


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize("request_", [{"HubContentVersion": "2.0.0"}, {"HubContentName": "gpt"}])
def test_unknown_content_is_an_error(client, request_):
    with expect_error("ResourceNotFound", saying="does not exist"):
        describe(client, "DescribeHubContent", **HUB_CONTENT | request_)
