"""QueryLineage: what the reference graph and the randomised ones do not ask."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.support.account_graphs import ask, build
from tests.support.api_errors import refused

A, B, C, D = (
    ("Artifact", "DataSet", {}),
    ("Action", "Approval", {}),
    ("Context", "Endpoint", {}),
    ("Artifact", "Model", {}),
)


@pytest.fixture
def chain(account):
    """A → b → c, as a graph of ARNs."""
    return build(account, {"a": A, "b": B, "c": C}, [("a", "b", "Produced"), ("b", "c", None)])


def test_without_parameters_a_query_goes_both_ways_ten_deep_without_edges(any_client, account):
    keys = [f"n{n:02}" for n in range(25)]
    arns = build(account, dict.fromkeys(keys, A), [(s, d, None) for s, d in pairwise(keys)])
    vertices, edges = ask(any_client, StartArns=[arns["n12"]])
    assert sorted(vertices) == sorted(arns[key] for key in keys[2:23] if key != "n12")
    assert edges == []


def test_a_page_holds_fifty_vertices_unless_fewer_are_asked_for(client, account):
    spokes = {f"s{n}": A for n in range(60)}
    arns = build(account, {"hub": C, **spokes}, [(s, "hub", None) for s in spokes])
    first = client.query_lineage(StartArns=[arns["hub"]])
    second = client.query_lineage(StartArns=[arns["hub"]], NextToken=first["NextToken"])
    assert (len(first["Vertices"]), len(second["Vertices"])) == (50, 10)
    assert "NextToken" not in second


def test_vertices_come_level_by_level_and_within_one_by_age(client, account):
    entities = dict.fromkeys(("far", "near 2", "near 1", "start"), A)
    pairs = [("start", "near 1", None), ("start", "near 2", None), ("near 2", "far", None)]
    arns = build(
        account,
        {k.replace(" ", "-"): v for k, v in entities.items()},
        [(s.replace(" ", "-"), d.replace(" ", "-"), t) for s, d, t in pairs],
    )
    vertices, _ = ask(client, StartArns=[arns["start"]], Direction="Descendants", IncludeEdges=True)
    assert vertices == [arns[key] for key in ("start", "near-2", "near-1", "far")]


@pytest.mark.parametrize("direction", ["Ascendants", "Descendants", "Both"])
def test_depth_zero_stays_at_the_start(client, chain, direction):
    request = {"StartArns": [chain["b"]], "Direction": direction, "MaxDepth": 0}
    assert ask(client, **request) == ([], [])
    assert ask(client, **request, IncludeEdges=True) == ([chain["b"]], [])


def test_a_start_without_associations_answers_with_nothing(any_client, account):
    arns = build(account, {"alone": A}, [])
    assert ask(any_client, StartArns=[arns["alone"]]) == ([], [])


def test_edges_say_their_type_where_they_have_one(any_client, chain):
    _, edges = ask(any_client, StartArns=[chain["a"]], IncludeEdges=True)
    assert edges == [(chain["a"], chain["b"], "Produced"), (chain["b"], chain["c"], None)]


def test_an_answer_without_edges_still_has_the_member(client, chain):
    assert client.query_lineage(StartArns=[chain["a"]])["Edges"] == []


def test_a_start_that_matches_is_in_with_edges_and_out_without(any_client, account):
    arns = build(
        account, {"d1": A, "b": B, "d2": A}, [("d1", "b", None), ("b", "d2", None), ("d2", "d1", None)]
    )
    request = {"StartArns": [arns["d1"]], "Direction": "Descendants", "Filters": {"Types": ["DataSet"]}}
    assert ask(any_client, **request)[0] == [arns["d2"]]
    assert ask(any_client, **request, IncludeEdges=True)[0] == [arns["d1"], arns["b"], arns["d2"]]


def test_a_filter_that_nothing_passes_leaves_the_start_with_edges_and_nothing_without(any_client, chain):
    request = {"StartArns": [chain["a"]], "Filters": {"Types": ["Nothing"]}}
    assert ask(any_client, **request) == ([], [])
    assert ask(any_client, **request, IncludeEdges=True) == ([chain["a"]], [])


def test_longer_ways_to_a_match_count_one_way_and_only_the_shortest_count_both_ways(client, account):
    entities = {"start": A, "middle": B, "end": C}
    arns = build(
        account, entities, [("start", "end", None), ("start", "middle", None), ("middle", "end", None)]
    )
    request = {"StartArns": [arns["start"]], "IncludeEdges": True, "Filters": {"Types": ["Endpoint"]}}
    one_way, _ = ask(client, **request, Direction="Descendants")
    both_ways, _ = ask(client, **request, Direction="Both")
    assert set(one_way) == {arns["start"], arns["middle"], arns["end"]}
    assert set(both_ways) == {arns["start"], arns["end"]}


@pytest.mark.parametrize("empty", [{}, {"Types": []}, {"LineageTypes": [], "Properties": {}}], ids=str)
def test_a_filter_without_values_does_not_filter(client, chain, empty):
    filtered = ask(client, StartArns=[chain["a"]], IncludeEdges=True, Filters=empty)
    assert filtered == ask(client, StartArns=[chain["a"]], IncludeEdges=True)


@pytest.fixture
def aged(account, clock):
    """Start → (day 0, day 1, day 2), where day 0 was changed on day 3."""
    arns = build(account, {"start": C}, [])
    for day in range(3):
        arns |= build(account, {f"day{day}": A}, [])
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
def test_dates_filter_inclusively_and_together(client, aged, clock, filters, expected):
    first = clock.now - timedelta(days=3)
    dates = {name: first + timedelta(days=day) for name, day in filters.items()}
    vertices, _ = ask(client, StartArns=[aged["start"]], Filters=dates)
    assert vertices == [aged[key] for key in expected]


def test_a_date_at_the_beginning_of_time_filters_too(client, aged, clock):
    epoch = clock.now - timedelta(seconds=clock.now.timestamp())
    assert ask(client, StartArns=[aged["start"]], Filters={"CreatedBefore": epoch}) == ([], [])


def test_an_entity_matches_with_any_of_the_properties(any_client, account):
    entities = {
        "start": C,
        "red": ("Artifact", "DataSet", {"team": "red", "tier": "1"}),
        "blue": ("Context", "Endpoint", {"team": "blue"}),
        "tier": ("Action", "Approval", {"tier": "1"}),
        "none": ("Artifact", "DataSet", {}),
    }
    arns = build(account, entities, [("start", key, None) for key in entities if key != "start"])

    def found(properties, **filters):
        return ask(any_client, StartArns=[arns["start"]], Filters={"Properties": properties, **filters})[0]

    assert found({"team": "red"}) == [arns["red"]]
    assert found({"team": "blue", "tier": "1"}) == [arns["red"], arns["blue"], arns["tier"]]
    assert found({"team": "blue", "tier": "1"}, LineageTypes=["Action"]) == [arns["tier"]]
    assert found({"team": "1"}) == found({"tier": "red"}) == found({"Team": "red"}) == []


def test_types_are_told_apart_by_case(client, account):
    arns = build(
        account,
        {"start": C, "a": A, "odd": ("Artifact", "Dataset", {})},
        [("a", "start", None), ("odd", "start", None)],
    )
    vertices, _ = ask(client, StartArns=[arns["start"]], Filters={"Types": ["Dataset"]})
    assert vertices == [arns["odd"]]


def test_a_start_is_found_in_any_case(client, account):
    named = account.call(
        "CreateContext", {"ContextName": "Mixed", "ContextType": "t", "Source": {"SourceUri": "u"}}
    )
    start = named["ContextArn"].replace("mixed", "MIXED")
    assert ask(client, StartArns=[start], IncludeEdges=True)[0] == [named["ContextArn"]]


@pytest.mark.parametrize(
    "kind", ["artifact", "action", "context", "experiment-trial-component", "experiment"]
)
def test_an_unknown_start_is_not_found(any_client, kind):
    with refused("ResourceNotFound", saying="none"):
        any_client.query_lineage(StartArns=[f"arn:aws:sagemaker:us-west-2:000000000000:{kind}/none"])


def test_the_modelled_exception_is_raised(client):
    with pytest.raises(client.exceptions.ResourceNotFound):
        client.query_lineage(StartArns=["arn:aws:sagemaker:us-west-2:000000000000:artifact/none"])


def test_what_is_written_is_in_the_next_answer(any_client, account, chain):
    before = ask(any_client, StartArns=[chain["a"]])[0]
    new = build(account, {"d": D}, [])["d"]
    account.call("AddAssociation", {"SourceArn": chain["c"], "DestinationArn": new})
    assert ask(any_client, StartArns=[chain["a"]])[0] == [*before, new]
    account.call("DeleteAssociation", {"SourceArn": chain["c"], "DestinationArn": new})
    assert ask(any_client, StartArns=[chain["a"]])[0] == before
