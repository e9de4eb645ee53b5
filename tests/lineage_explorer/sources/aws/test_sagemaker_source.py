"""Graphs read by QueryLineage from an embedded account."""

import json
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from lineage_explorer import errors
from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.query.pairs import Property
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource

REFERENCE = json.loads((Path(__file__).parents[3] / "data" / "reference_graph.json").read_text())

UP, DOWN, BOTH = Direction.ASCENDANTS, Direction.DESCENDANTS, Direction.BOTH
NOWHERE = Arn("arn:aws:sagemaker:us-west-2:111122223333:artifact/00000000000000000000000000000000")


@pytest.fixture
def source(client):
    return SageMakerSource(client, describe=SageMakerCatalog(client).describe)


@pytest.fixture
def run(make):
    """Make one pipeline from data to endpoint; return the ARNs by name."""
    data = make.artifact("s3://b/data")
    job = make.trial_component("train-aws-training-job")
    model = make.artifact("s3://b/model.tar.gz", "Model", Properties={"team": "fraud", "tier": "gold"})
    deployment = make.action("deployment", "ModelDeployment")
    endpoint = make.context("endpoint", "Endpoint")
    make.chain(data, job, model, deployment, endpoint)
    return {"data": data, "job": job, "model": model, "deployment": deployment, "endpoint": endpoint}


@pytest.fixture
def reference(make):
    """Make the reference graph; return its ARNs by key."""
    arns = {entity["key"]: made(make, **entity) for entity in REFERENCE["entities"]}
    for edge in REFERENCE["associations"]:
        make.chain(arns[edge["source"]], arns[edge["destination"]], type_=edge["type"])
    return arns


def made(make, key, lineage_type, type):  # noqa: A002 - the file's own words
    if lineage_type == "Artifact":
        return make.artifact(f"s3://b/{key}", type)
    if lineage_type == "TrialComponent":
        suffix = {"TrainingJob": "training", "ProcessingJob": "processing", "TransformJob": "transform"}[type]
        return make.trial_component(f"{key}-aws-{suffix}-job")
    return {"Action": make.action, "Context": make.context}[lineage_type](key, type)


def sent_queries(row, start, *, paths):
    filters = Filters(
        lineage_types=tuple(LineageType(kind) for kind in row["lineage_types"]), types=tuple(row["types"])
    )
    return LineageQuery(start, Direction(row["direction"]), row["max_depth"], filters, include_paths=paths)


@pytest.mark.parametrize("page_size", [50, 3])
@pytest.mark.parametrize("paths", [True, False])
def test_reference_queries_give_the_recorded_graphs(client, reference, page_size, paths):
    source = SageMakerSource(client, page_size=page_size)
    for row in REFERENCE["queries"]:
        start = reference[row["start"]]
        graph = source.read(sent_queries(row, start, paths=paths))
        assert graph.matches - {start} == {reference[key] for key in row["vertices"]}, row
        assert graph.read_status.is_complete


def test_upstream_query_gives_a_graph(source, run):
    graph = source.read(LineageQuery(run["model"], UP))
    assert graph.vertices == {
        run["model"]: Vertex(run["model"], LineageType.ARTIFACT, "Model"),
        run["job"]: Vertex(run["job"], LineageType.TRIAL_COMPONENT, "TrainingJob"),
        run["data"]: Vertex(run["data"], LineageType.ARTIFACT, "DataSet"),
    }
    assert set(graph.associations) == {
        Association(run["job"], run["model"], "ContributedTo"),
        Association(run["data"], run["job"], "ContributedTo"),
    }
    assert graph.matches == set(graph.vertices)
    assert graph.distances == {run["model"]: 0, run["job"]: 1, run["data"]: 2}


def test_up_and_down_merges_one_query_per_direction(source, run, counting_client):
    graph = source.read(LineageQuery(run["model"]))
    assert next(iter(graph.vertices)) == run["model"]
    assert set(graph.vertices) == set(run.values())
    assert graph.distances[run["data"]] == graph.distances[run["endpoint"]] == 2
    assert counting_client.sent == ["QueryLineage"] * 2
    assert (graph.read_status.pages, graph.read_status.calls, graph.read_status.gaps) == (2, 2, ())


