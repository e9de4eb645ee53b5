"""Lineage of several teams as graphs of a stated size: what a placement is measured on.

Raw data and container images are shared. Of each run of a pipeline come data sets, of these one to three
trainings, of these models; most are registered, many approved, some deployed to endpoints that they share.
Scores of a model become data of later runs, up to the third generation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from random import Random

from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex

_A_TEAM = 400
"""Vertices for which there is one more team."""

_AN_IMAGE = 120
"""Vertices for which there is one more image, up to a dozen."""

_LAST_GENERATION = 3
"""How many trainings after each other come of scores."""

_READ = ReadStatus(pages=1, calls=1, finished_at=datetime(2026, 1, 5, 8, tzinfo=UTC))


def teams(size: int, seed: int) -> LineageGraph:
    """Return a graph of so many vertices; equal sizes and seeds give equal graphs."""
    made = _Made(Random(seed * 1_000_003 + size))  # noqa: S311 - a repeatable sequence is wanted
    for _ in _steps(made, max(1, size // _A_TEAM), max(2, min(12, size // _AN_IMAGE))):
        if len(made.vertices) >= size:
            break
    vertices = {vertex.arn: vertex for vertex in islice(made.vertices.values(), size)}
    associations = tuple(
        association
        for association in made.associations.values()
        if association.source in vertices and association.destination in vertices
    )
    start = associations[0].source
    linked = {end for association in associations for end in (association.source, association.destination)}
    vertices = {arn: vertex for arn, vertex in vertices.items() if arn in linked}
    return LineageGraph(start, vertices, associations, frozenset(vertices), {start: 0}, _READ)


class _Made:
    """What was made so far."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.vertices: dict[Arn, Vertex] = {}
        self.associations: dict[tuple[Arn, Arn], Association] = {}

    def add(self, kind: LineageType, of_type: str, name: str, *sources: Arn) -> Arn:
        """Add a vertex, unless it is there, and what leads to it."""
        word = {LineageType.TRIAL_COMPONENT: "experiment-trial-component"}.get(kind, kind.lower())
        arn = Arn(f"arn:aws:sagemaker:us-west-2:000000000000:{word}/{name}")
        self.vertices.setdefault(arn, Vertex(arn, kind, of_type))
        for source in sources:
            self.associations[source, arn] = Association(source, arn, "ContributedTo")
        return arn

    def artifact(self, of_type: str, name: str, *sources: Arn) -> Arn:
        """Add an artifact."""
        return self.add(LineageType.ARTIFACT, of_type, name, *sources)

    def job(self, of_type: str, name: str, *sources: Arn) -> Arn:
        """Add a job."""
        return self.add(LineageType.TRIAL_COMPONENT, of_type, name, *sources)

    def chance(self, share: float) -> bool:
        """Return True in about that share of cases."""
        return self.random.random() < share


def _steps(made: _Made, count: int, images: int) -> Iterator[None]:
    """Make run after run without end, a few vertices a step.

    Args:
        made: Where to.
        count: How many teams; some are busier.
        images: How many images they share; some are used more.
    """
    random = made.random
    shared = [made.artifact("Image", f"image{number}") for number in range(images)]
    data = [[(made.artifact("DataSet", f"raw{team}-{part}"), 0) for part in "ab"] for team in range(count)]
    for run in itertools.count(1):
        team = min(int(random.random() ** 1.5 * count), count - 1)
        known = data[team]
        source, generation = known[min(int(random.expovariate(0.35)), len(known) - 1)]
        job = made.job("ProcessingJob", f"prepare{run}", source, random.choice(shared[:2]))
        parts = [made.artifact("DataSet", f"{part}{run}", job) for part in ("train", "validation")]
        yield
        for trial in range(1 + made.chance(0.45) + made.chance(0.2)):
            key = f"{run}-{trial}"
            image = shared[min(int(random.expovariate(0.5)), len(shared) - 1)]
            model = made.artifact("Model", f"model{key}", made.job("TrainingJob", f"fit{key}", *parts, image))
            yield
            if made.chance(0.65):
                _register(made, model, f"{team}-{run % 5}", key)
                yield
            if made.chance(0.25):
                scores = made.artifact(
                    "DataSet", f"scores{key}", made.job("TransformJob", f"score{key}", model, source)
                )
                if generation < _LAST_GENERATION:
                    known.append((scores, generation + 1))
                yield
        if len(known) < 2 + run // (60 * count):
            known.append((made.artifact("DataSet", f"raw{team}-{run}"), 0))


def _register(made: _Made, model: Arn, group: str, key: str) -> None:
    """Register a model; approve most, deploy many of these."""
    models = made.add(LineageType.CONTEXT, "ModelGroup", f"group{group}")
    package = made.artifact("Model", f"package{key}", model, models)
    if made.chance(0.7):
        approval = made.add(LineageType.ACTION, "Approval", f"approval{key}", package)
        if made.chance(0.5):
            deployment = made.add(LineageType.ACTION, "ModelDeployment", f"deploy{key}", approval, package)
            made.add(LineageType.CONTEXT, "Endpoint", f"endpoint{group}", deployment)
