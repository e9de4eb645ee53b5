"""Which resources a response names, and how each is asked for."""

from __future__ import annotations

import pytest

from lineage_explorer.sources.aws.snapshot.resource_references import (
    find_operation,
    find_resource_arns,
    get_reference,
)

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"


def test_arns_are_found_at_any_depth():
    response = {
        "Source": {"SourceUri": f"{ACCOUNT}:endpoint/churn"},
        "Tags": [{"Value": f"{ACCOUNT}:pipeline/p"}],
    }
    assert set(find_resource_arns(response, ACCOUNT)) == {
        f"{ACCOUNT}:endpoint/churn",
        f"{ACCOUNT}:pipeline/p",
    }


def test_names_are_those_of_the_account():
    response = {"EndpointConfigName": "v8", "ProductionVariants": [{"ModelName": "m"}]}
    found = set(find_resource_arns(response, ACCOUNT))
    assert found == {f"{ACCOUNT}:endpoint-config/v8", f"{ACCOUNT}:model/m"}


def test_lineage_entities_and_other_texts_are_no_resources():
    response = {
        "Arn": f"{ACCOUNT}:artifact/1",
        "Uri": "s3://b/endpoint/x",
        "Note": f"see {ACCOUNT}:endpoint/x",
    }
    assert list(find_resource_arns(response, ACCOUNT)) == []


@pytest.mark.parametrize(
    ("path", "operation", "reference"),
    [
        ("endpoint/churn", "DescribeEndpoint", "churn"),
        ("pipeline/p", "DescribePipeline", "p"),
        ("pipeline/p/execution/e", "DescribePipelineExecution", f"{ACCOUNT}:pipeline/p/execution/e"),
        ("model-package/g/3", "DescribeModelPackage", f"{ACCOUNT}:model-package/g/3"),
        ("experiment-trial/t", "DescribeTrial", "t"),
    ],
)
def test_a_resource_is_asked_for_by_name_or_arn(path, operation, reference):
    found = find_operation(f"{ACCOUNT}:{path}")
    assert (found.operation, get_reference(f"{ACCOUNT}:{path}", found)) == (operation, reference)
