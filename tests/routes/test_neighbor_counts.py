"""The route that counts the neighbors of a card outside the graph."""

from __future__ import annotations

import pytest

from assembly.explorer import create_app
from lineage_explorer.graph.model import Association, Entity, LineageType, Vertex
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.protocols import Neighbor, Neighbors
from lineage_explorer.views.grouping import MAX_UNGROUPED_VERTICES
from tests.support.fakes import FakeCatalog, FakeSource, build_scope
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, arn, build_graph

QUERY = format_address(Address(LineageQuery(ENDPOINT)))
OTHERS = [arn(LineageType.ARTIFACT, name) for name in ("report", "checkpoint")]


class JobNeighbors(FakeCatalog):
    """Lists a shown parent, and a shown and two other children."""

    def list_neighbors(self, arn):
        self._ask("neighbors")
        before, after = [DATA], [MODEL, *OTHERS]
        return Neighbors(
            *(tuple(Neighbor(one, None, None, None) for one in side) for side in (before, after))
        )


@pytest.fixture
def get_counts():
    """Return a function that requests the counts, and the catalog behind it."""

    def ask(search: str, **refused):
        catalog = JobNeighbors({DATA: Entity(DATA, LineageType.ARTIFACT)}, **refused)
        return (
            create_app(build_scope(FakeSource(build_graph()), catalog))
            .server.test_client()
            .get(f"/around{search}")
        )

    return ask


def test_neighbors_outside_the_graph_are_counted_as_parents_and_children(get_counts):
    assert get_counts(f"{QUERY}&of={JOB}").json == {"unseen": {"down": 2}, "more": []}


def test_neighbors_of_a_hidden_kind_are_not_counted(get_counts):
    assert get_counts(f"{QUERY}&hide=model&of={JOB}").json == {"unseen": {"down": 2}, "more": []}


def test_neighbors_drawn_as_one_group_are_not_counted():
    twins = [
        Vertex(arn(LineageType.ARTIFACT, f"twin-{n}"), LineageType.ARTIFACT, "DataSet")
        for n in range(MAX_UNGROUPED_VERTICES)
    ]
    edges = [Association(twin.arn, JOB, "ContributedTo") for twin in twins]
    source = FakeSource(build_graph(vertices=[*twins, *VERTICES.values()], associations=[*edges, *LINE]))

    class Twins(FakeCatalog):
        def list_neighbors(self, arn):
            return Neighbors(tuple(Neighbor(twin.arn, None, None, None) for twin in twins), ())

    browser = create_app(build_scope(source, Twins())).server.test_client()
    nodes = browser.get(f"/screen{QUERY}").json["drawing"]["elements"]["nodes"]
    assert {node["data"]["id"] for node in nodes}.isdisjoint(twin.arn for twin in twins)
    assert browser.get(f"/around{QUERY}&of={JOB}").json == {"unseen": {}, "more": []}


@pytest.mark.parametrize("search", [f"?of={JOB}", f"{QUERY}&of=nonsense", QUERY, f"?start=x&of={JOB}"])
def test_request_for_a_vertex_outside_the_graph_returns_a_sentence(get_counts, search):
    answer = get_counts(search)
    assert answer.status_code == 422
    assert answer.mimetype == "text/plain"
    assert answer.text.endswith(".")


def test_denied_listing_of_neighbors_returns_a_sentence(get_counts):
    answer = get_counts(f"{QUERY}&of={JOB}", refused=frozenset({"neighbors"}))
    assert (answer.status_code, answer.text) == (422, "neighbors is refused.")
