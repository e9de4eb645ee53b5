"""The table of entities has what print lists of each."""

from __future__ import annotations

from components.markup import render_html
from components.table import table_view
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.views.table_rows import build_rows
from tests.support.graph_builders import MODEL, build_graph


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
