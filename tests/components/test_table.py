"""The table of entities has what print lists of each."""

from __future__ import annotations

from components.markup import render_html
from components.table import table_view
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.views.table_rows import build_rows
from tests.support.graph_builders import MODEL, build_graph

PENDING_NAME = "churn-8-PendingManualApproval-1793801400-aws-model-group"


def test_rows_say_source_and_badge():
    entities = {MODEL: Entity(MODEL, LineageType.ARTIFACT, name="m", source_uri="s3://bucket/model.tar.gz")}
    table = table_view(
        build_rows(build_graph(), entities),
        link=lambda arn: f"/?start={arn}",
        has_filters=False,
        states={MODEL: "Serving v8"},
    )
    html = render_html(table)
    assert html.count('data-source="s3://bucket/model.tar.gz" data-state="Serving v8"') == 1
    assert html.count('data-source="" data-state=""') == 3
    assert 'data-label="Status">Serving v8</td>' in html


def test_status_is_told_in_the_words_of_the_page():
    entities = {MODEL: Entity(MODEL, LineageType.ACTION, name=PENDING_NAME, type="Approval")}
    table = table_view(
        build_rows(build_graph(), entities),
        link=lambda arn: f"/?start={arn}",
        has_filters=False,
        states={},
    )
    assert 'data-label="Status">Pending</td>' in render_html(table)


def test_facts_that_nobody_asked_for_stay_empty_and_unreadable_ones_say_so():
    link = "/?start={}".format
    asked = table_view(build_rows(build_graph(), {}), link=link, has_filters=False, states={})
    assert "not read" not in render_html(asked)
    rows = build_rows(build_graph(), {}, undescribed=(MODEL,))
    denied = table_view(rows, link=link, has_filters=False, states={})
    assert "not readable" in render_html(denied)
