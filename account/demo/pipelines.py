"""Write pipelines and their executions."""

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
    """Write the start of the current pipeline execution."""
    trial = author.trial
    experiment_config = (
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
        **experiment_config,
        **author.stamp,
    )


def succeed(author: Author) -> None:
    """Write the successful end of the current pipeline execution."""
    description = author.call("DescribePipelineExecution", PipelineExecutionArn=author.execution)
    changes = {"PipelineExecutionStatus": "Succeeded", "LastModifiedTime": author.when}
    author.keep("DescribePipelineExecution", **{**description, **changes})
