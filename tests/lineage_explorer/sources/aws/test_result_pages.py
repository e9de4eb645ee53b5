"""Result pages that are malformed, late, repeated, endless or missing."""

import pytest

from lineage_explorer import errors
from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.query.pairs import Property
from lineage_explorer.sources.aws.result_pages import (
    MAX_EMPTY_PAGES,
    ReadLimits,
    find_foreign_arns,
    parse_associations,
    parse_vertices,
)
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
UP, DOWN = Direction.ASCENDANTS, Direction.DESCENDANTS


def artifact(name):
    return Arn(f"{ACCOUNT}:artifact/{name}")


START, A, B = artifact("start"), artifact("a"), artifact("b")


def vertex(arn, type_="DataSet", lineage_type="Artifact"):
    members = {"Arn": arn, "Type": type_, "LineageType": lineage_type}
    return {name: value for name, value in members.items() if value is not None}


def edge(source, destination, type_="ContributedTo"):
    return {"SourceArn": source, "DestinationArn": destination, "AssociationType": type_}


def page(*vertices, edges=(), then=None):
    return {"Vertices": list(vertices), "Edges": list(edges), **({"NextToken": then} if then else {})}


def read(wire, answer, query=None, **options):
    """Read with a client whose answers are those of `answer(request)`."""
    client = wire(lambda _operation, request: answer(request)).client()
    return SageMakerSource(client, **options).read(query or LineageQuery(START, DOWN))


def respond_in_turn(*answers):
    """Return responses of one direction in turn, then fail."""
    waiting = iter(answers)
    return lambda _request: next(waiting)


def respond_by_direction(**answers):
    """Return each direction's responses in turn."""
    waiting = {direction: iter(told) for direction, told in answers.items()}
    return lambda request: next(waiting[request["Direction"]])


def respond_endlessly(request):
    """Return a new vertex and a new token for ever."""
    number = int(request.get("NextToken", 0)) + 1
    return page(vertex(artifact(f"n{number}")), then=str(number))


def test_repetitions_within_and_across_pages_are_deduplicated(stub_client):
    first = page(vertex(START), vertex(A), vertex(A), edges=[edge(START, A), edge(START, A)], then="t")
    second = page(vertex(A), vertex(B), edges=[edge(START, A), edge(A, B)])
    graph = read(stub_client, respond_in_turn(first, second))
    assert list(graph.vertices) == [START, A, B]
    assert graph.associations == (
        Association(START, A, "ContributedTo"),
        Association(A, B, "ContributedTo"),
    )


def test_members_known_only_from_a_repetition_are_kept(stub_client):
    first = page(vertex(START), vertex(A, None), then="t")
    graph = read(stub_client, respond_in_turn(first, page(vertex(A, "Model"))))
    assert graph.vertices[A].type == "Model"


def test_association_end_on_no_page_is_a_stub_typed_by_its_arn(stub_client):
    action = Arn(f"{ACCOUNT}:action/approve")
    experiment = Arn(f"{ACCOUNT}:experiment/e")
    told = page(vertex(START), edges=[edge(START, action), edge(START, experiment)])
    graph = read(stub_client, respond_in_turn(told))
    assert graph.vertices[action] == Vertex(action, LineageType.ACTION, stub=True)
    assert graph.vertices[experiment] == Vertex(experiment, None, stub=True)
    assert graph.read_status.is_complete


def test_start_known_only_from_an_association_is_no_stub(stub_client):
    graph = read(stub_client, respond_in_turn(page(vertex(A), edges=[edge(START, A)])))
    assert graph.vertices[START] == Vertex(START, LineageType.ARTIFACT)
    assert graph.distances == {START: 0, A: 1}


def test_start_arn_is_matched_case_insensitively(stub_client):
    pasted, spelled = Arn(f"{ACCOUNT}:context/Fraud-EP"), Arn(f"{ACCOUNT}:context/fraud-ep")
    told = page(vertex(spelled, "Endpoint", "Context"), vertex(A), edges=[edge(A, spelled)])
    graph = read(stub_client, respond_in_turn(told), LineageQuery(pasted, UP))
    assert graph.start == spelled
    assert list(graph.vertices) == [spelled, A]
    assert graph.distances[A] == 1


