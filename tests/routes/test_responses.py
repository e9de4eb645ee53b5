"""Responses of `Describe…` operations, as the details panel shows them."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from routes.responses import ROUTE
from sagemaker_account import transport
from tests.support.demo_file import open_demo
from tests.support.page_client import PageClient

PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/7"


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield account


@pytest.fixture(scope="module")
def version(account):
    found = transport.connect(account).list_artifacts(SourceUri=PACKAGE)
    return found["ArtifactSummaries"][0]["ArtifactArn"]


@pytest.fixture
def page(account, tmp_path):
    return PageClient(account, tmp_path / "pseudonyms.sqlite")


def ask(page, arn, **more):
    return page.web.get(f"{ROUTE}?{urlencode({'start': arn, **more, 'of': arn})}")


def test_each_operation_is_answered_as_json_text(page, version):
    answer = ask(page, version).json
    assert list(answer) == ["DescribeArtifact", "DescribeModelPackage"]
    package = json.loads(answer["DescribeModelPackage"])
    assert package["ModelPackageArn"] == PACKAGE
    assert package["CreationTime"].endswith("+00:00")
    assert "ResponseMetadata" not in answer["DescribeModelPackage"]


def test_details_offer_what_can_be_opened(page, version):
    screen, sent = page.look(version, depth=1)
    assert sent.count("DescribeModelPackage") == 1
    for text in (
        "DescribeModelPackage as JSON",
        "Model registry",
        "Age is out of the features",
        "june-castellanos",
    ):
        assert text in screen["facts"]
    before = len(page.sent)
    assert ask(page, version).status_code == 200
    assert page.sent[before:] == []


def test_hidden_names_are_not_told_by_responses(page, version):
    screen, _ = page.look(version, depth=1, share=1)
    assert "Model registry" in screen["facts"]
    assert "as JSON" not in screen["facts"]
    answer = ask(page, version, share=1)
    assert answer.status_code == 422
    assert answer.text == "API responses hold real names. Show names again to read them."


@pytest.mark.parametrize("arn", ["", "nonsense", f"{PACKAGE.partition('model')[0]}artifact/{'0' * 32}"])
def test_entity_that_cannot_be_read_is_a_sentence(page, arn):
    answer = ask(page, arn)
    assert answer.status_code == 422
    assert answer.text.endswith(".")
