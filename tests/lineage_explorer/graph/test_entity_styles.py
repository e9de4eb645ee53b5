"""Data, code and reports are told apart, though SageMaker calls them all data sets."""

from __future__ import annotations

import pytest

from lineage_explorer.graph.entity_styles import Family, mark_uses, style_of
from lineage_explorer.graph.model import Entity, LineageType, Vertex
from tests.support.graph_builders import DATA, JOB

VERTEX = Vertex(DATA, LineageType.ARTIFACT, "DataSet")


def style_source(uri, use=""):
    return style_of(VERTEX, Entity(DATA, LineageType.ARTIFACT, source_uri=uri, use=use)).family


@pytest.mark.parametrize(
    "uri",
    ["s3://b/code/features.py", "s3://b/train/SOURCEDIR.tar.gz", "s3://b/n.ipynb", "https://git/x/run.sh"],
)
def test_script_is_code(uri):
    assert style_source(uri) is Family.CODE


@pytest.mark.parametrize(
    "uri",
    [
        "s3://b/v7/evaluation/evaluation.json",
        "s3://b/bias/analysis.json",
        "s3://b/x/evaluate-1.json",
        "s3://b/r.html",
        "s3://b/v7/evaluation/",
    ],
)
def test_evaluation_is_a_report(uri):
    assert style_source(uri) is Family.REPORT


@pytest.mark.parametrize(
    "uri",
    ["s3://b/train.csv", "s3://b/reports.parquet", "s3://b/labels.json", "s3://b/pyth"],
)
def test_other_sources_are_data(uri):
    assert style_source(uri) is Family.DATA


def test_folder_that_a_job_reads_as_code_is_code():
    folder = Entity(DATA, LineageType.ARTIFACT, source_uri="s3://b/steps/")
    job = Entity(JOB, LineageType.TRIAL_COMPONENT, inputs={"code": "s3://b/steps/"})
    marked = mark_uses({DATA: folder, JOB: job})
    assert style_of(VERTEX, marked[DATA]).family is Family.CODE


def test_entities_stay_the_same_object_where_no_job_says_more():
    entities = {DATA: Entity(DATA, LineageType.ARTIFACT, source_uri="s3://b/steps/")}
    assert mark_uses(entities) is entities


def test_code_and_reports_share_the_color_of_others():
    style = style_of(VERTEX, Entity(DATA, LineageType.ARTIFACT, source_uri="s3://b/a.py"))
    assert (style.color, style.title) == (Family.OTHER, "Code")
