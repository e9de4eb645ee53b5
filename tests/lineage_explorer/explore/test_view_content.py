"""Main views other than graph and table."""

from __future__ import annotations

from components.view_content import CONTENT_RENDERERS
from lineage_explorer.explore.view_content import CONTENT_LOADERS
from lineage_explorer.query.address import MainView


def test_each_main_view_but_graph_and_table_is_loaded_and_rendered():
    documents = set(MainView) - {MainView.GRAPH, MainView.TABLE}
    assert set(CONTENT_LOADERS) == set(CONTENT_RENDERERS) == documents
