"""Small graphs for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex

NOON = datetime(2026, 4, 15, 12, tzinfo=UTC)

_RESOURCES = {
    LineageType.ARTIFACT: "artifact",
    LineageType.ACTION: "action",
    LineageType.CONTEXT: "context",
    LineageType.TRIAL_COMPONENT: "experiment-trial-component",
}


def arn(lineage_type: LineageType, name: str, *, account: str = "000000000000") -> Arn:
    """Return the ARN of an entity of a lineage type."""
    return Arn(f"arn:aws:sagemaker:us-west-2:{account}:{_RESOURCES[lineage_type]}/{name}")


DATA = arn(LineageType.ARTIFACT, "data")
JOB = arn(LineageType.TRIAL_COMPONENT, "train-aws-training-job")
MODEL = arn(LineageType.ARTIFACT, "model")
ENDPOINT = arn(LineageType.CONTEXT, "live")

VERTICES = {
    DATA: Vertex(DATA, LineageType.ARTIFACT, "DataSet"),
    JOB: Vertex(JOB, LineageType.TRIAL_COMPONENT, "TrainingJob"),
    MODEL: Vertex(MODEL, LineageType.ARTIFACT, "Model"),
    ENDPOINT: Vertex(ENDPOINT, LineageType.CONTEXT, "Endpoint"),
}

# DATA → JOB → MODEL → ENDPOINT
LINE = (
    Association(DATA, JOB, "ContributedTo"),
    Association(JOB, MODEL, "Produced"),
    Association(MODEL, ENDPOINT, "AssociatedWith"),
)


def build_graph(
    start: Arn = ENDPOINT,
    vertices: Iterable[Vertex] = VERTICES.values(),
    associations: Iterable[Association] = LINE,
    *,
    matches: Iterable[Arn] | None = None,
    gaps: tuple[str, ...] = (),
    pages: int = 1,
) -> LineageGraph:
    """Build a graph whose distances count back along its vertices."""
    found = {vertex.arn: vertex for vertex in vertices}
    order = [start, *(arn for arn in reversed(found) if arn != start)]
    return LineageGraph(
        start=start,
        vertices={arn: found[arn] for arn in order},
        associations=tuple(associations),
        matches=frozenset(found if matches is None else matches),
        distances={arn: steps for steps, arn in enumerate(order)},
        read_status=ReadStatus(pages=pages, calls=pages, finished_at=NOON, gaps=gaps),
    )
