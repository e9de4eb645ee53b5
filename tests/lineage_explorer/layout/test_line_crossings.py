"""How often lines cross in the layouts of fixed graphs.

For comparison, the same graphs drawn by `dot` of Graphviz 2.43, left to right with cards of the same size,
have 7 crossings in the two views of the reference graph, and 97, 569, 853 and 1765 in the runs.
"""

from __future__ import annotations

import pytest

from lineage_explorer.layout import compute_layout
from tests.support.layout_graphs import build_runs, reference_graph, straight_crossings


@pytest.mark.parametrize(("upstream_only", "most"), [(True, 0), (False, 6)])
def test_the_reference_graph_is_drawn_with_few_crossings(upstream_only, most):
    drawn = reference_graph("ep", upstream_only=upstream_only)
    assert straight_crossings(drawn, compute_layout(drawn)) <= most


@pytest.mark.parametrize(
    ("count", "seeds", "most"), [(3, 8, 136), (6, 6, 580), (12, 2, 1_082), (25, 1, 2_200)]
)
def test_runs_of_a_pipeline_are_drawn_with_few_crossings(count, seeds, most):
    graphs = [build_runs(count, seed) for seed in range(seeds)]
    assert sum(straight_crossings(drawn, compute_layout(drawn)) for drawn in graphs) <= most
