"""Write pipelines, their executions, experiments and trials."""

from dataclasses import replace

from sagemaker_account.demo.arn_names import build_arn
from sagemaker_account.demo.lineage_builder import DemoBuilder, Trial


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


def create_experiment(builder: DemoBuilder, name: str, **members: str) -> None:
    """Create an experiment.

    Args:
        builder: The builder.
        name: Name of the experiment.
        members: Other members of the request.
    """
    builder.call("CreateExperiment", ExperimentName=name, **members)


def create_trial(builder: DemoBuilder, experiment_name: str, name: str, **members: str) -> DemoBuilder:
    """Create a trial of an experiment and return a builder for it.

    Args:
        builder: The builder.
        experiment_name: Name of the experiment.
        name: Name of the trial.
        members: Other members of the request.

    Returns:
        The same builder, which adds its jobs to the trial.
    """
    builder.call("CreateTrial", ExperimentName=experiment_name, TrialName=name, **members)
    return replace(builder, trial=Trial(experiment_name, name))


def join_trial(builder: DemoBuilder, component: str) -> None:
    """Add a trial component to the builder's trial, if there is one.

    Args:
        builder: The builder.
        component: Name of the trial component.
    """
    if builder.trial is not None:
        builder.call("AssociateTrialComponent", TrialComponentName=component, TrialName=builder.trial.name)
