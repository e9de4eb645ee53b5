"""Which trials stand around an artifact: the trials of the trial components upstream or downstream of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lineage.answer import Answer, Item
from lineage.model import LineageType
from lineage.query import Direction
from lineage.questions import fits, found
from lineage.questions.inquiry import Inquiry
from lineage.questions.question import Question
from lineage.questions.step import Step
from lineage.questions.words import counted
from lineage.resources import Trial

_DIFFERS = (
    "The helper needs a package that is no longer maintained, and searches in batches that it miscounts: at "
    "60 or 120 trial components it sends no search at all. What is in no trial it leaves out."
)


@dataclass(frozen=True, slots=True)
class Trials:
    """Trials by way of the trial components on one side of the start.

    Attributes:
        side: As the sentence says it: `downstream of`.
    """

    direction: Direction
    side: str

    def __call__(self, inquiry: Inquiry) -> Answer:
        """Ask for the trial components, then for their trials; list those that are in none too."""
        query = Step(self.direction, LineageType.TRIAL_COMPONENT).query(inquiry.start, inquiry.depth)
        graph = inquiry.read(query)
        components = found.others(graph)
        arns = [component.arn for component in components]
        trials = inquiry.resources(lambda behind: behind.trials(arns)) if arns else {}
        in_trials = _items(trials)
        alone = [component for component in components if not trials.get(component.arn)]
        known = sum(1 for component in alone if component.arn in trials)
        return inquiry.answered(
            self._sentence(inquiry.start_name(), len(in_trials), len(components), known),
            (*in_trials, *found.items(inquiry, alone, graph.distances)),
            query=query,
            graph=graph,
        )

    def _sentence(self, start: str, trials: int, components: int, alone: int) -> str:
        if not components:
            return f"No trial lies {self.side} {start}, because no trial component does."
        among = f"{counted(components, 'trial component')} {self.side} {start}"
        if not trials and not alone:
            return f"Whether the {among} belong to a trial is not known."
        if not trials:
            verb = "is" if components == 1 else "are"
            return f"{among} {verb} in no trial: a job that is started outside an experiment belongs to none."
        rest = f"; {alone:,} of them {'is' if alone == 1 else 'are'} in no trial" if alone else ""
        return f"{counted(trials, 'trial')} {'holds' if trials == 1 else 'hold'} {among}{rest}."


def _items(trials: Mapping[str, tuple[Trial, ...]]) -> tuple[Item, ...]:
    experiments = {trial.name: trial.experiment for several in trials.values() for trial in several}
    return tuple(
        Item(arn=None, value=name, name=name, type="Trial", source=experiment)
        for name, experiment in sorted(experiments.items())
    )


ARTIFACT_DOWNSTREAM_TRIALS = Question(
    "artifact-downstream-trials",
    "Which trials lie downstream of this?",
    (fits.ARTIFACT,),
    Trials(Direction.DESCENDANTS, "downstream of"),
    differs=_DIFFERS,
)

ARTIFACT_UPSTREAM_TRIALS = Question(
    "artifact-upstream-trials",
    "Which trials lie upstream of this?",
    (fits.ARTIFACT,),
    Trials(Direction.ASCENDANTS, "upstream of"),
    differs=_DIFFERS,
)
