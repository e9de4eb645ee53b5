"""Record the answers of the SDK's helpers in the demo account (`make sdk`).

python -m tests.sdk.record FOLDER_OF_VERSION_3
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from sagemaker_account import demo, transport
from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from server.listen import listen

_DATA = Path(__file__).parents[1] / "data"
RECORDED = {version: _DATA / f"sdk_{version}_helpers.json" for version in ("v2", "v3")}
"""The recorded answers, by version of the SDK."""

STARTS = 5
"""Entities of each type that a helper is asked about, from the newest to the oldest of them."""

_HELPERS = Path(__file__).with_name("ask_sdk.py")
_SECONDS = 100

_OF_TYPE = (
    ("Artifact", "Model", "ModelArtifact", ("dataset_artifacts", "endpoint_contexts", "training_job_arns", "pipeline_execution_arn")),
    ("Artifact", "DataSet", "DatasetArtifact", ("endpoint_contexts", "upstream_datasets", "downstream_datasets")),
    ("Context", "Endpoint", "EndpointContext", ("dataset_artifacts", "training_job_arns", "processing_jobs", "trial_components", "pipeline_execution_arn")),
    ("Context", "ModelGroup", "ModelPackageGroup", ("pipeline_execution_arn",)),
    ("Action", "Approval", "ModelPackageApprovalAction", ("endpoints",)),
    ("TrialComponent", "SageMakerTrainingJob", "LineageTrialComponent", ("pipeline_execution_arn", "dataset_artifacts", "models")),
    ("TrialComponent", "SageMakerProcessingJob", "LineageTrialComponent", ("pipeline_execution_arn", "dataset_artifacts", "models")),
)  # fmt: skip
"""The helpers that send the request that works, by the kind and type of what they are asked about."""


def build_cases(client: Any) -> Iterator[dict[str, str]]:
    """Yield each helper with a few entities of each of its types."""
    for kind, type_, class_name, methods in _OF_TYPE:
        for start in _sample_evenly(_summaries(client, kind, type_)):
            for method in methods:
                yield {"helper": f"{class_name}.{method}", "start": start[f"{kind}Arn"]}
    for group in _sample_evenly(_summaries(client, "Context", "ModelGroup")):
        for direction in ("Ascendants", "Descendants"):
            yield {
                "helper": "ModelPackageGroup.actions",
                "start": group["ContextArn"],
                "direction": direction,
            }
    for data in _sample_evenly(_summaries(client, "Artifact", "DataSet")):
        uri = data["Source"]["SourceUri"]
        yield {"helper": "DatasetArtifact.s3_uri_artifacts", "start": data["ArtifactArn"], "uri": uri}


def ask_helpers(account: Account, *, folder: Path | None = None) -> dict[str, Any]:
    """Return the helpers' answers, from another process over HTTP.

    Args:
        account: The account to ask.
        folder: The folder that version 3 of the SDK is installed in; None for version 2.
    """
    path = {} if folder is None else {"PYTHONPATH": str(folder.resolve())}
    asked = list(build_cases(transport.connect(account)))
    with tempfile.TemporaryDirectory() as exchange, _serve_account(account) as url:
        questions, answers = Path(exchange) / "cases.json", Path(exchange) / "answers.json"
        questions.write_text(json.dumps(asked))
        command = [sys.executable, str(_HELPERS), url, str(questions), str(answers)]
        subprocess.run(command, check=True, timeout=_SECONDS, env={**os.environ, **path})
        return dict(json.loads(answers.read_text()))


@contextmanager
def _serve_account(account: Account) -> Iterator[str]:
    server = listen(build_wsgi_app(account), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.stop()


def _summaries(client: Any, kind: str, type_: str) -> list[dict[str, Any]]:
    """Return the entities of one type."""
    word = "trial_components" if kind == "TrialComponent" else f"{kind.lower()}s"
    filter_ = {} if kind == "TrialComponent" else {f"{kind}Type": type_}
    pages = client.get_paginator(f"list_{word}").paginate(**filter_)
    found = [summary for page in pages for summary in page[f"{kind}Summaries"]]
    if kind != "TrialComponent":
        return found
    return [one for one in found if one.get("TrialComponentSource", {}).get("SourceType") == type_]


def _sample_evenly(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a few of many, evenly spaced."""
    return found[:: max(1, len(found) // STARTS)][:STARTS]


def main(folder: str) -> None:
    """Write the records anew.

    Args:
        folder: The folder that version 3 of the SDK is installed in.
    """
    with ExitStack() as stack:
        database = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "demo.sqlite"
        account = demo.build(stack.enter_context(closing(Store.open(str(database), create=True))))
        told = {"v2": ask_helpers(account), "v3": ask_helpers(account, folder=Path(folder))}
    for version, answers in told.items():
        RECORDED[version].write_text(json.dumps(answers, indent=1) + "\n")
        print(f"{len(answers['asked'])} answers of {answers['sdk']} in {RECORDED[version]}")  # noqa: T201 - a command


if __name__ == "__main__":
    main(*sys.argv[1:])
