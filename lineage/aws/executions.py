"""A pipeline execution → what its steps made: lineage has no entity for the execution itself."""

from __future__ import annotations

from collections.abc import Iterator

from lineage.aws.api import Api
from lineage.errors import EntityNotFound

MOST_MADE = 20
"""Jobs, models and packages of one execution that are looked up."""

_STEPS = 100


def made_by(api: Api, execution: str) -> tuple[str, ...]:
    """Return the ARNs of the jobs, models and packages that an execution's steps made, first made first.

    Raises:
        SourceError: The account could not be asked.
    """
    try:
        listing = api.listed(
            "ListPipelineExecutionSteps",
            "PipelineExecutionSteps",
            limit=_STEPS,
            PipelineExecutionArn=execution,
            SortOrder="Ascending",
        )
    except EntityNotFound:
        return ()
    made = (arn for step in listing.items for arn in _arns(step.get("Metadata") or {}))
    return tuple(dict.fromkeys(made))[:MOST_MADE]


def _arns(metadata: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield what a step made; a check calls the ARN of its processing job by a name of its own."""
    for told in metadata.values():
        arn = told.get("Arn") or told.get("CheckJobArn") or ""
        if ":sagemaker:" in arn:
            yield arn
