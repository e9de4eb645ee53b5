"""Search by part of a name, with likely starts first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.graph.entity_search import MAX_SUGGESTIONS, find_matches
from lineage_explorer.graph.model import Hit, LineageType
from tests.support.graph_builders import NOON, arn

REGISTRY = "arn:aws:sagemaker:us-west-2:000000000000:model-package"


def hit(lineage_type: LineageType, name: str, *, days: int = 0, **more) -> Hit:
    return Hit(arn(lineage_type, name), lineage_type, name=name, created=NOON + timedelta(days=days), **more)


def test_every_word_must_occur_in_name_type_or_source_in_any_case():
    train = hit(LineageType.ARTIFACT, "a", source_uri="s3://b/Churn/train.csv", type="DataSet")
    other = hit(LineageType.ARTIFACT, "b", source_uri="s3://b/fraud/train.csv", type="DataSet")
    assert find_matches([train, other], "TRAIN churn") == (train,)
    assert find_matches([train, other], "dataset") == (train, other)
    assert find_matches([train, other], "nothing") == ()


def test_endpoints_and_groups_come_first_then_newest_first():
    old, new = hit(LineageType.CONTEXT, "churn-old"), hit(LineageType.CONTEXT, "churn-new", days=9)
    job = hit(LineageType.TRIAL_COMPONENT, "churn-job", days=20)
    data = hit(LineageType.ARTIFACT, "churn-data", days=1)
    undated = Hit(arn(LineageType.CONTEXT, "churn-undated"), LineageType.CONTEXT, name="churn-undated")
    assert find_matches([job, undated, old, data, new], "churn") == (new, old, undated, data, job)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("cafe\u0301.csv", "caf\u00e9"),
        ("caf\u00e9.csv", "cafe\u0301"),
        ("train.csv", "\uff54\uff52\uff41\uff49\uff4e"),
    ],
)
def test_characters_are_found_in_any_spelling(key, typed):
    data = hit(LineageType.ARTIFACT, "a", source_uri=f"s3://b/{key}")
    assert find_matches([data], typed) == (data,)


def test_suggestions_are_limited():
    many = [hit(LineageType.ACTION, f"review-{number}") for number in range(40)]
    assert len(find_matches(many, "review")) == MAX_SUGGESTIONS


def test_exact_names_come_before_everything_else():
    endpoint = hit(LineageType.CONTEXT, "churn-live", days=5)
    data = hit(LineageType.ARTIFACT, "churn")
    assert find_matches([endpoint, data], "churn") == (data, endpoint)


@pytest.mark.parametrize(
    "text",
    [
        "v8 approved",
        "v8 approved · priya · 4 Nov 2025",
        "v8 approved Approval priya · 4 Nov 2025",
        "“v8 approved” (priya · 4 Nov 2025)",
        "v8 appr…ed",
        "priya approval",
        "churn-8-Approved-1793801400-aws-model-group",
    ],
)
def test_entity_is_found_as_it_is_displayed(text):
    approval = Hit(
        arn(LineageType.ACTION, "churn-8"),
        LineageType.ACTION,
        name="churn-8-Approved-1793801400-aws-model-group",
        type="Approval",
        source_uri="arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/8",
        created=datetime(2025, 11, 4, tzinfo=UTC),
        created_by="priya",
    )
    assert find_matches([approval], text) == (approval,)


def test_name_that_was_cut_is_found_by_its_ends():
    job = hit(LineageType.TRIAL_COMPONENT, "customer-churn-training-of-may")
    assert find_matches([job], "customer-ch…of-may") == (job,)


def test_job_is_found_by_its_display_name():
    job = hit(LineageType.TRIAL_COMPONENT, "tune-1", display_name="Tune-v4-08")
    assert find_matches([job], "tune-v4-08") == (job,)


def test_product_that_a_text_begins_comes_before_its_endpoints_versions_and_jobs():
    product = hit(LineageType.CONTEXT, "risk-group", type="ModelGroup", source_uri=f"{REGISTRY}-group/risk")
    versions = [
        hit(
            LineageType.ARTIFACT,
            f"v{number}",
            type="Model",
            source_uri=f"{REGISTRY}/risk/{number}",
            days=number,
        )
        for number in range(1, 7)
    ]
    endpoint = hit(LineageType.CONTEXT, "risk-live", type="Endpoint", days=-9)
    job = hit(LineageType.TRIAL_COMPONENT, "risk", days=30)
    file = hit(LineageType.ARTIFACT, "f", type="Model", source_uri="s3://b/risk/model.tar.gz", days=40)
    others = [file, *versions[1::-1], job]
    hits = [job, file, *versions, endpoint, product]
    first = [product, endpoint, *versions[:1:-1]]
    assert find_matches(hits, "ris") == (*first, *others)
    assert find_matches(hits, "risk") == (product, job, *first[1:], *others[:-1])