def test_absent_members_are_tolerated(stub_client):
    told = {
        "Vertices": [{"Arn": A}, {"Type": "Model"}, {"Arn": B, "LineageType": "Novelty", "Type": ""}],
        "Edges": [{"SourceArn": START}, {"SourceArn": START, "DestinationArn": A}],
    }
    graph = read(stub_client, respond_in_turn(told))
    assert graph.vertices[A] == Vertex(A, LineageType.ARTIFACT)
    assert graph.vertices[B] == Vertex(B, LineageType.ARTIFACT)
    assert graph.associations == (Association(START, A),)


@pytest.mark.parametrize("absent", ["Vertices", "Edges"])
def test_one_of_the_two_lists_may_be_absent(stub_client, absent):
    told = page(vertex(START), edges=[edge(START, START)])
    del told[absent]
    assert START in read(stub_client, respond_in_turn(told)).vertices


@pytest.mark.parametrize("body", [b"<html>It works!</html>", {"message": "hello"}, {}])
def test_malformed_response_is_not_taken_for_an_empty_one(stub_client, body):
    with pytest.raises(errors.UnexpectedResponse, match="endpoint URL"):
        read(stub_client, respond_in_turn(body))


def test_repeated_token_ends_reading_with_a_partial_graph(stub_client):
    graph = read(stub_client, lambda _request: page(vertex(START), vertex(A), then="same"))
    assert set(graph.vertices) == {START, A}
    assert graph.read_status.gaps == (
        "Downstream: SageMaker repeated a page token after page 2; 2 entities read until then.",
    )


def test_endless_response_ends_at_the_page_limit(stub_client):
    graph = read(stub_client, respond_endlessly, limits=ReadLimits(pages=7))
    assert graph.read_status.gaps == (
        "Downstream: reading stopped after 7 pages; the answer is larger than this.",
    )
    assert (graph.read_status.pages, len(graph.vertices)) == (7, 8)


def test_endless_response_ends_at_the_vertex_limit(stub_client):
    graph = read(stub_client, respond_endlessly, limits=ReadLimits(vertices=5))
    assert graph.read_status.gaps == (
        "Downstream: reading stopped at 5 entities; the answer is larger than this.",
    )


def test_slow_response_ends_at_the_time_limit(stub_client):
    graph = read(stub_client, respond_endlessly, limits=ReadLimits(seconds=0))
    assert graph.read_status.gaps == (
        "Downstream: the limit of 0 seconds was reached after page 1; 1 entity read until then.",
    )


def test_response_that_ends_exactly_at_a_limit_is_complete(stub_client):
    last = page(vertex(START), vertex(A))
    assert read(
        stub_client, respond_in_turn(last), limits=ReadLimits(pages=1, vertices=2, seconds=0)
    ).read_status.is_complete


def test_empty_page_between_others_is_skipped(stub_client):
    pages = (page(vertex(START), then="1"), page(then="2"), page(vertex(A)))
    graph = read(stub_client, respond_in_turn(*pages))
    assert set(graph.vertices) == {START, A}
    assert graph.read_status.is_complete


def test_repeated_empty_pages_end_reading(stub_client):
    def empty(request):
        return page(then=str(int(request.get("NextToken", 0)) + 1))

    graph = read(stub_client, empty)
    assert graph.read_status.pages == MAX_EMPTY_PAGES
    assert graph.read_status.gaps == (
        "Downstream: SageMaker sent 20 empty pages in a row after page 20; 0 entities read until then.",
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ThrottlingException", "throttled"),
        ("AccessDeniedException", "access was denied"),
        ("ExpiredTokenException", "the credentials were refused"),
        ("InternalFailure", "SageMaker could not be reached"),
        ("ResourceNotFound", "the start was no longer found"),
    ],
)
def test_failed_later_page_gives_a_partial_graph_with_a_gap(stub_client, error_response, code, words):
    told = respond_in_turn(page(vertex(START), then="1"), page(vertex(A), then="2"), error_response(code))
    graph = read(stub_client, told)
    assert set(graph.vertices) == {START, A}
    assert graph.read_status.gaps == (f"Downstream: {words} after page 2; 2 entities read until then.",)
    assert (graph.read_status.pages, graph.read_status.calls) == (2, 3)


