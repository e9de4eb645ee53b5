"""Properties and tags as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.query.pairs import (
    MAX_PROPERTY_LENGTH,
    MAX_TAG_KEY_LENGTH,
    MAX_TAG_VALUE_LENGTH,
    Property,
    Tag,
)

TEXTS = st.text(min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("stage:production", "stage", "production"),
        ("stage=production", "stage", "production"),
        (" stage : production ", "stage", "production"),
        ("source:s3://bucket/a=b", "source", "s3://bucket/a=b"),
        ("url=https://host/?a=b", "url", "https://host/?a=b"),
        ('"aws:cloudformation:stack-name":churn', "aws:cloudformation:stack-name", "churn"),
        ('"aws:cloudformation:stack-name" = churn', "aws:cloudformation:stack-name", "churn"),
        (r"aws\:cloudformation\:stack-name:churn", "aws:cloudformation:stack-name", "churn"),
        ("aws:cloudformation:stack-name:churn", "aws:cloudformation:stack-name", "churn"),
        ("aws:cloudformation:stack-name=a:b=c", "aws:cloudformation:stack-name", "a:b=c"),
        ("aws:createdBy=me", "aws:createdBy", "me"),
        ("aws:me", "aws", "me"),
        (r"a\=b=c", "a=b", "c"),
        ('" key ":" value "', " key ", " value "),
        ('say:"hello" she said', "say", '"hello" she said'),
        (r"path:C:\models", "path", r"C:\models"),
    ],
)
def test_key_and_value_are_read(text: str, key: str, value: str):
    assert Property.parse(text) == Property(key, value)


@pytest.mark.parametrize("text", ["production", "", ":x", "x:", "=", '"":x'])
def test_text_without_key_or_value_is_refused_with_the_way_out(text: str):
    with pytest.raises(InvalidQuery, match="key"):
        Property.parse(text)


@given(TEXTS, TEXTS)
def test_every_property_that_the_api_takes_can_be_written(key: str, value: str):
    item = Property(key, value)
    assert Property.parse(str(item)) == item


@pytest.mark.parametrize("value", ["a:b:c", "a=b", "a:b=c", "a"])
def test_property_called_aws_can_be_written(value: str):
    assert Property.parse(str(Property("aws", value))) == Property("aws", value)


def test_property_of_the_greatest_length_can_be_written():
    item = Property(":" * MAX_PROPERTY_LENGTH, " " * MAX_PROPERTY_LENGTH)
    assert Property.parse(str(item)) == item


@given(TEXTS, TEXTS)
def test_every_tag_can_be_written(key: str, value: str):
    item = Tag(key, value)
    assert Tag.parse(str(item)) == item


@pytest.mark.parametrize("text", ["production", ":x", "x="])
def test_text_that_is_no_tag_is_refused_as_a_tag(text: str):
    with pytest.raises(InvalidQuery, match=f"“{text}” is not a tag: write it as key:value") as refusal:
        Tag.parse(text)
    assert refusal.value.field == "tag"


@pytest.mark.parametrize(
    ("key", "value"), [("k" * (MAX_TAG_KEY_LENGTH + 1), "v"), ("k", "v" * (MAX_TAG_VALUE_LENGTH + 1))]
)
def test_tag_beyond_the_limits_of_the_service_is_refused(key: str, value: str):
    with pytest.raises(InvalidQuery, match="cannot be a tag"):
        Tag(key, value)
