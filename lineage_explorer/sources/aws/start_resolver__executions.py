"""Find the resources that a pipeline execution's steps created.

Lineage has no entity for the execution itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from lineage_explorer.errors import EntityNotFound
from lineage_explorer.sources.aws.api_client import SageMakerApi

MAX_STEP_RESOURCES = 20
"""Maximum number of jobs, models and packages that are looked up per execution."""

_MAX_STEPS = 100


def list_step_resources(api: SageMakerApi, execution: str) -> tuple[str, ...]:
    """Return ARNs of the resources that an execution's steps created.

    They are jobs, models and model packages, oldest first.

    Raises:
        SourceError: The request failed.
    """
    try:
        listing = api.list_items(
            "ListPipelineExecutionSteps",
            "PipelineExecutionSteps",
            limit=_MAX_STEPS,
            PipelineExecutionArn=execution,
            SortOrder="Ascending",
        )
    except EntityNotFound:
        return ()
    arns = (arn for step in listing.items for arn in _find_arns(step.get("Metadata") or {}))
    return tuple(dict.fromkeys(arns))[:MAX_STEP_RESOURCES]


def _find_arns(metadata: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield the ARNs of the resources that a step created.

    A check step has a member of its own for the ARN of its processing job.
    """
    for resource in metadata.values():
        arn = resource.get("Arn") or resource.get("CheckJobArn") or ""
        if ":sagemaker:" in arn:
            yield arn
