"""Answers that come in bad shape, late, twice, for ever or not at all."""

import pytest

from lineage_explorer import errors
from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery, Property
from lineage_explorer.sources.aws.result_pages import MAX_EMPTY_PAGES, ReadLimits
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


def in_turn(*answers):
    """Answer the requests of one direction in turn, then fail."""
    waiting = iter(answers)
    return lambda _request: next(waiting)


def by_direction(**answers):
    """Answer each direction's requests in turn."""
    waiting = {direction: iter(told) for direction, told in answers.items()}
    return lambda request: next(waiting[request["Direction"]])


def endless(request):
    """Send a new vertex and a new token, for ever."""
    number = int(request.get("NextToken", 0)) + 1
    return page(vertex(artifact(f"n{number}")), then=str(number))


def test_repetitions_within_and_across_pages_are_read_once(wire):
    first = page(vertex(START), vertex(A), vertex(A), edges=[edge(START, A), edge(START, A)], then="t")
    second = page(vertex(A), vertex(B), edges=[edge(START, A), edge(A, B)])
    graph = read(wire, in_turn(first, second))
    assert list(graph.vertices) == [START, A, B]
    assert graph.associations == (
        Association(START, A, "ContributedTo"),
        Association(A, B, "ContributedTo"),
    )


def test_what_only_the_second_sighting_of_a_vertex_knows_is_kept(wire):
    first = page(vertex(START), vertex(A, None), then="t")
    graph = read(wire, in_turn(first, page(vertex(A, "Model"))))
    assert graph.vertices[A].type == "Model"


def test_an_end_that_no_page_holds_is_a_stub_of_the_kind_in_its_arn(wire):
    action = Arn(f"{ACCOUNT}:action/approve")
    experiment = Arn(f"{ACCOUNT}:experiment/e")
    told = page(vertex(START), edges=[edge(START, action), edge(START, experiment)])
    graph = read(wire, in_turn(told))
    assert graph.vertices[action] == Vertex(action, LineageType.ACTION, stub=True)
    assert graph.vertices[experiment] == Vertex(experiment, None, stub=True)
    assert graph.read_status.is_complete


def test_a_start_that_only_an_association_names_is_no_stub(wire):
    graph = read(wire, in_turn(page(vertex(A), edges=[edge(START, A)])))
    assert graph.vertices[START] == Vertex(START, LineageType.ARTIFACT)
    assert graph.distances == {START: 0, A: 1}


def test_a_start_pasted_in_capitals_is_the_one_that_the_service_spells_small(wire):
    pasted, spelled = Arn(f"{ACCOUNT}:context/Fraud-EP"), Arn(f"{ACCOUNT}:context/fraud-ep")
    told = page(vertex(spelled, "Endpoint", "Context"), vertex(A), edges=[edge(A, spelled)])
    graph = read(wire, in_turn(told), LineageQuery(pasted, UP))
    assert graph.start == spelled
    assert list(graph.vertices) == [spelled, A]
    assert graph.distances[A] == 1


def test_members_that_are_absent_are_put_up_with(wire):
    told = {
        "Vertices": [{"Arn": A}, {"Type": "Model"}, {"Arn": B, "LineageType": "Novelty", "Type": ""}],
        "Edges": [{"SourceArn": START}, {"SourceArn": START, "DestinationArn": A}],
    }
    graph = read(wire, in_turn(told))
    assert graph.vertices[A] == Vertex(A, LineageType.ARTIFACT)
    assert graph.vertices[B] == Vertex(B, LineageType.ARTIFACT)
    assert graph.associations == (Association(START, A),)


@pytest.mark.parametrize("absent", ["Vertices", "Edges"])
def test_one_of_the_two_lists_may_be_absent(wire, absent):
    told = page(vertex(START), edges=[edge(START, START)])
    del told[absent]
    assert START in read(wire, in_turn(told)).vertices


@pytest.mark.parametrize("body", [b"<html>It works!</html>", {"message": "hello"}, {}])
def test_what_is_no_answer_to_the_question_is_not_taken_for_an_empty_one(wire, body):
    with pytest.raises(errors.UnexpectedResponse, match="endpoint URL"):
        read(wire, in_turn(body))


def test_a_repeated_token_ends_the_reading_with_what_was_read(wire):
    graph = read(wire, lambda _request: page(vertex(START), vertex(A), then="same"))
    assert set(graph.vertices) == {START, A}
    assert graph.read_status.gaps == (
        "Downstream: SageMaker repeated a page token after page 2; 2 entities read until then.",
    )


def test_an_endless_answer_ends_at_the_most_pages(wire):
    graph = read(wire, endless, limits=ReadLimits(pages=7))
    assert graph.read_status.gaps == (
        "Downstream: reading stopped after 7 pages; the answer is larger than this.",
    )
    assert (graph.read_status.pages, len(graph.vertices)) == (7, 8)


