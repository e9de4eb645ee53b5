"""docs/iam.md allows exactly what the explorer calls."""

import ast
import json
import re
from itertools import chain
from pathlib import Path

import pytest

from docs.questions_guide import build_guide
from lineage_explorer.explore.entity_facts import load_entity_facts
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.aws.resource_lookups import _RESOURCE_TYPES as RESOURCES
from tests.support.question_accounts import demo_account, desk

ROOT = Path(__file__).parents[4]
DOCUMENT = (ROOT / "docs" / "iam.md").read_text(encoding="utf-8")
ADAPTER = sorted((ROOT / "lineage_explorer" / "sources" / "aws").rglob("*.py"))
READS = ("Describe", "List", "Search", "QueryLineage")

VALUES = {
    "kind": [kind.value for kind in LineageType],
    "lineage_type": [kind.value for kind in LineageType],
    "kind.noun": [kind.noun for kind in RESOURCES.values()],
}
"""What the names of operations are put together from, in the adapter's own words."""

SELDOM = {"ListTrials", "DescribeTrainingJob", "DescribeProcessingJob", "DescribeTransformJob"}
"""Called where Search is denied, or for a trial component that has no status of its own."""


@pytest.fixture(scope="module")
def operations(boto):
    """Return the name of every operation of the service."""
    return frozenset(boto.client("sagemaker", region_name="us-west-2").meta.service_model.operation_names)


@pytest.fixture(scope="module")
def allowed():
    policy = json.loads(re.search(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)[1])
    actions = list(chain.from_iterable(statement["Action"] for statement in policy["Statement"]))
    assert len(actions) == len(set(actions))
    return {action.removeprefix("sagemaker:") for action in actions}


def texts(tree):
    """Yield every text that a module can hold; those that are put together, with every value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from put_together(node)


def put_together(node):
    written = [""]
    for part in node.values:
        more = [part.value] if isinstance(part, ast.Constant) else VALUES.get(ast.unparse(part.value), ["?"])
        written = [text + word for text in written for word in more]
    return written


def test_the_policy_allows_what_the_adapter_can_call_and_no_more(operations, allowed):
    named = set(chain.from_iterable(texts(ast.parse(path.read_text())) for path in ADAPTER))

    assert named & operations == allowed


def test_no_name_of_an_operation_is_put_together_in_a_way_that_this_test_does_not_know():
    unknown = [
        text
        for path in ADAPTER
        for text in texts(ast.parse(path.read_text()))
        if re.fullmatch(r"(Describe|List|Query|Search|Get)\w*\?\w*", text)
    ]
    assert unknown == []


def test_nothing_that_is_allowed_changes_anything(allowed):
    assert all(action.startswith(READS) for action in allowed)


def test_what_is_lost_is_told_of_every_operation_that_is_allowed(allowed):
    rows = [line.split("|")[1] for line in DOCUMENT.splitlines() if line.startswith("| `")]

    assert sorted(re.findall(r"`(\w+)`", "".join(rows))) == sorted(allowed)


def test_what_the_explorer_does_stays_within_the_policy(tmp_path_factory, boto, allowed):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        noted = subject.noted()
        catalog = desk(noted.client).catalog
        build_guide(noted.client)
        load_entity_facts(catalog, subject.arns["mp"])
        catalog.count_kinds()
        catalog.list_recent(LineageType.CONTEXT, "Endpoint", limit=6)
        catalog.suggest("churn")
        for resource in ("pipeline/customer-churn/execution/lmgjrcdo25eh", "feature-group/merchant-risk"):
            catalog.resolve(f"arn:aws:sagemaker:us-west-2:000000000000:{resource}")

    called = {operation for operation, _ in noted.sent}
    assert called <= allowed
    assert allowed - called == SELDOM