def test_failed_first_page_is_an_error(stub_client, error_response):
    with pytest.raises(errors.Throttled):
        read(stub_client, respond_in_turn(error_response("ThrottlingException", "Rate exceeded")))


def test_one_failed_direction_leaves_the_other(stub_client, error_response):
    denied = error_response("AccessDeniedException", "Not for you")
    told = respond_by_direction(
        Ascendants=[page(vertex(START), vertex(A), edges=[edge(A, START)])], Descendants=[denied]
    )
    graph = read(stub_client, told, LineageQuery(START))
    assert set(graph.vertices) == {START, A}
    (gap,) = graph.read_status.gaps
    assert gap.startswith("Downstream could not be read. Access to sagemaker:QueryLineage was denied: ")
    assert (graph.read_status.pages, graph.read_status.calls) == (1, 2)


def test_two_failed_directions_raise_the_first_error(stub_client, error_response):
    told = respond_by_direction(
        Ascendants=[error_response("ThrottlingException")], Descendants=[error_response("AccessDenied")]
    )
    with pytest.raises(errors.Throttled):
        read(stub_client, told, LineageQuery(START))


def test_gaps_of_both_directions_are_reported(stub_client):
    graph = read(stub_client, respond_endlessly, LineageQuery(START), limits=ReadLimits(pages=2))
    assert [gap.partition(":")[0] for gap in graph.read_status.gaps] == ["Upstream", "Downstream"]


FRAUD = Filters(properties=(Property("team", "fraud"),))


def respond_to_filter(with_edges, without_edges):
    """Return the responses to both requests of a filter by property."""
    told = {True: iter(with_edges), False: iter(without_edges)}
    return lambda request: next(told[request["IncludeEdges"]])


def test_unreadable_matches_are_a_gap(stub_client, error_response):
    path = page(vertex(START), vertex(A), edges=[edge(START, A)])
    told = respond_to_filter([path], [error_response("ThrottlingException")])
    graph = read(stub_client, told, LineageQuery(START, DOWN, filters=FRAUD))
    assert set(graph.vertices) == {START, A}
    assert graph.matches == frozenset()
    assert graph.read_status.gaps[0].startswith(
        "Downstream, which entities match could not be read. SageMaker"
    )


def test_matches_are_shown_even_if_the_paths_to_them_fail(stub_client, error_response):
    told = respond_to_filter([error_response("InternalFailure")], [page(vertex(A))])
    graph = read(stub_client, told, LineageQuery(START, DOWN, filters=FRAUD))
    assert graph.matches == {A}
    assert graph.distances == {START: 0}
    assert graph.read_status.gaps[0].startswith("Downstream could not be read. SageMaker failed")


def test_region_without_lineage_queries_is_named_in_the_error(stub_client, error_response):
    client = stub_client(lambda *_: error_response("ValidationException", "no"), region="af-south-1").client()
    with pytest.raises(errors.RegionNotOffered, match="af-south-1"):
        SageMakerSource(client).read(LineageQuery(START))


def test_an_arn_of_many_pages_is_one_object():
    spellings: dict[Arn, Arn] = {}
    pages = [
        page(vertex(str(arn)), edges=[edge(f"{ACCOUNT}:artifact/start", "".join(arn))]) for arn in (A, A)
    ]
    first, second = (next(parse_associations(each, spellings)) for each in pages)
    read = next(parse_vertices(pages[1], spellings))
    assert first == second
    assert first.source is second.source
    assert first.destination is read.arn


@pytest.mark.parametrize("arn", [None, 7, "no ARN", ["a list"], {}])
def test_what_is_no_arn_is_left_out_of_vertices_and_told(arn):
    answer = page({"Arn": arn}, vertex(A))
    assert [each.arn for each in parse_vertices(answer)] == [A]
    assert list(find_foreign_arns(answer, {A})) == [str(arn or "")]
