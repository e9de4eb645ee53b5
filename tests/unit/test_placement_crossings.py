"""A guard on legibility: how often lines cross in the pictures of a few fixed graphs.

Counted as straight lines from centre to centre. `dot` of Graphviz 2.43 draws the same graphs, cards of the
same size from left to right, with the number of crossings in the last column.
"""

from __future__ import annotations

import pytest
from placement_graphs import reference_graph, runs, straight_crossings

from lineage.placement import place

GRAPHS = {
    "upstream of the endpoint": lambda: reference_graph("ep", upstream_only=True),
    "the whole reference graph": lambda: reference_graph("ep", upstream_only=False),
    "3 runs": lambda: runs(3, seed=1),
    "6 runs": lambda: runs(6, seed=2),
    "12 runs": lambda: runs(12, seed=3),
    "25 runs": lambda: runs(25, seed=4),
}


@pytest.mark.parametrize(
    ("name", "vertices", "most", "dot"),
    [],
)
def test_lines_cross_no_more_than_they_did(name, vertices, most, dot):
    drawn = GRAPHS[name]()
    assert len(drawn.vertices) == vertices
    assert straight_crossings(drawn, place(drawn)) <= most
    assert most <= 1.15 * dot + 5