def test_both_includes_siblings_and_up_and_down_does_not(source, run, make):
    sibling = make.artifact("s3://b/other")
    make.chain(run["job"], sibling)
    assert sibling not in source.read(LineageQuery(run["model"])).vertices
    assert source.read(LineageQuery(run["model"], BOTH)).distances[sibling] == 2


def test_depth_counts_associations_from_the_start(source, run):
    assert set(source.read(LineageQuery(run["data"], DOWN, depth=2)).vertices) == {
        run[name] for name in ("data", "job", "model")
    }


def test_entity_without_associations_is_a_graph_of_itself(source, make):
    lonely = make.action("lonely", "Approval")
    graph = source.read(LineageQuery(lonely))
    assert graph.vertices == {lonely: Vertex(lonely, LineageType.ACTION, "Approval")}
    assert (graph.associations, graph.distances) == ((), {lonely: 0})


def test_cycles_and_self_loops_are_kept(source, make):
    here, there = make.artifact("s3://b/1"), make.artifact("s3://b/2")
    make.chain(here, there, here)
    make.chain(there, there)
    graph = source.read(LineageQuery(here))
    assert graph.distances == {here: 0, there: 1}
    assert len(graph.associations) == 3


def test_an_unknown_start_is_not_found(source):
    with pytest.raises(errors.EntityNotFound):
        source.read(LineageQuery(NOWHERE))


@pytest.mark.parametrize("paths", [True, False])
def test_filtered_query_distinguishes_matches_from_path_entities(source, run, paths):
    query = LineageQuery(run["endpoint"], UP, filters=Filters(types=("DataSet",)), include_paths=paths)
    graph = source.read(query)
    assert graph.matches == {run["data"]}
    assert set(graph.vertices) == (set(run.values()) if paths else {run["data"], run["endpoint"]})


def test_query_without_paths_knows_only_the_distance_of_the_start(source, run):
    query = LineageQuery(run["endpoint"], UP, filters=Filters(types=("DataSet",)), include_paths=False)
    graph = source.read(query)
    assert (graph.associations, graph.distances) == ((), {run["endpoint"]: 0})


def test_unfiltered_query_without_paths_still_reads_associations(source, run):
    assert len(source.read(LineageQuery(run["endpoint"], UP, include_paths=False)).associations) == 4


@pytest.mark.parametrize("paths", [True, False])
def test_a_start_that_passes_the_filters_is_a_match(source, run, paths):
    filters = Filters(types=("Model",), lineage_types=(LineageType.ARTIFACT,))
    assert source.read(LineageQuery(run["model"], UP, filters=filters, include_paths=paths)).matches == {
        run["model"]
    }


def test_type_of_a_start_on_no_page_is_described_once(source, run, counting_client):
    query = LineageQuery(run["job"], DOWN, filters=Filters(types=("DataSet",)), include_paths=False)
    graph = source.read(query)
    assert graph.vertices == {run["job"]: Vertex(run["job"], LineageType.TRIAL_COMPONENT, "TrainingJob")}
    assert counting_client.sent == ["QueryLineage", "DescribeTrialComponent"]


def test_start_type_is_unknown_without_a_description(client, run):
    query = LineageQuery(run["endpoint"], UP, filters=Filters(types=("Image",)), include_paths=False)
    graph = SageMakerSource(client).read(query)
    assert graph.vertices[run["endpoint"]] == Vertex(run["endpoint"], LineageType.CONTEXT, None)


def test_failed_description_leaves_the_start_type_unknown(client, run):
    def refuse(_arn):
        raise errors.AccessDenied("no", operation="DescribeContext")

    query = LineageQuery(run["endpoint"], UP, filters=Filters(types=("DataSet",)), include_paths=False)
    graph = SageMakerSource(client, describe=refuse).read(query)
    assert graph.vertices[run["endpoint"]].type is None
    assert graph.matches == {run["data"]}


