"""Elements, summary, rows and details as pure functions of a graph."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lineage_explorer.graph.entity_styles import Family, style_of
from lineage_explorer.graph.model import Association, Entity, LineageType, Metric, Vertex
from lineage_explorer.layout import Layout, Point, StageHeading
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.sources.linked_resources import ModelPackage
from lineage_explorer.views.elements import build_elements
from lineage_explorer.views.entity_details import Fact, Section, Table, build_sections
from lineage_explorer.views.summary import summarize
from lineage_explorer.views.table_rows import build_rows
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, NOON, VERTICES, arn, build_graph

PLACEMENT = Layout(
    points={DATA: Point(0, 0), JOB: Point(200, 0), MODEL: Point(400, 40), ENDPOINT: Point(600, 40)},
    headings=(StageHeading(0, "Data"),),
    bends={},
    width=740,
    height=100,
)
TRAINED = Entity(
    MODEL, LineageType.ARTIFACT, source_uri="s3://b/jobs/churn-0412/output/model.tar.gz", created=NOON
)


def test_elements_hold_type_role_and_title_of_each_vertex():
    picture = build_elements(build_graph(matches=[DATA]), {MODEL: TRAINED}, PLACEMENT)
    roles = {node["data"]["id"]: node["data"]["role"] for node in picture["nodes"]}
    assert roles == {DATA: "match", JOB: "path", MODEL: "path", ENDPOINT: "start"}
    model = next(node for node in picture["nodes"] if node["data"]["id"] == MODEL)
    assert model == {
        "data": {
            "id": MODEL,
            "label": "churn-0412 model",
            "title": "churn-0412 model",
            "subtitle": "jobs · 15 Apr",
            "small": "jobs · 15 Apr",
            "brief": "churn-0412\nmodel",
            "width": 200,
            "lineage_type": "Artifact",
            "type": "Model",
            "role": "path",
            "type_title": "Model",
            "icon": "model",
            "family": "model",
            "account": "",
            "source_uri": "s3://b/jobs/churn-0412/output/model.tar.gz",
            "created": "2026-04-15 12:00 UTC",
            "status": "",
            "author": "",
        },
        "position": {"x": 400, "y": 40},
        "classes": "model path",
    }


def test_edges_point_downstream_and_carry_their_association():
    picture = build_elements(build_graph(), {}, PLACEMENT)
    assert [
        (e["data"]["source"], e["data"]["association"], e["data"]["target"]) for e in picture["edges"]
    ] == [
        (DATA, "ContributedTo", JOB) if item.source == DATA else (item.source, item.type, item.destination)
        for item in sorted(build_graph().associations, key=lambda a: a.source)
    ]


def test_equal_graphs_in_any_order_give_equal_elements():
    shuffled = build_graph(
        vertices=reversed(VERTICES.values()), associations=reversed(build_graph().associations)
    )
    assert build_elements(shuffled, {}, PLACEMENT) == build_elements(build_graph(), {}, PLACEMENT)


def test_elements_are_plain_json():
    picture = build_elements(build_graph(), {MODEL: TRAINED}, PLACEMENT)
    assert json.loads(json.dumps(picture)) == picture


def test_foreign_accounts_stubs_and_same_as_edges_are_marked():
    twin = arn(LineageType.ARTIFACT, "data", account="111122223333")
    found = build_graph(
        DATA,
        [VERTICES[DATA], Vertex(twin, LineageType.ARTIFACT, stub=True)],
        [Association(DATA, twin, "SameAs")],
    )
    placed = Layout({DATA: Point(0, 0), twin: Point(0, 80)}, (), {}, 140, 140)
    picture = build_elements(found, {}, placed)
    marked = next(node for node in picture["nodes"] if node["data"]["id"] == twin)
    assert marked["classes"] == "other match stub foreign"
    assert marked["data"]["account"] == "111122223333"
    assert picture["edges"][0]["classes"] == "undirected"


def test_edge_between_wrapped_rows_leaves_and_enters_horizontally():
    edge = build_elements(build_graph(), {}, PLACEMENT)["edges"][0 if MODEL < JOB else 1]["data"]
    straight = next(
        e["data"]
        for e in build_elements(build_graph(), {}, PLACEMENT)["edges"]
        if e["data"]["source"] == DATA
    )
    curved = next(
        e["data"] for e in build_elements(build_graph(), {}, PLACEMENT)["edges"] if e["data"]["source"] == JOB
    )
    assert edge is not None
    assert straight["course"] is None
    assert curved["course"] == {"weights": [0.4808, 0.5192], "distances": [-19.6, 19.6]}


def test_cards_have_no_data_that_cytoscape_refuses_to_change():
    """A card is drawn before its description is there: what comes later must reach it."""
    nodes = build_elements(build_graph(), {}, PLACEMENT)["nodes"]
    assert not {"source", "target", "parent"} & {name for node in nodes for name in node["data"]}


@pytest.mark.parametrize(
    ("vertex_type", "source", "title", "family"),
    [
        ("DataSet", None, "Data set", Family.DATA),
        ("Dataset", None, "Dataset", Family.DATA),
        ("Model", None, "Model", Family.MODEL),
        (
            "Model",
            "arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/7",
            "Model package",
            Family.MODEL,
        ),
        ("MLWorkflow", None, "MLWorkflow", Family.OTHER),
        (
            "FeatureEngineeringPipelineVersion-clicks",
            None,
            "FeatureEngineeringPipelineVersion-clicks",
            Family.JOB,
        ),
        (None, None, "Artifact", Family.OTHER),
    ],
)
def test_type_is_drawn_by_family_and_labeled_as_recorded(vertex_type, source, title, family):
    look = style_of(
        Vertex(DATA, LineageType.ARTIFACT, vertex_type), Entity(DATA, LineageType.ARTIFACT, source_uri=source)
    )
    assert (look.title, look.family) == (title, family)


QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS)
MODELS = LineageQuery(ENDPOINT, Direction.ASCENDANTS, filters=Filters(types=("Model",)))


@pytest.mark.parametrize(
    ("found", "query", "words"),
    [
        (build_graph(), QUERY, "3 other entities and 3 associations upstream of endpoint live."),
        (
            build_graph(vertices=[VERTICES[ENDPOINT]], associations=()),
            QUERY,
            "Nothing found upstream of endpoint live.",
        ),
        (
            build_graph(vertices=[VERTICES[ENDPOINT]], associations=()),
            LineageQuery(ENDPOINT, Direction.DESCENDANTS, depth=2),
            "Nothing found downstream of endpoint live within 2 associations.",
        ),
        (
            build_graph(vertices=[VERTICES[ENDPOINT]], associations=[Association(ENDPOINT, ENDPOINT, None)]),
            QUERY,
            "Nothing found upstream of endpoint live. 1 association with itself.",
        ),
        (
            build_graph(matches=[MODEL]),
            MODELS,
            "1 match upstream of endpoint live, with 2 entities on the way to them.",
        ),
        (build_graph(matches=[]), MODELS, "Nothing matches the filters upstream of endpoint live."),
        (
            build_graph(vertices=[VERTICES[ENDPOINT], VERTICES[MODEL]], associations=(), matches=[MODEL]),
            MODELS,
            "1 match upstream of endpoint live.",
        ),
    ],
)
def test_summary_names_what_was_found_and_the_direction(found, query, words):
    assert summarize(found, query, start_label="endpoint live") == words


@pytest.mark.parametrize(
    ("status", "query", "words"),
    [
        (
            {"gaps": ("Upstream: throttled.",)},
            QUERY,
            "Nothing was read, and not everything could be, upstream of endpoint live.",
        ),
        ({"has_more": True}, QUERY, "Nothing was read yet upstream of endpoint live."),
        (
            {"has_more": True},
            MODELS,
            "Nothing that matches the filters was read yet upstream of endpoint live.",
        ),
    ],
)
def test_summary_of_an_incomplete_read_never_says_that_nothing_was_found(status, query, words):
    graph = build_graph(vertices=[VERTICES[ENDPOINT]], associations=(), matches=[])
    partial = replace(graph, read_status=replace(graph.read_status, **status))
    assert summarize(partial, query, start_label="endpoint live") == words


def test_rows_are_sorted_in_reading_order_with_the_start_first():
    assert [row.arn for row in build_rows(build_graph(), {})] == [ENDPOINT, MODEL, JOB, DATA]


def test_details_omit_absent_members():
    entity = Entity(
        JOB,
        LineageType.TRIAL_COMPONENT,
        type="TrainingJob",
        created=NOON,
        created_by="mira",
        modified=NOON + timedelta(hours=1),
        parameters={"eta": 0.2, "objective": "reg:linear"},
        metrics=(Metric("rmse"), Metric("auc", last=0.9, minimum=0.5, maximum=0.91, count=12)),
    )
    facts, *tables = build_sections(entity)
    assert facts.title == "Details"
    assert Fact("Created", "15 Apr 2026, 12:00 UTC by mira") in facts.facts
    assert Fact("Modified", "15 Apr 2026, 13:00 UTC") in facts.facts
    assert tables == [
        Table("Parameters", ("Parameter", "Value"), (("eta", "0.2"), ("objective", "reg:linear"))),
        Table(
            "Metrics",
            ("Metric", "Last", "Min", "Max", "Count"),
            (("auc", "0.9", "0.5", "0.91", "12"), ("rmse", *4 * ("–",))),  # noqa: RUF001 - a dash
        ),
    ]


def test_details_of_a_model_package_say_what_the_registry_holds():
    package = ModelPackage(
        "arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/8",
        approval="Approved",
        approval_note="Deeper trees",
        stage="Production",
        card_status="PendingReview",
        created=NOON,
        created_by="mira",
        reports={"ModelQuality.Statistics": "s3://b/quality.json", "Bias.Report": "s3://b/bias.json"},
    )
    _, registry, reports = build_sections(Entity(DATA, LineageType.ARTIFACT), package)
    assert registry == Section(
        "Model registry",
        (
            Fact("Approval", "Approved"),
            Fact("Approval note", "Deeper trees"),
            Fact("Stage", "Production"),
            Fact("Model card", "PendingReview"),
            Fact("Registered", "15 Apr 2026, 12:00 UTC by mira"),
        ),
    )
    assert reports.facts == (
        Fact("Bias report", "s3://b/bias.json", long=True),
        Fact("Model quality statistics", "s3://b/quality.json", long=True),
    )
