"""Answers built from given graphs and gaps, without an account."""

from dataclasses import dataclass, field

from lineage_explorer.errors import Throttled
from lineage_explorer.graph.lineage_graph import LineageGraph, merge_graphs
from lineage_explorer.graph.model import Association, Entity, LineageType, Vertex
from lineage_explorer.graph.traversal import find_ancestors, find_descendants
from lineage_explorer.query.lineage_query import Direction, LineageQuery, Request
from lineage_explorer.questions.answer import ResultItem
from lineage_explorer.questions.registry import QueryServices, get_question
from lineage_explorer.sources.linked_resources import Findings, ResourceState
from lineage_explorer.sources.protocols import EntityList
from tests.support.fakes import FakeCatalog, FakeSource
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, NOON, VERTICES, arn, build_graph

ARTIFACT, ACTION = LineageType.ARTIFACT, LineageType.ACTION
CONTEXT, TRIAL_COMPONENT = LineageType.CONTEXT, LineageType.TRIAL_COMPONENT


class EmptyResources:
    """Knows no linked resources."""

    def nothing(self, *_):
        return Findings({})

    tags = trials = states = artifacts = nothing


def services(answer, entities=()):
    catalog = FakeCatalog({entity.arn: entity for entity in entities})
    return QueryServices(FakeSource(answer), catalog, EmptyResources())


def test_items_are_sorted_by_distance_then_newest_first():
    near, far, new = (arn(ARTIFACT, name) for name in ("near", "far", "new"))
    vertices = [Vertex(one, ARTIFACT, "DataSet") for one in (far, near, new)]
    known = [
        Entity(one, ARTIFACT, name=one.rpartition("/")[2], created=NOON.replace(year=year))
        for one, year in ((near, 2024), (far, 2026), (new, 2025))
    ]
    read = LineageGraph(
        start=MODEL,
        vertices={MODEL: VERTICES[MODEL]} | {vertex.arn: vertex for vertex in vertices},
        associations=(),
        matches=frozenset((near, far, new)),
        distances={MODEL: 0, near: 2, new: 2, far: 5},
        read_status=build_graph().read_status,
    )

    answer = get_question("model-datasets").ask(services(read, known), MODEL)

    assert [found.name for found in answer.items] == ["new", "near", "far"]
    assert answer.sentence == "3 data sets went into model; 2 directly, 1 further away."


def test_gaps_of_the_graph_are_gaps_of_the_answer():
    answer = get_question("picture").ask(services(build_graph(gaps=("Upstream: throttled.",)), []), ENDPOINT)

    assert "Upstream: throttled." in answer.gaps


def test_descriptions_that_time_out_are_reported():
    answer = get_question("picture").ask(services(build_graph(), []), ENDPOINT)

    assert answer.gaps[0] == "Details of 4 entities did not arrive in time. Try again."


def test_descriptions_are_bounded_and_the_rest_is_reported():
    many = [Vertex(arn(ARTIFACT, f"d{number}"), ARTIFACT, "DataSet") for number in range(320)]
    asked = services(build_graph(MODEL, [VERTICES[MODEL], *many], []), [])

    answer = get_question("picture").ask(asked, MODEL)

    assert len(answer.items) == 320
    assert len([r for r in answer.requests if r.operation == "DescribeArtifact"]) == 301  # the start too
    assert "Details loaded for 0 of 321. Reduce depth to load all." in answer.gaps


class Lists(FakeCatalog):
    """A catalog whose lists hold all its entities."""

    def find_in_lists(self, arns, *, seconds):
        return EntityList(self.described_entities(arns), (Request("ListArtifacts"),))


def test_listed_entities_are_not_described_one_by_one():
    many = [Vertex(arn(ARTIFACT, f"d{number}"), ARTIFACT, "DataSet") for number in range(320)]
    known = {vertex.arn: Entity(vertex.arn, ARTIFACT, name="data") for vertex in (*many, VERTICES[MODEL])}
    asked = QueryServices(
        FakeSource(build_graph(MODEL, [VERTICES[MODEL], *many], [])), Lists(known), EmptyResources()
    )

    answer = get_question("picture").ask(asked, MODEL)

    assert answer.gaps == ()
    assert {found.name for found in answer.items} == {"data"}
    assert [r.operation for r in answer.requests] == ["QueryLineage", "QueryLineage", "ListArtifacts"]


def test_long_name_is_shortened_in_the_sentence():
    known = [Entity(ENDPOINT, CONTEXT, name="churn-" + "x" * 100 + "-live")]

    answer = get_question("endpoint-siblings").ask(services(build_graph(matches=()), known), ENDPOINT)

    assert "churn-" in answer.sentence
    assert "…" in answer.sentence
    assert "-live" in answer.sentence
    assert len(answer.sentence) < 200


