"""Metrics over versions, from wherever they were recorded."""

from __future__ import annotations

from lineage_explorer.graph.model import Association, Entity, LineageType, Metric, Vertex
from lineage_explorer.views.version_metrics import build_metric_tables, list_metric_jobs
from tests.support.graph_builders import arn, build_graph

GROUP = "arn:aws:sagemaker:us-west-2:000000000000:model-package/churn"


def build(*rows):
    """Return the table of versions with metrics of training, evaluation and properties."""
    vertices, edges, entities = [], [], {}
    for number, (trained, tested, properties) in enumerate(rows, start=1):
        job, test = (
            arn(LineageType.TRIAL_COMPONENT, f"{name}{number}-aws-{name}-job")
            for name in ("training", "processing")
        )
        model, version = (arn(LineageType.ARTIFACT, f"{name}{number}") for name in ("model", "version"))
        vertices += [
            Vertex(job, LineageType.TRIAL_COMPONENT, "TrainingJob"),
            Vertex(test, LineageType.TRIAL_COMPONENT, "ProcessingJob"),
            Vertex(model, LineageType.ARTIFACT, "Model"),
            Vertex(version, LineageType.ARTIFACT, "Model"),
        ]
        edges += [Association(job, model), Association(model, version), Association(model, test)]
        entities |= {
            job: Entity(
                job,
                LineageType.TRIAL_COMPONENT,
                metrics=tuple(Metric(name, last=value) for name, value in trained.items()),
            ),
            test: Entity(test, LineageType.TRIAL_COMPONENT, parameters=tested),
            model: Entity(model, LineageType.ARTIFACT, source_uri="s3://b/model.tar.gz"),
            version: Entity(
                version, LineageType.ARTIFACT, source_uri=f"{GROUP}/{number}", properties=properties
            ),
        }
    graph = build_graph(vertices[0].arn, vertices, edges)
    return graph, entities


def read(*rows):
    (table,) = build_metric_tables(*build(*rows))
    return table.titles, {series.metric: series.values for series in table.series}


def test_versions_stand_in_the_order_of_their_numbers_with_gaps():
    titles, series = read(*[({"validation:auc": 0.8}, {}, {})] * 9, ({}, {"bias": 0.9}, {}))
    assert titles == tuple(f"v{number}" for number in range(1, 11))
    assert series == {"auc": (0.8,) * 9 + (None,), "bias": (None,) * 9 + (0.9,)}


def test_records_that_agree_are_one_metric():
    assert read(({"validation:auc": 0.8}, {"test:auc": 0.8}, {"auc": "0.8"}))[1] == {"auc": (0.8,)}


def test_records_that_disagree_keep_their_names():
    assert read(({"validation:auc": 0.8}, {"test:auc": 0.7}, {}))[1] == {
        "validation:auc": (0.8,),
        "test:auc": (0.7,),
    }


def test_settings_and_words_are_no_metrics():
    tested = {"SageMaker.InstanceCount": 2.0, "facet": "age", "f1": 0.6, "broken": float("nan")}
    assert read(({}, tested, {"snapshot": "2026-07"}))[1] == {"f1": (0.6,)}


def test_jobs_that_may_hold_metrics_made_or_tested_the_versions():
    graph, entities = build(({}, {}, {}))
    assert {entities[job].arn.rpartition("/")[2] for job in list_metric_jobs(graph, entities)} == {
        "training1-aws-training-job",
        "processing1-aws-processing-job",
    }
