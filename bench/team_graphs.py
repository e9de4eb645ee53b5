"""Build graphs that resemble the lineage of several teams.

Raw data and container images are shared. Each run of a pipeline makes data sets, one to three trainings of
them, and a model of each training; most models are registered, many approved, some deployed to shared
endpoints. Scores of a model become data of later runs, up to the third generation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from random import Random

from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex

_VERTICES_PER_TEAM = 400
"""Number of vertices per team."""

_VERTICES_PER_IMAGE = 120
"""Number of vertices per image, of which there are 12 at most."""

_LAST_GENERATION = 3
"""Greatest number of consecutive trainings that use each other's scores."""

_READ_STATUS = ReadStatus(pages=1, calls=1, finished_at=datetime(2026, 1, 5, 8, tzinfo=UTC))


def build_team_graph(size: int, seed: int) -> LineageGraph:
    """Return a graph with `size` vertices; equal arguments give equal graphs."""
    builder = _GraphBuilder(Random(seed * 1_000_003 + size))  # noqa: S311 - a repeatable sequence is wanted
    for _ in _grow(builder, max(1, size // _VERTICES_PER_TEAM), max(2, min(12, size // _VERTICES_PER_IMAGE))):
        if len(builder.vertices) >= size:
            break
    vertices = {vertex.arn: vertex for vertex in islice(builder.vertices.values(), size)}
    associations = tuple(
        association
        for association in builder.associations.values()
        if association.source in vertices and association.destination in vertices
    )
    start = associations[0].source
    linked = {end for association in associations for end in (association.source, association.destination)}
    vertices = {arn: vertex for arn, vertex in vertices.items() if arn in linked}
    return LineageGraph(start, vertices, associations, frozenset(vertices), {start: 0}, _READ_STATUS)


class _GraphBuilder:
    """Vertices and associations built so far."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.vertices: dict[Arn, Vertex] = {}
        self.associations: dict[tuple[Arn, Arn], Association] = {}

    def add_vertex(self, lineage_type: LineageType, vertex_type: str, name: str, *sources: Arn) -> Arn:
        """Add a vertex, unless it exists, and associations from its sources."""
        resource_type = {LineageType.TRIAL_COMPONENT: "experiment-trial-component"}.get(
            lineage_type, lineage_type.lower()
        )
        arn = Arn(f"arn:aws:sagemaker:us-west-2:000000000000:{resource_type}/{name}")
        self.vertices.setdefault(arn, Vertex(arn, lineage_type, vertex_type))
        for source in sources:
            self.associations[source, arn] = Association(source, arn, "ContributedTo")
        return arn

    def add_artifact(self, vertex_type: str, name: str, *sources: Arn) -> Arn:
        """Add an artifact."""
        return self.add_vertex(LineageType.ARTIFACT, vertex_type, name, *sources)

    def add_job(self, vertex_type: str, name: str, *sources: Arn) -> Arn:
        """Add a job."""
        return self.add_vertex(LineageType.TRIAL_COMPONENT, vertex_type, name, *sources)

    def draw_chance(self, share: float) -> bool:
        """Return True with a given probability."""
        return self.random.random() < share


def _grow(builder: _GraphBuilder, count: int, images: int) -> Iterator[None]:
    """Add runs without end, yielding after every few vertices.

    Args:
        builder: Receives the vertices.
        count: Number of teams; some run more often.
        images: Number of shared images; some are used more often.
    """
    random = builder.random
    shared = [builder.add_artifact("Image", f"image{number}") for number in range(images)]
    data = [
        [(builder.add_artifact("DataSet", f"raw{team}-{part}"), 0) for part in "ab"] for team in range(count)
    ]
    for run in itertools.count(1):
        team = min(int(random.random() ** 1.5 * count), count - 1)
        known = data[team]
        source, generation = known[min(int(random.expovariate(0.35)), len(known) - 1)]
        job = builder.add_job("ProcessingJob", f"prepare{run}", source, random.choice(shared[:2]))
        parts = [builder.add_artifact("DataSet", f"{part}{run}", job) for part in ("train", "validation")]
        yield
        for trial in range(1 + builder.draw_chance(0.45) + builder.draw_chance(0.2)):
            key = f"{run}-{trial}"
            image = shared[min(int(random.expovariate(0.5)), len(shared) - 1)]
            model = builder.add_artifact(
                "Model", f"model{key}", builder.add_job("TrainingJob", f"fit{key}", *parts, image)
            )
            yield
            if builder.draw_chance(0.65):
                _register_model(builder, model, f"{team}-{run % 5}", key)
                yield
            if builder.draw_chance(0.25):
                scores = builder.add_artifact(
                    "DataSet", f"scores{key}", builder.add_job("TransformJob", f"score{key}", model, source)
                )
                if generation < _LAST_GENERATION:
                    known.append((scores, generation + 1))
                yield
        if len(known) < 2 + run // (60 * count):
            known.append((builder.add_artifact("DataSet", f"raw{team}-{run}"), 0))


def _register_model(builder: _GraphBuilder, model: Arn, group: str, key: str) -> None:
    """Register a model; approve most, and deploy many of these."""
    models = builder.add_vertex(LineageType.CONTEXT, "ModelGroup", f"group{group}")
    package = builder.add_artifact("Model", f"package{key}", model, models)
    if builder.draw_chance(0.7):
        approval = builder.add_vertex(LineageType.ACTION, "Approval", f"approval{key}", package)
        if builder.draw_chance(0.5):
            deployment = builder.add_vertex(
                LineageType.ACTION, "ModelDeployment", f"deploy{key}", approval, package
            )
            builder.add_vertex(LineageType.CONTEXT, "Endpoint", f"endpoint{group}", deployment)