@dataclass
class TwoSources:
    """A source with one graph per start."""

    graphs: dict
    asked: list[LineageQuery] = field(default_factory=list)

    def read(self, query, *, freshness):
        self.asked.append(query)
        return self.graphs[query.start]


def test_second_query_starts_at_the_results_of_the_first():
    score = arn(TRIAL_COMPONENT, "score-aws-transform-job")
    first = build_graph(ENDPOINT, matches=[MODEL])
    then = build_graph(
        MODEL,
        [VERTICES[MODEL], Vertex(score, TRIAL_COMPONENT, "TransformJob")],
        [Association(MODEL, score, "ContributedTo")],
        matches=[score],
    )
    source = TwoSources({ENDPOINT: first, MODEL: then})

    answer = get_question("endpoint-transform-jobs").ask(
        QueryServices(source, FakeCatalog(), EmptyResources()), ENDPOINT
    )

    assert [(query.start, query.direction) for query in source.asked] == [
        (ENDPOINT, Direction.ASCENDANTS),
        (MODEL, Direction.DESCENDANTS),
    ]
    assert [found.arn for found in answer.items] == [score]
    assert answer.query is None
    assert answer.graph.role(score) == "match"
    assert answer.graph.role(MODEL) == "path"


def test_merged_graphs_keep_every_edge_and_count_from_the_first_start():
    beyond = arn(ARTIFACT, "beyond")
    further = build_graph(
        MODEL,
        [VERTICES[MODEL], Vertex(beyond, ARTIFACT, "DataSet")],
        [Association(MODEL, beyond, "Produced")],
        gaps=("cut",),
    )

    whole = merge_graphs(build_graph(ENDPOINT), [further], [beyond])

    assert set(whole.vertices) == {*VERTICES, beyond}
    assert Association(MODEL, beyond, "Produced") in whole.associations
    assert whole.matches == {beyond}
    assert whole.distances[beyond] == build_graph(ENDPOINT).distances[MODEL] + 1
    assert (whole.read_status.pages, whole.read_status.gaps) == (2, ("cut",))


def test_stub_is_replaced_by_the_vertex_of_a_later_graph():
    stub = Vertex(MODEL, ARTIFACT, stub=True)
    first = build_graph(ENDPOINT, [stub, VERTICES[ENDPOINT]], [])

    whole = merge_graphs(first, [build_graph(MODEL, [VERTICES[MODEL]], [])], [])

    assert whole.vertices[MODEL] == VERTICES[MODEL]


def test_upstream_and_downstream_follow_the_associations():
    assert find_ancestors(build_graph(), MODEL) == {DATA, JOB}
    assert find_descendants(build_graph(), MODEL) == {ENDPOINT}


ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
APPROVAL = arn(ACTION, "churn-7-approved")
PACKAGE = f"{ACCOUNT}:model-package/churn/7"
GROUP = arn(CONTEXT, "churn-group")
EXECUTION = f"{ACCOUNT}:pipeline/churn/execution/abc123"


class FakeResources(EmptyResources):
    """Linked resources with states and tags by ARN."""

    def __init__(self, *, states=(), tags=()):
        self.told, self.tagged = dict(states), dict(tags)

    def states(self, arns):
        return Findings({one: self.told[one] for one in arns if one in self.told})

    def tags(self, arns):
        return Findings({one: self.tagged[one] for one in arns if one in self.tagged})


def single_vertex_graph(start, lineage_type, **facts):
    """Return a graph of only its start, and the start's description."""
    read = build_graph(start, [Vertex(start, lineage_type, facts.get("type"))], [], matches=())
    return FakeSource(read), FakeCatalog({start: Entity(start, lineage_type, **facts)})


def test_package_without_lineage_is_described_itself():
    source, catalog = single_vertex_graph(
        APPROVAL, ACTION, type="Approval", name="churn-7-Approved", source_uri=PACKAGE
    )
    behind = FakeResources(states={PACKAGE: ResourceState("Approved", NOON)})

    answer = get_question("approval-model-package").ask(QueryServices(source, catalog, behind), APPROVAL)

    assert answer.sentence == "churn-7-Approved concerns churn v7, which has no lineage of its own."
    assert answer.items == (
        ResultItem(None, PACKAGE, "churn v7", "ModelPackage", NOON, "Approved", source=PACKAGE),
    )


def test_approval_without_a_known_subject_names_no_package():
    source, catalog = single_vertex_graph(
        APPROVAL, ACTION, type="Approval", name="a", source_uri="s3://b/notes"
    )

    answer = get_question("approval-model-package").ask(
        QueryServices(source, catalog, EmptyResources()), APPROVAL
    )

    assert answer.items == ()
    assert answer.sentence.startswith("a concerns no model package on record")


