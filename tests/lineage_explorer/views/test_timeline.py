"""Lanes, marks, runs and counts of a timeline, and its figure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import plotly.graph_objects as go
import pytest

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, LineageType, Vertex
from lineage_explorer.graph.serving import Deployment, Evidence, ServingRecord
from lineage_explorer.views.timeline import (
    MAX_PERIODS,
    Lane,
    Timeline,
    TimelineFacts,
    build_timeline,
    summarize_timeline,
)
from lineage_explorer.views.timeline_figure import build_metric_figure, build_timeline_figure
from lineage_explorer.views.timeline_layout import lay_out_timeline
from lineage_explorer.views.version_metrics import MetricTable, VersionMetrics
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, NOON, VERTICES, arn, build_graph

RUN = "dxzqrhrcf8mu"
MORNING = NOON - timedelta(hours=4)
TYPES = ("DataSet", "Image", "TrainingJob", "Model", "Approval", "ModelDeployment", "Endpoint", "Mine")
DEPLOYMENT = arn(LineageType.ACTION, "deploy")


def build_job(number: int, begin: datetime, *, minutes: int | None = 10, run: str = RUN) -> Entity:
    name = f"pipelines-{run}-Step{number}-abcdefghij"
    return Entity(
        arn(LineageType.TRIAL_COMPONENT, f"{name.lower()}-aws-processing-job"),
        LineageType.TRIAL_COMPONENT,
        type="ProcessingJob",
        source_uri=f"arn:aws:sagemaker:us-west-2:000000000000:processing-job/{name}",
        status="InProgress" if minutes is None else "Completed",
        created=begin,
        started=begin,
        ended=None if minutes is None else begin + timedelta(minutes=minutes),
    )


def build_data(number: int, created: datetime | None, name: str = "part") -> Entity:
    return Entity(
        arn(LineageType.ARTIFACT, f"data{number}"),
        LineageType.ARTIFACT,
        type="DataSet",
        source_uri=f"s3://bucket/{name}{number}.csv",
        created=created,
    )


def build(entities: Sequence[Entity], **facts: object) -> Timeline:
    vertices = [Vertex(each.arn, each.lineage_type, each.type) for each in entities]
    graph = build_graph(entities[0].arn, vertices, ())
    return build_timeline(TimelineFacts(graph, {each.arn: each for each in entities}, NOON, **facts))  # type: ignore[arg-type]


def test_bars_of_jobs_end_when_the_jobs_did_and_running_ones_go_on():
    done, running = build_job(1, MORNING), build_job(2, MORNING, minutes=None)
    marks = {mark.arn: mark for mark in build([done, running]).marks}
    assert (marks[done.arn].end, marks[done.arn].is_open) == (MORNING + timedelta(minutes=10), False)
    assert (marks[running.arn].end, marks[running.arn].is_open) == (None, True)


def test_run_is_a_band_of_its_own_jobs_without_older_inputs():
    entities = [
        build_data(1, MORNING - timedelta(days=90)),
        build_job(1, MORNING),
        build_job(2, MORNING + timedelta(hours=1), minutes=30),
        build_job(3, MORNING, run="aaaaaaaaaaa1"),
    ]
    (band,) = build(entities).bands
    assert (band.title, band.job_count) == ("run dxzqrhrc", 2)
    assert (band.begin, band.end) == (MORNING, MORNING + timedelta(minutes=90))


def test_what_has_no_time_is_counted_and_not_guessed():
    timeline = build([build_data(1, MORNING), build_data(2, None)])
    assert [mark.arn for mark in timeline.marks] == [build_data(1, None).arn]
    assert len(timeline.untimed) == 1
    assert summarize_timeline(timeline) == (
        "1 entity from 15 Apr 2026 to 15 Apr 2026. No time is known for 1."
    )


def test_filters_leave_out_what_is_only_on_the_way():
    entities = {each: Entity(each, VERTICES[each].lineage_type, created=NOON) for each in VERTICES}  # type: ignore[arg-type]
    graph = build_graph(matches=[MODEL])
    timeline = build_timeline(TimelineFacts(graph, entities, NOON, matches_only=True))
    assert [mark.arn for mark in timeline.marks] == [MODEL]
    assert timeline.left_out == 3


def build_served(
    current: bool, ended: datetime | None
) -> tuple[LineageGraph, dict[Arn, Entity], ServingRecord]:
    deployment = Deployment(DEPLOYMENT, MORNING, "config", (MODEL,), ended=ended)
    record = ServingRecord(
        ENDPOINT,
        (deployment,),
        deployment if current else None,
        Evidence.CONFIRMED if current else Evidence.DELETED,
    )
    vertices = [*VERTICES.values(), Vertex(DEPLOYMENT, LineageType.ACTION, "ModelDeployment")]
    entity = Entity(DEPLOYMENT, LineageType.ACTION, type="ModelDeployment", created=MORNING)
    return build_graph(vertices=vertices), {DEPLOYMENT: entity}, record


@pytest.mark.parametrize(
    ("current", "ended", "state", "is_open"),
    [
        (True, None, "Serving, confirmed", True),
        (False, NOON, "Endpoint deleted; when is not on record", False),
    ],
)
def test_deployment_serves_until_the_next(current, ended, state, is_open):
    graph, entities, record = build_served(current, ended)
    facts = TimelineFacts(graph, entities, NOON, (record,), fully_read=frozenset({ENDPOINT}))
    timeline = build_timeline(facts)
    assert [(span.state, span.end) for span in timeline.spans] == [(state, ended)]
    assert [mark.is_open for mark in timeline.marks] == [is_open]


def test_nothing_is_said_of_endpoints_whose_deployments_may_be_missing():
    graph, entities, record = build_served(current=True, ended=None)
    timeline = build_timeline(TimelineFacts(graph, entities, NOON, (record,)))
    assert timeline.spans == ()
    assert timeline.unknown_endpoints == (ENDPOINT,)


def test_equal_moments_stand_below_each_other():
    layout = lay_out_timeline(build([build_data(number, MORNING) for number in range(5)]), 1_000)
    assert layout
    assert len({mark.y for mark in layout.marks}) == 5
    assert all(mark.label for mark in layout.marks)


def test_few_marks_are_named_and_many_are_not():
    many = build([build_data(number, MORNING + timedelta(hours=number)) for number in range(300)])
    layout = lay_out_timeline(many, 1_000)
    assert layout
    assert not any(mark.label for mark in layout.marks)


@pytest.mark.parametrize("days", [0.1, 20, 300, 4_000, 40_000])
def test_thousands_are_counted_in_few_periods(days):
    first = datetime(1975, 1, 1, tzinfo=UTC)
    entities = [
        Entity(Arn(f"{DATA}{number}"), LineageType.ARTIFACT, type=type_, created=first + step * number)
        for number, (type_, step) in enumerate(
            ((TYPES[number % len(TYPES)], timedelta(days=days) / 10_000)) for number in range(10_000)
        )
    ]
    timeline = build(entities)
    assert sum(each.count for each in timeline.counts) == 10_000
    assert len({each.begin for each in timeline.counts}) <= MAX_PERIODS
    assert all(each.begin < each.end for each in timeline.counts)
    assert len(json.dumps(build_timeline_figure(timeline))) < 150_000


def test_figure_is_one_of_plotly():
    graph, entities, record = build_served(current=True, ended=None)
    jobs = [build_job(1, MORNING), build_job(2, MORNING, minutes=None)]
    figures = [
        build_timeline_figure(build_timeline(TimelineFacts(graph, entities, NOON, (record,)))),
        build_timeline_figure(build(jobs)),
        build_timeline_figure(build([build_data(n, MORNING + timedelta(hours=n)) for n in range(2_001)])),
    ]
    for figure in figures:
        assert go.Figure(figure).data
        assert not any(trace["type"].endswith("gl") for trace in figure["data"])


def test_figure_shows_markup_as_text():
    figure = build_timeline_figure(build([build_data(1, MORNING, "<b>%{x}<img src=x>")]))
    (trace,) = figure["data"]
    assert trace["text"] == ["&lt;b&gt;%{x}&lt;img src=x&gt;1.csv"]
    assert "<b>" not in trace["hovertext"][0]
    assert "hovertemplate" not in trace
    assert "texttemplate" not in trace


def test_metrics_have_gaps_and_never_zero():
    series = (VersionMetrics("churn", "auc", (0.8, None, 0.9)),)
    figure = build_metric_figure(MetricTable("churn", (JOB, MODEL, DATA), ("v1", "v2", "v3"), series))
    (trace,) = go.Figure(figure).data
    assert trace.y == (0.8, None, 0.9)
    assert trace.connectgaps is False


def test_lanes_are_in_the_order_of_a_pipeline():
    entities = [build_job(1, MORNING), build_data(1, MORNING)]
    assert list(build(entities).lane_counts) == [Lane.DATA, Lane.JOB]
