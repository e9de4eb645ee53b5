"""Parsing of ARNs, direction of associations, and shortening of texts."""

from __future__ import annotations

import pytest

from lineage_explorer.errors import InvalidArn
from lineage_explorer.graph.model import (
    Arn,
    ArnParts,
    Association,
    LineageType,
    get_account_id,
    parse_arn,
    shorten_middle,
    split_arn,
)

ARTIFACT = Arn("arn:aws:sagemaker:us-west-2:000000000000:artifact/0a1b")


@pytest.mark.parametrize(
    ("resource", "lineage_type"),
    [
        ("artifact", LineageType.ARTIFACT),
        ("action", LineageType.ACTION),
        ("context", LineageType.CONTEXT),
        ("experiment-trial-component", LineageType.TRIAL_COMPONENT),
        ("experiment", None),
    ],
)
def test_lineage_type_is_parsed_from_an_arn(resource, lineage_type):
    arn = parse_arn(f" arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:{resource}/a-name\n")
    assert split_arn(arn) == ArnParts("aws-us-gov", "us-gov-west-1", "123456789012", lineage_type, "a-name")
    assert get_account_id(arn) == "123456789012"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arn:aws:sagemaker:us-west-2:123456789012:endpoint/live",
        "arn:aws:sagemaker:us-west-2:123456789012:experiment-trial/t",
        "arn:aws:s3:::bucket/key",
        f"{ARTIFACT}\nand more",
    ],
)
def test_other_texts_are_no_lineage_arns(text):
    with pytest.raises(InvalidArn):
        parse_arn(text)


def test_same_as_has_no_direction():
    assert not Association(ARTIFACT, ARTIFACT, "SameAs").is_directed
    assert Association(ARTIFACT, ARTIFACT, None).is_directed


@pytest.mark.parametrize(
    ("length", "expected"),
    [(26, "abcdefghijklmnopqrstuvwxyz"), (9, "abcd…wxyz"), (8, "abcd…xyz"), (2, "a…"), (1, "…")],
)
def test_long_text_is_shortened_in_its_middle(length, expected):
    assert shorten_middle("abcdefghijklmnopqrstuvwxyz", length) == expected
