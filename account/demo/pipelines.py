"""Pipelines and their executions."""

from account.demo.author import Author
from account.demo.naming import arn


def pipeline(author: Author, name: str, description: str) -> None:
    """Write a pipeline."""
    author.keep(
        "DescribePipeline",
        PipelineArn=arn("pipeline", name),
        PipelineName=name,
        PipelineDescription=description,
        PipelineStatus="Active",
        **author.stamp,
    )


def begin(author: Author, display_name: str) -> None:
    """Write the pipeline execution that the author is, as it begins."""
    trial = author.trial
    tracked = (
        {"PipelineExperimentConfig": {"ExperimentName": trial.experiment, "TrialName": trial.name}}
        if trial
        else {}
    )
    author.keep(
        "DescribePipelineExecution",
        PipelineArn=author.execution.partition("/execution/")[0],
        PipelineExecutionArn=author.execution,
        PipelineExecutionDisplayName=display_name,
        PipelineExecutionStatus="Executing",
        **tracked,
        **author.stamp,
    )


def succeed(author: Author) -> None:
    """Write that the pipeline execution that the author is has ended well."""
    begun = author.call("DescribePipelineExecution", PipelineExecutionArn=author.execution)
    ended = {"PipelineExecutionStatus": "Succeeded", "LastModifiedTime": author.when}
    author.keep("DescribePipelineExecution", **{**begun, **ended})