BY_TIME_AND_PROPERTY = [
    (Filters(properties=(Property("team", "fraud"),)), {"model"}),
    (Filters(properties=(Property("team", "credit"), Property("tier", "gold"))), {"model"}),
    (Filters(properties=(Property("team", "credit"),)), set()),
    (Filters(created_after=datetime(2024, 6, 1, tzinfo=UTC)), {"late"}),
    (Filters(created_before=datetime(2024, 6, 1, tzinfo=UTC)), {"data", "job", "model", "deployment"}),
    (Filters(modified_after=datetime(2024, 6, 1, tzinfo=UTC)), {"late"}),
    (Filters(modified_before=datetime(2024, 6, 1, tzinfo=UTC), types=("Model",)), {"model"}),
    (Filters(created_after=datetime(2024, 6, 1, tzinfo=UTC), types=("Model",)), set()),
]


@pytest.fixture
def late(run, make, calendar):
    """Register one more data set, a year after the others."""
    calendar.pass_days(366)
    late = make.artifact("s3://b/late")
    make.chain(late, run["job"])
    return run | {"late": late}


@pytest.mark.parametrize("paths", [True, False])
@pytest.mark.parametrize(("filters", "names"), BY_TIME_AND_PROPERTY)
def test_matches_by_date_and_property_are_exact_upstream(source, late, filters, names, paths):
    query = LineageQuery(late["endpoint"], UP, filters=filters, include_paths=paths)
    graph = source.read(query)
    assert graph.matches - {late["endpoint"]} == {late[name] for name in names}


@pytest.mark.parametrize(("filters", "names"), BY_TIME_AND_PROPERTY)
def test_description_decides_whether_the_start_matches_dates_and_properties(source, late, filters, names):
    for name, paths in product(late.keys() - {"endpoint"}, (True, False)):
        graph = source.read(LineageQuery(late[name], UP, filters=filters, include_paths=paths))
        assert (late[name] in graph.matches) == (name in names)


def test_query_with_paths_keeps_entities_between_start_and_date_match(source, late):
    filters = Filters(created_after=datetime(2024, 6, 1, tzinfo=UTC))
    graph = source.read(LineageQuery(late["model"], UP, filters=filters))
    assert set(graph.vertices) == {late["model"], late["job"], late["late"]}
    assert graph.matches == {late["late"]}
    assert graph.read_status.calls == 2


def test_date_filter_without_entities_has_no_matches(source, late):
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    filters = Filters(created_after=moment, created_before=moment + timedelta(days=1))
    assert source.read(LineageQuery(late["model"], filters=filters)).matches == frozenset()


def test_many_pages_are_read_to_the_last(client, make):
    hub = make.artifact("s3://b/hub")
    leaves = [make.artifact(f"s3://b/{number}") for number in range(20)]
    for leaf in leaves:
        make.chain(hub, leaf)
    graph = SageMakerSource(client, page_size=3).read(LineageQuery(hub, DOWN))
    assert set(graph.vertices) == {hub, *leaves}
    assert len(graph.associations) == 20
    assert graph.read_status.pages == 7


def test_graph_records_the_time_of_its_last_page(client, run):
    noon = datetime(2024, 5, 5, 12, tzinfo=UTC)
    graph = SageMakerSource(client, clock=lambda: noon).read(LineageQuery(run["model"]))
    assert graph.read_status.finished_at == noon


def test_every_parameter_of_a_query_is_sent(stub_client, run):
    filters = Filters(
        lineage_types=(LineageType.ARTIFACT,),
        types=("Model",),
        created_after=datetime(2024, 1, 1, tzinfo=UTC),
        properties=(Property("team", "fraud"),),
    )
    told = stub_client(lambda *_: {"Vertices": [], "Edges": []})
    SageMakerSource(told.client()).read(LineageQuery(run["model"], DOWN, 4, filters, include_paths=False))
    assert told.sent == [
        (
            "QueryLineage",
            {
                "StartArns": [run["model"]],
                "Direction": "Descendants",
                "IncludeEdges": False,
                "MaxDepth": 4,
                "MaxResults": 50,
                "Filters": {
                    "LineageTypes": ["Artifact"],
                    "Types": ["Model"],
                    "CreatedAfter": 1704067200,
                    "Properties": {"team": "fraud"},
                },
            },
        )
    ]