def test_group_without_jobs_names_the_execution_of_its_property():
    source, catalog = single_vertex_graph(
        GROUP, CONTEXT, name="churn", properties={"PipelineExecutionArn": EXECUTION}
    )
    behind = FakeResources(states={EXECUTION: ResourceState("Succeeded", NOON)})

    answer = get_question("model-group-pipeline-execution").ask(QueryServices(source, catalog, behind), GROUP)

    (found,) = answer.items
    assert (found.identifier, found.name, found.status) == (EXECUTION, "churn · abc123", "Succeeded")


def test_untagged_job_names_its_execution_by_its_generator():
    source, catalog = single_vertex_graph(
        JOB, TRIAL_COMPONENT, name="train", metadata={"GeneratedBy": EXECUTION}
    )

    answer = get_question("trial-component-pipeline-execution").ask(
        QueryServices(source, catalog, FakeResources()), JOB
    )

    assert [found.identifier for found in answer.items] == [EXECUTION]


def test_other_values_are_not_mistaken_for_executions():
    job = f"{ACCOUNT}:training-job/train"
    source, catalog = single_vertex_graph(
        JOB, TRIAL_COMPONENT, name="train", source_uri=job, metadata={"GeneratedBy": "notebook"}
    )
    behind = FakeResources(tags={job: {"sagemaker:pipeline-execution-arn": "unknown"}})

    answer = get_question("job-pipeline-execution").ask(QueryServices(source, catalog, behind), JOB)

    assert answer.items == ()


def test_differing_tag_and_generator_are_two_executions():
    job, other = f"{ACCOUNT}:training-job/train", EXECUTION.replace("abc", "xyz")
    source, catalog = single_vertex_graph(
        JOB, TRIAL_COMPONENT, name="train", source_uri=job, metadata={"GeneratedBy": EXECUTION}
    )
    behind = FakeResources(tags={job: {"sagemaker:pipeline-execution-arn": other}})

    answer = get_question("job-pipeline-execution").ask(QueryServices(source, catalog, behind), JOB)

    assert {found.identifier for found in answer.items} == {EXECUTION, other}
    assert answer.sentence == "2 pipeline executions made train."


def test_approval_shows_its_own_decision_not_the_current_status():
    package = arn(ARTIFACT, "package")
    vertices = [
        VERTICES[ENDPOINT],
        Vertex(package, ARTIFACT, "Model"),
        Vertex(APPROVAL, ACTION, "Approval"),
    ]
    named = Entity(
        APPROVAL,
        ACTION,
        name="churn-7-Rejected-1700000000-aws-model-group",
        type="Approval",
        source_uri=PACKAGE,
        status="Completed",
    )
    catalog = FakeCatalog({APPROVAL: named, package: Entity(package, ARTIFACT, source_uri=PACKAGE)})
    desk = QueryServices(
        FakeSource(build_graph(ENDPOINT, vertices, [])),
        catalog,
        FakeResources(states={PACKAGE: ResourceState("Approved")}),
    )

    answer = get_question("picture").ask(desk, ENDPOINT)

    assert {found.arn: found.status for found in answer.items} == {package: "Approved", APPROVAL: "Rejected"}


@dataclass
class FirstQueryOnly:
    """A source that answers the first query and refuses all others."""

    first: LineageGraph
    refused: int = 0

    def read(self, query, *, freshness):
        if query.start == self.first.start:
            return self.first
        self.refused += 1
        raise Throttled("Rate exceeded.", operation="QueryLineage")


def test_failed_second_query_is_a_gap():
    source = FirstQueryOnly(build_graph(ENDPOINT, matches=[MODEL, JOB]))

    answer = get_question("endpoint-siblings").ask(
        QueryServices(source, FakeCatalog(), EmptyResources()), ENDPOINT
    )

    assert answer.items == ()
    assert "Rate exceeded." in answer.gaps
    assert answer.sentence == "No other endpoint uses the models of live, but not everything could be read."


def test_second_queries_are_bounded_and_the_rest_is_reported():
    models = [Vertex(arn(ARTIFACT, f"m{number}"), ARTIFACT, "Model") for number in range(60)]
    source = FirstQueryOnly(
        build_graph(ENDPOINT, [VERTICES[ENDPOINT], *models], [], matches=[m.arn for m in models])
    )

    answer = get_question("endpoint-siblings").ask(
        QueryServices(source, FakeCatalog(), EmptyResources()), ENDPOINT
    )

    assert source.refused == 50
    assert "Only 50 of 60 further queries were made." in answer.gaps
