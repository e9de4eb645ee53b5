"""Titles and labels that distinguish a vertex from its siblings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.entity_names import (
    MIDDLE_SPACE,
    NEAR_SPACE,
    break_label,
    fit_label,
    measure_width,
    name_of,
    names_of,
    uri_tail,
)
from lineage_explorer.graph.model import Entity, LineageType
from tests.support.graph_builders import DATA, JOB, arn


def test_title_is_the_name_else_the_end_of_the_source_or_arn():
    assert (
        name_of(DATA, Entity(DATA, LineageType.ARTIFACT, name="Train", source_uri="s3://b/x.csv")) == "Train"
    )
    assert name_of(DATA, Entity(DATA, LineageType.ARTIFACT, source_uri="s3://b/x.csv")) == "x.csv"
    assert name_of(JOB, None) == "train-aws-training-job"


def test_equal_names_are_extended_by_the_folders_that_differ():
    may, june, lone, named = (arn(LineageType.ARTIFACT, name) for name in ("may", "june", "lone", "named"))
    entities = {
        may: Entity(may, LineageType.ARTIFACT, source_uri="s3://b/churn/may/raw/train.csv"),
        june: Entity(june, LineageType.ARTIFACT, source_uri="s3://b/churn/june/raw/train.csv"),
        lone: Entity(lone, LineageType.ARTIFACT, source_uri="s3://b/churn/test.csv"),
        named: Entity(named, LineageType.ARTIFACT, name="test.csv", source_uri="s3://b/x/test.csv"),
    }
    assert names_of(entities) == {
        may: "may/raw/train.csv",
        june: "june/raw/train.csv",
        lone: "churn/test.csv",
        named: "test.csv",
    }


@pytest.mark.parametrize(
    ("uri", "tail"),
    [
        ("s3://bucket", "bucket"),
        ("s3://bucket/", "bucket/"),
        ("s3://bucket/prefix/", "prefix/"),
        ("s3://b/jobs/churn-0412/output/model.tar.gz", "churn-0412/model.tar.gz"),
        ("arn:aws:sagemaker:us-west-2:000000000000:endpoint/live", "live"),
        ("arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/7", "churn · v7"),
        ("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.5-1", "sagemaker-xgboost:1.5-1"),
        ("https://github.com/team/repo", "repo"),
    ],
)
def test_source_is_named_by_the_part_that_differs_from_its_siblings(uri, tail):
    assert uri_tail(uri) == tail


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("train.csv", ("train.csv",)),
        ("churn-train-20260412-aws-training-job", ("churn-train-", "20260412")),
        ("churn-live-1760000000-aws-endpoint", ("churn-live",)),
        ("-aws-endpoint", ("-aws-endpoint",)),
        ("customer-churn · v7", ("customer-churn", "· v7")),
        ("churn-0412/model.tar.gz", ("churn-0412/", "model.tar.gz")),
    ],
)
def test_label_drops_generated_suffixes_and_wraps_at_separators(name, lines):
    assert break_label(fit_label(name)) == lines


def test_a_very_long_name_keeps_both_ends():
    lines = break_label(fit_label("churn-" + "x" * 120 + "-2026-04-12"))
    assert len(lines) == NEAR_SPACE.line_count
    assert lines[0].startswith("churn-")
    assert "…" in "".join(lines)
    assert lines[-1].endswith("-04-12")


@given(st.text(min_size=1, max_size=300), st.sampled_from([NEAR_SPACE, MIDDLE_SPACE]))
def test_no_line_is_wider_than_its_card(name, room):
    lines = break_label(fit_label(name, room), room)
    assert 1 <= len(lines) <= room.line_count
    assert all(measure_width(line) <= room.line_ems for line in lines)
