"""Large graphs as runs, versions, endpoints, sources and accounts, named as readers would."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Association, Entity, LineageType, Vertex
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.views.cards import build_cards
from lineage_explorer.views.grouping import build_grouped_graph, group_siblings
from lineage_explorer.views.overview import MAX_BOXES, GroupKind
from sagemaker_account import transport
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.graph_builders import arn, build_graph

ARTIFACT, ACTION = LineageType.ARTIFACT, LineageType.ACTION
CONTEXT, JOB = LineageType.CONTEXT, LineageType.TRIAL_COMPONENT
OTHER_ACCOUNT = "111122223333"
BUDGET = 8
"""Number of boxes in these graphs, in which everything that can be is grouped."""


class Lineage:
    """Entities and associations that a test writes down."""

    def __init__(self) -> None:
        self.vertices: dict[Arn, Vertex] = {}
        self.entities: dict[Arn, Entity] = {}
        self.associations: list[Association] = []

    def add(
        self,
        kind: LineageType,
        type_: str,
        name: str,
        *parents: Arn,
        uri: str = "",
        month: int = 1,
        account: str = "000000000000",
    ) -> Arn:
        """Add an entity that its parents lead to."""
        key = arn(kind, name.lower(), account=account)
        created = datetime(2026, month, 1, tzinfo=UTC)
        self.vertices[key] = Vertex(key, kind, type_)
        self.entities[key] = Entity(
            key, kind, name=None if kind is ARTIFACT else name, type=type_, source_uri=uri, created=created
        )
        self.associations += [Association(parent, key, "ContributedTo") for parent in parents]
        return key

    def build(self, start: Arn) -> LineageGraph:
        """Return the graph around a start."""
        return build_graph(start, self.vertices.values(), self.associations)


def add_run(lineage: Lineage, number: int, *sources: Arn, month: int = 1) -> Arn:
    """Add a run of a pipeline, from cleaning to a registered and approved version."""
    run = f"abcdefghij{number:02}"
    clean = lineage.add(
        JOB, "ProcessingJob", f"pipelines-{run}-ChurnClean-a1b2c3d4e5-aws-processing-job", *sources,
        month=month,
    )  # fmt: skip
    table = lineage.add(ARTIFACT, "DataSet", f"table-{number}", clean, uri=f"s3://b/{run}/table.csv")
    train = lineage.add(
        JOB, "TrainingJob", f"pipelines-{run}-ChurnTrain-a1b2c3d4e5-aws-training-job", table, month=month
    )
    model = lineage.add(ARTIFACT, "Model", f"model-{number}", train, uri=f"s3://b/{run}/model.tar.gz")
    package = f"arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/{number}"
    approval = lineage.add(
        ACTION, "Approval", f"churn-{number}-approved-17000000{number:02}-aws-model-group", uri=package
    )
    return lineage.add(ARTIFACT, "Model", f"package-{number}", model, approval, uri=package, month=month)


def build_pipelines(count: int) -> tuple[Lineage, Arn]:
    """Return runs of one pipeline over three tables, and an endpoint of the last."""
    lineage = Lineage()
    sources = [
        lineage.add(ARTIFACT, "DataSet", f"raw-{name}", uri=f"s3://b/raw/{name}.parquet")
        for name in ("billing", "customers", "usage")
    ]
    packages = [add_run(lineage, number, *sources, month=number) for number in range(1, count + 1)]
    deployments = [
        lineage.add(ACTION, "ModelDeployment", f"live-v{number}", package)
        for number, package in enumerate(packages[-2:], 1)
    ]
    endpoint = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/churn-live"
    return lineage, lineage.add(CONTEXT, "Endpoint", "churn-live-1", *deployments, uri=endpoint)


def name_groups(lineage: Lineage, start: Arn, budget: int = BUDGET) -> dict[str, str]:
    """Return title and subtitle of each group that is drawn."""
    grouped = build_grouped_graph(lineage.build(start), budget=budget)
    cards = build_cards(grouped, lineage.entities).cards
    return {cards[first].name.title: cards[first].name.subtitle for first in grouped.closed_groups}


def test_runs_of_each_step_versions_and_sources_are_groups():
    assert name_groups(*build_pipelines(5), budget=12) == {
        "3 data sets": "billing.parquet, customers.parquet and 1 more · Jan 2026",
        "ChurnClean · 5 runs": "Jan 2026 to May 2026",
        "ChurnTrain · 5 runs": "Jan 2026 to May 2026",
        "churn · 5 versions": "Jan 2026 to May 2026",
        "2 deployments": "Jan 2026",
    }


def test_endpoint_is_one_box_with_its_deployments_unless_it_is_the_start():
    lineage, endpoint = build_pipelines(5)
    source = next(iter(lineage.vertices))
    names = name_groups(lineage, source)
    assert "churn-live" in names
    assert "2 deployments" not in names
    assert "churn-live" not in name_groups(lineage, endpoint)


def test_jobs_of_one_tuning_job_are_one_group():
    lineage = Lineage()
    table = lineage.add(ARTIFACT, "DataSet", "table", uri="s3://b/table.csv")
    for number in range(1, 13):
        name = f"churn-tune-260316-0836-{number:03}-0123abcd-aws-training-job"
        job = lineage.add(JOB, "TrainingJob", name, table)
        lineage.add(ARTIFACT, "Model", f"tuned-{number}", job, uri=f"s3://b/{number}/model.tar.gz")
    assert name_groups(lineage, table) == {"churn-tune · 12 jobs": "Jan 2026"}


def test_another_account_is_one_box():
    lineage, endpoint = build_pipelines(3)
    train = next(key for key in lineage.vertices if "churntrain" in key)
    for number in range(6):
        shared = lineage.add(
            ARTIFACT, "DataSet", f"shared-{number}", uri=f"s3://theirs/{number}", account=OTHER_ACCOUNT
        )
        lineage.associations.append(Association(shared, train, "ContributedTo"))
    assert name_groups(lineage, endpoint)[f"Account {OTHER_ACCOUNT}"] == "other account · 6 entities"


def test_images_of_different_jobs_are_one_group():
    lineage, endpoint = build_pipelines(3)
    trains = [key for key in lineage.vertices if "churntrain" in key]
    for number, train in enumerate(trains):
        uri = f"246618743249.dkr.ecr.us-west-2.amazonaws.com/xgboost:1.{number}"
        image = lineage.add(ARTIFACT, "Image", f"image-{number}", uri=uri)
        lineage.associations.append(Association(image, train, "ContributedTo"))
    assert name_groups(lineage, endpoint)["3 images"].startswith("xgboost:1.0, xgboost:1.1 and 1 more")


def test_versions_that_are_not_described_are_counted_and_not_named_by_their_hashes():
    lineage, endpoint = build_pipelines(5)
    lineage.entities = {}
    names = name_groups(lineage, endpoint, budget=12)
    assert {"5 versions", "churnclean · 5 runs"} <= names.keys()
    assert not any("package-" in name for name in names)


def test_groups_keep_their_ids_when_a_run_is_added():
    ids = []
    for count in (5, 6):
        lineage, endpoint = build_pipelines(count)
        grouped = build_grouped_graph(lineage.build(endpoint), budget=12)
        ids.append({group.id: group.kind for group in grouped.closed_groups.values()})
    assert ids[0] == ids[1]
    assert set(ids[0].values()) >= {GroupKind.RUNS, GroupKind.VERSIONS, GroupKind.SOURCES}


def test_small_graph_is_not_grouped():
    lineage, endpoint = build_pipelines(3)
    graph = lineage.build(endpoint)
    assert group_siblings(graph).graph is graph


@pytest.fixture(scope="module")
def largest(tmp_path_factory) -> LineageGraph:
    """Return the demo's largest graph."""
    with open_demo(tmp_path_factory.mktemp("overview")) as account:
        client = transport.connect(account)
        return SageMakerSource(client).read(LineageQuery(Arn(production_endpoint(client)), Direction.BOTH))


def test_largest_graph_of_the_demo_is_few_boxes_that_stand_for_everything(largest):
    grouped = group_siblings(largest)
    assert len(largest.vertices) > 250
    assert len(grouped.graph.vertices) <= MAX_BOXES
    members = [member for first in grouped.graph.vertices for member in grouped.list_members(first)]
    assert sorted(members) == sorted(largest.vertices)
    assert largest.start in grouped.graph.vertices.keys() - grouped.closed_groups.keys()


def test_names_of_the_largest_graph_differ_before_and_after_descriptions_arrive(largest):
    names = [card.name for card in build_cards(group_siblings(largest), {}).cards.values()]
    assert len(set(names)) == len(names)
