"""QueryLineage on random graphs agrees with a naive implementation."""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_clients import IN_PROCESS, TRANSPORTS, connect_client
from tests.support.account_graphs import build_graph, edge_of, query_all, query_pages


@dataclass(frozen=True)
class Query:
    start: str
    direction: str
    depth: int
    lineage_types: list[str]
    types: list[str]
    properties: dict[str, str]
    include_edges: bool


KINDS = {
    "Artifact": ("DataSet", "Model", "Image"),
    "Action": ("Approval", "Model"),
    "Context": ("Endpoint", "DataSet"),
    "TrialComponent": ("TrainingJob", "ProcessingJob", None),
}
ASSOCIATION_TYPES = ("ContributedTo", "Produced", "SameAs", None)


@st.composite
def graphs(draw):
    """Generate up to twelve densely joined vertices with cycles and hubs."""
    keys = [f"v{n}" for n in range(draw(st.integers(1, 12)))]
    entities = {}
    for key in keys:
        lineage_type = draw(st.sampled_from(sorted(KINDS)))
        kind = draw(st.sampled_from(KINDS[lineage_type]))
        has_properties = lineage_type != "TrialComponent" and draw(st.booleans())
        entities[key] = (lineage_type, kind, {"team": "red", "tier": "1"} if has_properties else {})
    free = [pair for pair in product(keys, keys) if not all(_is_trial_component(entities[k]) for k in pair)]
    pairs = draw(st.lists(st.sampled_from(free), unique=True, max_size=30)) if free else []
    return entities, [(*pair, draw(st.sampled_from(ASSOCIATION_TYPES))) for pair in pairs]


def _is_trial_component(entity):
    return entity[0] == "TrialComponent"


def queries(keys):
    all_types = sorted({kind for kinds in KINDS.values() for kind in kinds if kind})
    return st.builds(
        Query,
        start=st.sampled_from(sorted(keys)),
        direction=st.sampled_from(["Ascendants", "Descendants", "Both"]),
        depth=st.integers(0, 10),
        lineage_types=st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=2),
        types=st.lists(st.sampled_from(all_types), unique=True, max_size=2),
        properties=st.sampled_from(
            [{}, {}, {"team": "red"}, {"team": "blue", "tier": "1"}, {"team": "blue"}]
        ),
        include_edges=st.booleans(),
    )


def steps(query, associations):
    """Return the steps (from, to, association) in the query's directions."""
    if query.direction != "Ascendants":
        yield from ((a[0], a[1], a) for a in associations)
    if query.direction != "Descendants":
        yield from ((a[1], a[0], a) for a in associations)


def naive_answer(query, entities, associations):
    """Return the expected vertices with depths, and the expected associations."""
    depths = {query.start: 0}
    for depth in range(query.depth):
        reached = {to for at, to, _ in steps(query, associations) if depths.get(at) == depth}
        depths.update(dict.fromkeys(reached - depths.keys(), depth + 1))
    walked = [s for s in steps(query, associations) if depths.get(s[0], query.depth) < query.depth]
    filtered = bool(query.lineage_types or query.types or query.properties)
    found = {key for key in depths if key != query.start and matches(query, entities[key])}
    if not query.include_edges:
        return {key: depths[key] for key in found}, set()
    if filtered and query.direction == "Both":
        walked = [s for s in walked if depths[s[1]] == depths[s[0]] + 1]
    kept = {a for _, to, a in walked if not filtered or leads_to(found, to, walked)}
    shown = found | {query.start} | {end for a in kept for end in a[:2]}
    return {key: depths[key] for key in shown}, kept


def leads_to(goals, key, walked):
    seen, new = set(), {key}
    while new:
        seen |= new
        new = {to for at, to, _ in walked if at in seen} - seen
    return bool(seen & goals)


def matches(query, entity):
    lineage_type, kind, properties = entity
    return (
        (not query.lineage_types or lineage_type in query.lineage_types)
        and (not query.types or kind in query.types)
        and (not query.properties or bool(properties.items() & query.properties.items()))
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Return an account with a client per transport."""
    with ExitStack() as stack:
        path = tmp_path_factory.mktemp("random") / "account.db"
        store = stack.enter_context(closing(Store.open(str(path), create=True)))
        account = Account(store)
        yield account, {door: stack.enter_context(connect_client(account, door)) for door in TRANSPORTS}


def request_of(query, arns):
    asked = {"LineageTypes": query.lineage_types, "Types": query.types, "Properties": query.properties}
    return {
        "StartArns": [arns[query.start]],
        "Direction": query.direction,
        "MaxDepth": query.depth,
        "IncludeEdges": query.include_edges,
        "Filters": {name: values for name, values in asked.items() if values},
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_result_agrees_with_a_naive_traversal(world, data):
    account, clients = world
    entities, associations = data.draw(graphs())
    arns = build_graph(account, entities, associations)
    for query in data.draw(st.lists(queries(entities), min_size=3, max_size=6)):
        depths, kept = naive_answer(query, entities, associations)
        door = data.draw(st.sampled_from([IN_PROCESS, *TRANSPORTS]))
        page_size = data.draw(st.sampled_from([1, 2, 3, 50]))
        vertices, edges = query_all(clients[door], **request_of(query, arns), MaxResults=page_size)
        keys = {arn: key for key, arn in arns.items()}
        assert sorted(vertices) == sorted(arns[key] for key in depths)
        assert [depths[keys[arn]] for arn in vertices] == sorted(depths.values())
        assert sorted(edges, key=str) == sorted(((arns[s], arns[d], t) for s, d, t in kept), key=str)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_pages_split_one_order_and_edges_come_with_their_later_end(world, data):
    account, clients = world
    entities, associations = data.draw(graphs())
    arns = build_graph(account, entities, associations)
    query = data.draw(queries(entities))
    request = request_of(query, arns)
    whole = query_all(clients[IN_PROCESS], **request)
    for page_size in (1, 2, 5):
        sent, told = [], []
        for page in query_pages(clients[IN_PROCESS], **request, MaxResults=page_size):
            new = [vertex["Arn"] for vertex in page["Vertices"]]
            sent += new
            for edge in map(edge_of, page["Edges"]):
                assert {*edge[:2]} <= {*sent}
                assert {*edge[:2]} & {*new}
                told.append(edge)
            assert len(new) <= page_size
        assert (sent, told) == whole
