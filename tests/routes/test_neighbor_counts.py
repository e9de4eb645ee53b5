"""How many neighbours of one card are not shown, over HTTP."""

from __future__ import annotations

import pytest

from app import create_app
from lineage_explorer.graph.model import Association, Entity, LineageType, Vertex
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.protocols import Neighbor, Neighbors
from lineage_explorer.views.grouping import MAX_UNGROUPED_VERTICES
from tests.support.fakes import FakeCatalog, FakeSource, door
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, arn, graph

QUERY = format_address(Address(LineageQuery(ENDPOINT)))
OTHERS = [arn(LineageType.ARTIFACT, name) for name in ("report", "checkpoint")]


class Listing(FakeCatalog):
    """Knows the neighbours of the job: one that is shown before it, one that is shown after it and two more."""

    def list_neighbors(self, arn):
        self._ask("neighbours")
        before, after = [DATA], [MODEL, *OTHERS]
        return Neighbors(
            *(tuple(Neighbor(one, None, None, None) for one in side) for side in (before, after))
        )


@pytest.fixture
def get():
    """Return a function that asks about a card, and the catalog that is asked."""

    def ask(search: str, **refused):
        catalog = Listing({DATA: Entity(DATA, LineageType.ARTIFACT)}, **refused)
        return create_app(door(FakeSource(graph()), catalog)).server.test_client().get(f"/around{search}")

    return ask


def test_neighbours_that_are_not_shown_are_counted_by_side(get):
    assert get(f"{QUERY}&of={JOB}").json == {"unseen": {"down": 2}, "more": False}


def test_a_neighbour_of_a_hidden_kind_is_not_counted_because_expanding_would_not_bring_it(get):
    assert get(f"{QUERY}&hide=model&of={JOB}").json == {"unseen": {"down": 2}, "more": False}


def test_neighbours_drawn_as_one_group_are_not_counted():
    twins = [
        Vertex(arn(LineageType.ARTIFACT, f"twin-{n}"), LineageType.ARTIFACT, "DataSet")
        for n in range(MAX_UNGROUPED_VERTICES)
    ]
    edges = [Association(twin.arn, JOB, "ContributedTo") for twin in twins]
    source = FakeSource(graph(vertices=[*twins, *VERTICES.values()], associations=[*edges, *LINE]))

    class Twins(FakeCatalog):
        def list_neighbors(self, arn):
            return Neighbors(tuple(Neighbor(twin.arn, None, None, None) for twin in twins), ())

    browser = create_app(door(source, Twins())).server.test_client()
    nodes = browser.get(f"/screen{QUERY}").json["drawing"]["elements"]["nodes"]
    assert {node["data"]["id"] for node in nodes}.isdisjoint(twin.arn for twin in twins)
    assert browser.get(f"/around{QUERY}&of={JOB}").json == {"unseen": {}, "more": False}


@pytest.mark.parametrize("search", [f"?of={JOB}", f"{QUERY}&of=nonsense", QUERY, f"?start=x&of={JOB}"])
def test_what_cannot_be_counted_is_a_sentence(get, search):
    answer = get(search)
    assert answer.status_code == 422
    assert answer.mimetype == "text/plain"
    assert answer.text.endswith(".")


def test_neighbours_that_cannot_be_listed_are_a_sentence(get):
    answer = get(f"{QUERY}&of={JOB}", refused=frozenset({"neighbours"}))
    assert (answer.status_code, answer.text) == (422, "neighbours is refused.")
