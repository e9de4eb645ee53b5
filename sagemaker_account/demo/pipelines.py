"""Write pipelines and their executions."""

from sagemaker_account.demo.arn_names import build_arn
from sagemaker_account.demo.lineage_builder import DemoBuilder


def add_pipeline(builder: DemoBuilder, name: str, description: str) -> None:
    """Write a pipeline."""
    builder.add_resource(
        "DescribePipeline",
        PipelineArn=build_arn("pipeline", name),
        PipelineName=name,
        PipelineDescription=description,
        PipelineStatus="Active",
        **builder.audit_members,
    )


def begin_execution(builder: DemoBuilder, display_name: str) -> None:
    """Write the start of the current pipeline execution."""
    trial = builder.trial
    experiment_config = (
        {"PipelineExperimentConfig": {"ExperimentName": trial.experiment, "TrialName": trial.name}}
        if trial
        else {}
    )
    builder.add_resource(
        "DescribePipelineExecution",
        PipelineArn=builder.execution.partition("/execution/")[0],
        PipelineExecutionArn=builder.execution,
        PipelineExecutionDisplayName=display_name,
        PipelineExecutionStatus="Executing",
        **experiment_config,
        **builder.audit_members,
    )


def finish_execution(builder: DemoBuilder) -> None:
    """Write the successful end of the current pipeline execution."""
    description = builder.call("DescribePipelineExecution", PipelineExecutionArn=builder.execution)
    changes = {"PipelineExecutionStatus": "Succeeded", "LastModifiedTime": builder.time}
    builder.add_resource("DescribePipelineExecution", **{**description, **changes})
