"""Whatever is denied, no body is quieter than the truth.

Each operation is denied alone. Where anything of a body is missing or different then, it is not complete, and
names the operation.
"""

from __future__ import annotations

import pytest

from lineage_explorer.api.bodies import to_plain
from lineage_explorer.api.error_body import build_error_body
from lineage_explorer.errors import LineageError
from tests.lineage_explorer.api.conftest import run_operation

PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/7"
PRODUCTION = "endpoint/customer-churn-production"
TRAINING_DATA = "s3://orchard-telecom-ml/churn/runs/jjhww2j16b21/train/train.csv"
REQUESTS = (
    ("lineage", {"start": PRODUCTION}),
    ("lineage", {"start": PRODUCTION, "question": "endpoint-datasets", "hide": "job"}),
    ("lineage", {"start": PACKAGE, "tag": "team:retention"}),
    ("entity", {"arn": PACKAGE}),
    ("serving", {"start": PRODUCTION}),
    ("serving", {"start": PRODUCTION, "as_of": "2026-11-09T07:03Z"}),
    ("impact", {"start": TRAINING_DATA}),
    ("questions", {"start": PACKAGE}),
    ("search", {"text": "customer-churn"}),
    ("answer", {"start": PRODUCTION, "question": "endpoint-models"}),
    ("answer", {"start": PACKAGE, "question": "package-approvals"}),
)
DENIED = (
    *(
        "QueryLineage",
        "ListAssociations",
        "ListTags",
        "ListContexts",
        "ListArtifacts",
        "ListActions",
    ),
    *("DescribeArtifact", "DescribeAction", "DescribeContext", "DescribeTrialComponent"),
    *("DescribeEndpoint", "DescribeModelPackage"),
)
HOW_IT_WAS_READ = ("calls", "pages", "read_at", "code", "complete", "gaps")
"""Fields that tell how a body was read."""


def drop_authors(value):
    """Return a value without who created things: whether lists or descriptions were read decides on that."""
    if isinstance(value, dict):
        return {
            key: drop_authors(item) for key, item in value.items() if key not in {"created_by", "subtitle"}
        }
    return [drop_authors(item) for item in value] if isinstance(value, list) else value


def read_bodies(scope):
    bodies = []
    for name, values in REQUESTS:
        try:
            bodies.append(to_plain(run_operation(scope, name, **values)))
        except LineageError as error:
            bodies.append(to_plain(build_error_body(error)))
    return bodies


@pytest.fixture(scope="module")
def whole(demo_scope):
    return read_bodies(demo_scope)


@pytest.mark.parametrize("operation", DENIED)
def test_denied_operation_is_named_wherever_it_is_missed(operation, whole, build_demo_scope):
    missed = 0
    for request, body, complete in zip(
        REQUESTS, read_bodies(build_demo_scope(operation)), whole, strict=True
    ):
        assert complete["complete"], request
        if "error" in body:
            assert operation in body["error"]["detail"], request
            missed += 1
            continue
        assert body["complete"] is not bool(body["gaps"])
        fields = [field for field in complete if field not in HOW_IT_WAS_READ]
        if any(drop_authors(body[field]) != drop_authors(complete[field]) for field in fields):
            assert any(operation in gap for gap in body["gaps"]), request
            missed += 1
    assert missed
