"""Experiments and their trials."""

from dataclasses import replace

from account.demo.author import Author, Trial


def experiment(author: Author, name: str, **members: str) -> None:
    """Write an experiment, with other members of the request."""
    author.call("CreateExperiment", ExperimentName=name, **members)


def trial(author: Author, of: str, name: str, **members: str) -> Author:
    """Write a trial of an experiment, with other members of the request; return the author who fills it."""
    author.call("CreateTrial", ExperimentName=of, TrialName=name, **members)
    return replace(author, trial=Trial(of, name))


def join(author: Author, component: str) -> None:
    """Put a trial component, by name, into the author's trial, if there is one."""
    if author.trial is not None:
        author.call("AssociateTrialComponent", TrialComponentName=component, TrialName=author.trial.name)
