"""docs/reference/iam.md allows exactly the operations the explorer calls."""

import json
import re
from itertools import chain
from pathlib import Path

import pytest

from docs.questions_guide import build_guide
from lineage_explorer.explore.page_facts import load_entity_facts
from tests.support.question_accounts import build_services, demo_account
from tests.support.sent_operations import SNAPSHOT, list_texts

ROOT = Path(__file__).parents[4]
DOCUMENT = (ROOT / "docs" / "reference" / "iam.md").read_text(encoding="utf-8")
READS = ("Describe", "List", "Search", "QueryLineage")

SELDOM = {
    "ListTrials",
    "DescribeTrainingJob",
    "DescribeProcessingJob",
    "DescribeTransformJob",
    "ListFeatureGroups",
    "ListModelPackageGroups",
    "ListPipelines",
    "ListEndpointConfigs",
    "DescribeAutoMLJobV2",
    "DescribeEndpointConfig",
    "DescribeHubContent",
    "DescribeInferenceComponent",
    "DescribeModel",
    "DescribeModelCard",
    "ListTrainingJobsForHyperParameterTuningJob",
    "ListLineageGroups",
}
"""Called where Search is denied, for a trial component without a status of its own, in larger accounts, or
for a start that stands for something else."""


@pytest.fixture(scope="module")
def operations(boto):
    """Return the name of every operation of the service."""
    return frozenset(boto.client("sagemaker", region_name="us-west-2").meta.service_model.operation_names)


@pytest.fixture(scope="module")
def allowed_operations():
    policy = json.loads(re.search(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)[1])
    actions = list(chain.from_iterable(statement["Action"] for statement in policy["Statement"]))
    assert len(actions) == len(set(actions))
    return {action.removeprefix("sagemaker:") for action in actions}


def test_the_policy_allows_what_the_adapter_can_call_and_no_more(operations, allowed_operations):
    assert list_texts() & operations == allowed_operations


def test_operations_of_a_snapshot_are_the_policy_and_those_that_the_page_adds(operations, allowed_operations):
    section = DOCUMENT.partition("## What a snapshot reads besides")[2].partition("\n## ")[0]
    added = set(re.findall(r"`sagemaker:(\w+)`", section))
    assert list_texts(SNAPSHOT) & operations - allowed_operations == added


def test_operation_names_are_built_only_in_known_ways():
    unknown = [
        text for text in list_texts() if re.fullmatch(r"(Describe|List|Query|Search|Get)\w*\?\w*", text)
    ]
    assert unknown == []


def test_allowed_operations_are_read_only(allowed_operations):
    assert all(action.startswith(READS) for action in allowed_operations)


def test_every_allowed_operation_documents_the_effect_of_denying_it(allowed_operations):
    rows = [line.split("|")[1] for line in DOCUMENT.splitlines() if line.startswith("| `")]

    assert sorted(re.findall(r"`(\w+)`", "".join(rows))) == sorted(allowed_operations)


def test_explorer_calls_stay_within_the_policy(tmp_path_factory, boto, allowed_operations):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        noted = subject.noted()
        catalog = build_services(noted.client).catalog
        build_guide(noted.client)
        load_entity_facts(catalog, subject.arns["mp"])
        catalog.read_overview(seconds=30)
        catalog.suggest("churn")
        for resource in ("pipeline/customer-churn/execution/lmgjrcdo25eh", "feature-group/merchant-risk"):
            catalog.resolve(f"arn:aws:sagemaker:us-west-2:000000000000:{resource}")

    called = {operation for operation, _ in noted.sent}
    assert called <= allowed_operations
    assert allowed_operations - called == SELDOM
