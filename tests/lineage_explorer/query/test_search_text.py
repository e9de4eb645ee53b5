"""Displayed names are read back to what the service has recorded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.query.search_text import Period, parse_search_text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("customer-churn", ("customer-churn",)),
        ("Customer Churn", ("customer", "churn")),
        ("churn-tune #8 · 16 Mar", ("churn-tune", "-008-")),
        ("ChurnTrain model · run dxzqrhrc", ("churntrain", "dxzqrhrc")),
        ("customer-churn v8 · Model", ("customer-churn",)),
        ("customer-churn/8", ("customer-churn",)),
        ("Deploy v8", ()),
        ("v8 approved", ()),
        ("model", ("model",)),
        ("train.csv", ()),
        ("14 Nov 2025, 02:30", ()),
        ("客户流失", ()),
    ],
)
def test_only_what_names_can_contain_is_a_name(text, names):
    assert parse_search_text(text).names == names


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("v7 submitted · 24 Aug 2026", datetime(2026, 8, 24, tzinfo=UTC), datetime(2026, 8, 25, tzinfo=UTC)),
        ("(2 October 2025)", datetime(2025, 10, 2, tzinfo=UTC), datetime(2025, 10, 3, tzinfo=UTC)),
        ("report 2025-12-31", datetime(2025, 12, 31, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_day_is_a_period(text, start, end):
    assert parse_search_text(text).period == Period(start, end)


def test_day_without_a_year_is_of_this_year():
    year = datetime.now(UTC).year
    assert parse_search_text("churn · 4 Nov").period.start == datetime(year, 11, 4, tzinfo=UTC)


def test_month_reaches_into_the_next_one():
    period = parse_search_text("usage.parquet · raw · 2026-07").period
    assert period.is_month
    assert period.start == datetime(2026, 7, 1, tzinfo=UTC)
    assert period.end >= datetime(2026, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["31 Feb 2026", "2026-13", "churn-2026-11-14-02-30-00-000", "usage"])
def test_what_is_no_date_is_no_period(text):
    assert parse_search_text(text).period is None


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("team: retention", ("team", "retention")),
        ("team=retention", ("team", "retention")),
        ("team:retention", ("team", "retention")),
        ("aws:stack: my stack", ("aws:stack", "my stack")),
        ("cost-center: 4411", ("cost-center", "4411")),
        ("xgboost:1.5-1", None),
        ("arn:aws", None),
        ("churn", None),
    ],
)
def test_key_and_value_are_a_tag(text, tag):
    assert parse_search_text(text).tag == tag


@pytest.mark.parametrize(
    ("text", "member", "value"),
    [
        ("train.csv", "file", "train.csv"),
        ("churn/raw/usage", "file", "churn/raw/usage"),
        ("pytorch-training:2.1", "image", "pytorch-training:2.1"),
        ("customer-churn v8", "version", 8),
        ("churn/12", "version", 12),
        ("v8 approved", "is_approval", True),
        ("approved-customers", "is_approval", False),
        ("Deploy v8", "deployment", "ModelDeployment"),
        ("Replace with v5", "deployment", "ModelReplaced"),
        ("model groups", "type", "ModelGroup"),
        ("DataSet", "type", "DataSet"),
        ("sandbox_workflow", "service_name", "sandbox_workflow"),
        ("live-1788159600-aws-endpoint", "service_name", "live-1788159600-aws-endpoint"),
        ("live", "service_name", ""),
    ],
)
def test_text_tells_what_it_is_about(text, member, value):
    assert getattr(parse_search_text(text), member) == value


@given(st.text(max_size=120))
def test_every_text_can_be_read(text):
    parsed = parse_search_text(text)
    assert all(name == name.lower() and name for name in parsed.names)
