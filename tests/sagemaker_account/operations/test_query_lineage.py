"""QueryLineage beyond the reference and random graphs."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.support.account_graphs import build_graph, query_all
from tests.support.api_errors import expect_error

A, B, C, D = (
    ("Artifact", "DataSet", {}),
    ("Action", "Approval", {}),
    ("Context", "Endpoint", {}),
    ("Artifact", "Model", {}),
)


@pytest.fixture
def chain(account):
    """Create A → b → c and return their ARNs."""
    return build_graph(account, {"a": A, "b": B, "c": C}, [("a", "b", "Produced"), ("b", "c", None)])


def test_without_parameters_a_query_goes_both_ways_ten_deep_without_edges(every_client, account):
    keys = [f"n{n:02}" for n in range(25)]
    arns = build_graph(account, dict.fromkeys(keys, A), [(s, d, None) for s, d in pairwise(keys)])
    vertices, edges = query_all(every_client, StartArns=[arns["n12"]])
    assert sorted(vertices) == sorted(arns[key] for key in keys[2:23] if key != "n12")
    assert edges == []


def test_a_page_holds_fifty_vertices_unless_fewer_are_asked_for(client, account):
    spokes = {f"s{n}": A for n in range(60)}
    arns = build_graph(account, {"hub": C, **spokes}, [(s, "hub", None) for s in spokes])
    first = client.query_lineage(StartArns=[arns["hub"]])
    second = client.query_lineage(StartArns=[arns["hub"]], NextToken=first["NextToken"])
    assert (len(first["Vertices"]), len(second["Vertices"])) == (50, 10)
    assert "NextToken" not in second


def test_vertices_are_ordered_by_level_then_age(client, account):
    entities = dict.fromkeys(("far", "near 2", "near 1", "start"), A)
    pairs = [("start", "near 1", None), ("start", "near 2", None), ("near 2", "far", None)]
    arns = build_graph(
        account,
        {k.replace(" ", "-"): v for k, v in entities.items()},
        [(s.replace(" ", "-"), d.replace(" ", "-"), t) for s, d, t in pairs],
    )
    vertices, _ = query_all(client, StartArns=[arns["start"]], Direction="Descendants", IncludeEdges=True)
    assert vertices == [arns[key] for key in ("start", "near-2", "near-1", "far")]


@pytest.mark.parametrize("direction", ["Ascendants", "Descendants", "Both"])
def test_depth_zero_returns_only_the_start(client, chain, direction):
    request = {"StartArns": [chain["b"]], "Direction": direction, "MaxDepth": 0}
    assert query_all(client, **request) == ([], [])
    assert query_all(client, **request, IncludeEdges=True) == ([chain["b"]], [])


def test_start_without_associations_gives_an_empty_result(every_client, account):
    arns = build_graph(account, {"alone": A}, [])
    assert query_all(every_client, StartArns=[arns["alone"]]) == ([], [])


def test_edges_have_their_type_if_it_is_recorded(every_client, chain):
    _, edges = query_all(every_client, StartArns=[chain["a"]], IncludeEdges=True)
    assert edges == [(chain["a"], chain["b"], "Produced"), (chain["b"], chain["c"], None)]


def test_result_without_edges_still_has_the_member(client, chain):
    assert client.query_lineage(StartArns=[chain["a"]])["Edges"] == []


def test_matching_start_is_included_only_with_edges(every_client, account):
    arns = build_graph(
        account, {"d1": A, "b": B, "d2": A}, [("d1", "b", None), ("b", "d2", None), ("d2", "d1", None)]
    )
    request = {"StartArns": [arns["d1"]], "Direction": "Descendants", "Filters": {"Types": ["DataSet"]}}
    assert query_all(every_client, **request)[0] == [arns["d2"]]
    assert query_all(every_client, **request, IncludeEdges=True)[0] == [arns["d1"], arns["b"], arns["d2"]]


def test_filter_without_matches_keeps_the_start_only_with_edges(every_client, chain):
    request = {"StartArns": [chain["a"]], "Filters": {"Types": ["Nothing"]}}
    assert query_all(every_client, **request) == ([], [])
    assert query_all(every_client, **request, IncludeEdges=True) == ([chain["a"]], [])


def test_one_direction_keeps_all_paths_to_a_match_and_both_only_the_shortest(client, account):
    entities = {"start": A, "middle": B, "end": C}
    arns = build_graph(
        account, entities, [("start", "end", None), ("start", "middle", None), ("middle", "end", None)]
    )
    request = {"StartArns": [arns["start"]], "IncludeEdges": True, "Filters": {"Types": ["Endpoint"]}}
    one_way, _ = query_all(client, **request, Direction="Descendants")
    both_ways, _ = query_all(client, **request, Direction="Both")
    assert set(one_way) == {arns["start"], arns["middle"], arns["end"]}
    assert set(both_ways) == {arns["start"], arns["end"]}


@pytest.mark.parametrize("empty", [{}, {"Types": []}, {"LineageTypes": [], "Properties": {}}], ids=str)
def test_a_filter_without_values_does_not_filter(client, chain, empty):
    filtered = query_all(client, StartArns=[chain["a"]], IncludeEdges=True, Filters=empty)
    assert filtered == query_all(client, StartArns=[chain["a"]], IncludeEdges=True)


@pytest.fixture
def dated_graph(account, clock):
    """Create a start and three children of days 0, 1 and 2."""
    arns = build_graph(account, {"start": C}, [])
    for day in range(3):
        arns |= build_graph(account, {f"day{day}": A}, [])
        account.call("AddAssociation", {"SourceArn": arns["start"], "DestinationArn": arns[f"day{day}"]})
        clock.advance(days=1)
    account.call("UpdateArtifact", {"ArtifactArn": arns["day0"], "Properties": {"k": "v"}})
    return arns


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"CreatedAfter": 1}, ["day1", "day2"]),
        ({"CreatedBefore": 1}, ["day0", "day1"]),
        ({"CreatedAfter": 1, "CreatedBefore": 1}, ["day1"]),
        ({"ModifiedAfter": 3}, ["day0"]),
        ({"ModifiedBefore": 1}, ["day1"]),
        ({"ModifiedAfter": 2, "CreatedBefore": 1}, ["day0"]),
        ({"CreatedAfter": 2, "CreatedBefore": 1}, []),
    ],
    ids=str,
)
def test_date_filters_are_inclusive_and_combined(client, dated_graph, clock, filters, expected):
    first = clock.now - timedelta(days=3)
    dates = {name: first + timedelta(days=day) for name, day in filters.items()}
    vertices, _ = query_all(client, StartArns=[dated_graph["start"]], Filters=dates)
    assert vertices == [dated_graph[key] for key in expected]


def test_date_of_the_epoch_is_a_filter_too(client, dated_graph, clock):
    epoch = clock.now - timedelta(seconds=clock.now.timestamp())
    assert query_all(client, StartArns=[dated_graph["start"]], Filters={"CreatedBefore": epoch}) == ([], [])


def test_entity_matches_any_of_the_given_properties(every_client, account):
    entities = {
        "start": C,
        "red": ("Artifact", "DataSet", {"team": "red", "tier": "1"}),
        "blue": ("Context", "Endpoint", {"team": "blue"}),
        "tier": ("Action", "Approval", {"tier": "1"}),
        "none": ("Artifact", "DataSet", {}),
    }
    arns = build_graph(account, entities, [("start", key, None) for key in entities if key != "start"])

    def found(properties, **filters):
        return query_all(
            every_client, StartArns=[arns["start"]], Filters={"Properties": properties, **filters}
        )[0]

    assert found({"team": "red"}) == [arns["red"]]
    assert found({"team": "blue", "tier": "1"}) == [arns["red"], arns["blue"], arns["tier"]]
    assert found({"team": "blue", "tier": "1"}, LineageTypes=["Action"]) == [arns["tier"]]
    assert found({"team": "1"}) == found({"tier": "red"}) == found({"Team": "red"}) == []


def test_types_are_case_sensitive(client, account):
    arns = build_graph(
        account,
        {"start": C, "a": A, "odd": ("Artifact", "Dataset", {})},
        [("a", "start", None), ("odd", "start", None)],
    )
    vertices, _ = query_all(client, StartArns=[arns["start"]], Filters={"Types": ["Dataset"]})
    assert vertices == [arns["odd"]]


def test_start_arn_is_case_insensitive(client, account):
    named = account.call(
        "CreateContext", {"ContextName": "Mixed", "ContextType": "t", "Source": {"SourceUri": "u"}}
    )
    start = named["ContextArn"].replace("mixed", "MIXED")
    assert query_all(client, StartArns=[start], IncludeEdges=True)[0] == [named["ContextArn"]]


@pytest.mark.parametrize(
    "kind", ["artifact", "action", "context", "experiment-trial-component", "experiment"]
)
def test_an_unknown_start_is_not_found(every_client, kind):
    with expect_error("ResourceNotFound", saying="none"):
        every_client.query_lineage(StartArns=[f"arn:aws:sagemaker:us-west-2:000000000000:{kind}/none"])


def test_modeled_exception_class_is_raised(client):
    with pytest.raises(client.exceptions.ResourceNotFound):
        client.query_lineage(StartArns=["arn:aws:sagemaker:us-west-2:000000000000:artifact/none"])


def test_written_entities_are_in_the_next_result(every_client, account, chain):
    before = query_all(every_client, StartArns=[chain["a"]])[0]
    new = build_graph(account, {"d": D}, [])["d"]
    account.call("AddAssociation", {"SourceArn": chain["c"], "DestinationArn": new})
    assert query_all(every_client, StartArns=[chain["a"]])[0] == [*before, new]
    account.call("DeleteAssociation", {"SourceArn": chain["c"], "DestinationArn": new})
    assert query_all(every_client, StartArns=[chain["a"]])[0] == before