def test_an_endless_answer_ends_at_the_most_vertices(wire):
    graph = read(wire, endless, limits=ReadLimits(vertices=5))
    assert graph.read_status.gaps == (
        "Downstream: reading stopped at 5 entities; the answer is larger than this.",
    )


def test_a_slow_answer_ends_when_its_time_is_over(wire):
    graph = read(wire, endless, limits=ReadLimits(seconds=0))
    assert graph.read_status.gaps == (
        "Downstream: the time of 0 seconds was up after page 1; 1 entity read until then.",
    )


def test_an_answer_that_ends_at_a_limit_is_complete(wire):
    last = page(vertex(START), vertex(A))
    assert read(
        wire, in_turn(last), limits=ReadLimits(pages=1, vertices=2, seconds=0)
    ).read_status.is_complete


def test_an_empty_page_amid_others_is_read_over(wire):
    pages = (page(vertex(START), then="1"), page(then="2"), page(vertex(A)))
    graph = read(wire, in_turn(*pages))
    assert set(graph.vertices) == {START, A}
    assert graph.read_status.is_complete


def test_pages_that_stay_empty_end_the_reading(wire):
    def empty(request):
        return page(then=str(int(request.get("NextToken", 0)) + 1))

    graph = read(wire, empty)
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
def test_a_later_page_that_fails_leaves_what_was_read_and_says_so(wire, refusal, code, words):
    told = in_turn(page(vertex(START), then="1"), page(vertex(A), then="2"), refusal(code))
    graph = read(wire, told)
    assert set(graph.vertices) == {START, A}
    assert graph.read_status.gaps == (f"Downstream: {words} after page 2; 2 entities read until then.",)
    assert (graph.read_status.pages, graph.read_status.calls) == (2, 3)


def test_a_first_page_that_fails_is_an_error(wire, refusal):
    with pytest.raises(errors.Throttled):
        read(wire, in_turn(refusal("ThrottlingException", "Rate exceeded")))


def test_of_two_ways_the_one_that_can_be_read_is_shown(wire, refusal):
    denied = refusal("AccessDeniedException", "Not for you")
    told = by_direction(
        Ascendants=[page(vertex(START), vertex(A), edges=[edge(A, START)])], Descendants=[denied]
    )
    graph = read(wire, told, LineageQuery(START))
    assert set(graph.vertices) == {START, A}
    (gap,) = graph.read_status.gaps
    assert gap.startswith("Downstream could not be read. Access to sagemaker:QueryLineage was denied: ")
    assert (graph.read_status.pages, graph.read_status.calls) == (1, 2)


def test_of_two_ways_that_fail_the_first_error_is_raised(wire, refusal):
    told = by_direction(Ascendants=[refusal("ThrottlingException")], Descendants=[refusal("AccessDenied")])
    with pytest.raises(errors.Throttled):
        read(wire, told, LineageQuery(START))


def test_gaps_of_both_ways_are_told(wire):
    graph = read(wire, endless, LineageQuery(START), limits=ReadLimits(pages=2))
    assert [gap.partition(":")[0] for gap in graph.read_status.gaps] == ["Upstream", "Downstream"]


FRAUD = Filters(properties=(Property("team", "fraud"),))


def matches_apart(with_edges, without_edges):
    """Answer the two requests of a filter by property."""
    told = {True: iter(with_edges), False: iter(without_edges)}
    return lambda request: next(told[request["IncludeEdges"]])


def test_matches_that_cannot_be_asked_for_are_no_matches_and_the_reader_is_told(wire, refusal):
    path = page(vertex(START), vertex(A), edges=[edge(START, A)])
    told = matches_apart([path], [refusal("ThrottlingException")])
    graph = read(wire, told, LineageQuery(START, DOWN, filters=FRAUD))
    assert set(graph.vertices) == {START, A}
    assert graph.matches == frozenset()
    assert graph.read_status.gaps[0].startswith(
        "Downstream, which entities match could not be read. SageMaker"
    )


def test_matches_are_shown_even_where_the_way_to_them_cannot_be_read(wire, refusal):
    told = matches_apart([refusal("InternalFailure")], [page(vertex(A))])
    graph = read(wire, told, LineageQuery(START, DOWN, filters=FRAUD))
    assert graph.matches == {A}
    assert graph.distances == {START: 0}
    assert graph.read_status.gaps[0].startswith("Downstream could not be read. SageMaker failed")


def test_a_region_without_lineage_queries_is_named(wire, refusal):
    client = wire(lambda *_: refusal("ValidationException", "no"), region="af-south-1").client()
    with pytest.raises(errors.RegionNotOffered, match="af-south-1"):
        SageMakerSource(client).read(LineageQuery(START))
