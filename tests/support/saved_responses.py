"""`QueryLineage` responses for tests: the reference graph as boto3 would give it, and as large as wanted."""

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
    """Return the whole reference graph: one pipeline, from raw data to an endpoint and a batch transform."""
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


def runs(vertices: int) -> Response:
    """Return training runs of five vertices each, all of which read the first one's data."""
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


def ends(response: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return which associations a response holds."""
    return {(item["SourceArn"], item["DestinationArn"]) for item in response["Edges"]}
