"""Write experiments and their trials."""

from dataclasses import replace

from account.demo.author import Author, Trial


def experiment(author: Author, name: str, **members: str) -> None:
    """Create an experiment.

    Args:
        author: The builder.
        name: Name of the experiment.
        members: Other members of the request.
    """
    author.call("CreateExperiment", ExperimentName=name, **members)


def trial(author: Author, of: str, name: str, **members: str) -> Author:
    """Create a trial of an experiment and return a builder for it.

    Args:
        author: The builder.
        of: Name of the experiment.
        name: Name of the trial.
        members: Other members of the request.

    Returns:
        The same builder, which adds its jobs to the trial.
    """
    author.call("CreateTrial", ExperimentName=of, TrialName=name, **members)
    return replace(author, trial=Trial(of, name))


def join(author: Author, component: str) -> None:
    """Add a trial component to the builder's trial, if there is one.

    Args:
        author: The builder.
        component: Name of the trial component.
    """
    if author.trial is not None:
        author.call("AssociateTrialComponent", TrialComponentName=component, TrialName=author.trial.name)
