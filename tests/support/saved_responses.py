"""`QueryLineage` responses: the reference graph, and generated ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from lineage_explorer.graph.model import Arn, LineageType
from tests.support.graph_builders import arn

Response = dict[str, Any]

_REFERENCE = json.loads((Path(__file__).parents[1] / "data" / "reference_graph.json").read_text())
_KINDS = {entity["key"]: LineageType(entity["lineage_type"]) for entity in _REFERENCE["entities"]}

# A training run: what it reads, makes and serves.
_RUN = (
    ("data", LineageType.ARTIFACT, "DataSet"),
    ("job", LineageType.TRIAL_COMPONENT, "TrainingJob"),
    ("model", LineageType.ARTIFACT, "Model"),
    ("deployment", LineageType.ACTION, "ModelDeployment"),
    ("endpoint", LineageType.CONTEXT, "Endpoint"),
)


def reference_arn(key: str) -> Arn:
    """Return the ARN of an entity of the reference graph."""
    return arn(_KINDS[key], key.lower())


def vertex(name: Arn, kind: LineageType, type_: str | None = None) -> Response:
    return {"Arn": name, "LineageType": kind.value} | ({"Type": type_} if type_ else {})


def edge(source: str, destination: str, type_: str | None = "ContributedTo") -> Response:
    return {"SourceArn": source, "DestinationArn": destination} | (
        {"AssociationType": type_} if type_ else {}
    )


def reference_response() -> Response:
    """Return the whole reference graph, from raw data to endpoint and transform."""
    return {
        "Vertices": [
            vertex(reference_arn(entity["key"]), _KINDS[entity["key"]], entity["type"])
            for entity in _REFERENCE["entities"]
        ],
        "Edges": [
            edge(reference_arn(item["source"]), reference_arn(item["destination"]), item["type"])
            for item in _REFERENCE["associations"]
        ],
        "ResponseMetadata": {"HTTPHeaders": {"date": "Wed, 15 Apr 2026 12:00:00 GMT"}},
    }


def build_runs(vertices: int) -> Response:
    """Return training runs of five vertices that share the first one's data."""
    made = [[arn(kind, f"{word}-{run}") for word, kind, _ in _RUN] for run in range(vertices // len(_RUN))]
    chains = [edge(*ends) for run in made for ends in pairwise(run)]
    return {
        "Vertices": [
            vertex(name, kind, type_)
            for run in made
            for name, (_, kind, type_) in zip(run, _RUN, strict=True)
        ],
        "Edges": chains + [edge(made[0][0], run[1]) for run in made[1:]],
    }


def association_ends(response: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the associations of a response."""
    return {(item["SourceArn"], item["DestinationArn"]) for item in response["Edges"]}
