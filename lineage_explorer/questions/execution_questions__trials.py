"""Questions about the trials upstream or downstream of an artifact.

They are the trials of the trial components on that side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question__fits, result_items
from lineage_explorer.questions.answer import Answer, ResultItem
from lineage_explorer.questions.phrases import format_count
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.questions.single_query__step import QueryStep
from lineage_explorer.sources.linked_resources import Trial

_TRIALS_SDK_DIFFERENCE = (
    "The helper needs a package that is no longer maintained, and searches in batches that it miscounts: at "
    "60 or 120 trial components it sends no search at all. What is in no trial it leaves out."
)


@dataclass(frozen=True, slots=True)
class TrialsQuery:
    """Answer function that finds trials by their trial components.

    Attributes:
        direction: Direction from the start to the trial components.
        side: Wording of the direction in the sentence, for example `downstream of`.
    """

    direction: Direction
    side: str

    def __call__(self, run: QuestionRun) -> Answer:
        """Find the trial components, then their trials.

        Trial components that are in no trial are listed, too.
        """
        query = QueryStep(self.direction, LineageType.TRIAL_COMPONENT).build_query(run.start, run.depth)
        graph = run.read(query)
        components = result_items.list_matches(graph)
        arns = [component.arn for component in components]
        trials = run.look_up_resources(lambda linked: linked.trials(arns)) if arns else {}
        trial_items = _build_trial_items(trials)
        without_trial = [component for component in components if not trials.get(component.arn)]
        known_count = sum(1 for component in without_trial if component.arn in trials)
        return run.build_answer(
            self._format_sentence(run.get_start_name(), len(trial_items), len(components), known_count),
            (*trial_items, *result_items.build_result_items(run, without_trial, graph.distances)),
            query=query,
            graph=graph,
        )

    def _format_sentence(self, start: str, trials: int, components: int, without_trial: int) -> str:
        if not components:
            return f"No trial lies {self.side} {start}, because no trial component does."
        members = f"{format_count(components, 'trial component')} {self.side} {start}"
        if not trials and not without_trial:
            return f"Whether the {members} belong to a trial is not known."
        if not trials:
            verb = "is" if components == 1 else "are"
            return (
                f"{members} {verb} in no trial: a job that is started outside an experiment belongs to none."
            )
        remainder = (
            f"; {without_trial:,} of them {'is' if without_trial == 1 else 'are'} in no trial"
            if without_trial
            else ""
        )
        return f"{format_count(trials, 'trial')} {'holds' if trials == 1 else 'hold'} {members}{remainder}."


def _build_trial_items(trials: Mapping[str, tuple[Trial, ...]]) -> tuple[ResultItem, ...]:
    experiments = {
        trial.name: trial.experiment for component_trials in trials.values() for trial in component_trials
    }
    return tuple(
        ResultItem(arn=None, identifier=name, name=name, type="Trial", source=experiment)
        for name, experiment in sorted(experiments.items())
    )


ARTIFACT_DOWNSTREAM_TRIALS = Question(
    "artifact-downstream-trials",
    "Which trials lie downstream of this?",
    (question__fits.ARTIFACT,),
    TrialsQuery(Direction.DESCENDANTS, "downstream of"),
    sdk_difference=_TRIALS_SDK_DIFFERENCE,
)

ARTIFACT_UPSTREAM_TRIALS = Question(
    "artifact-upstream-trials",
    "Which trials lie upstream of this?",
    (question__fits.ARTIFACT,),
    TrialsQuery(Direction.ASCENDANTS, "upstream of"),
    sdk_difference=_TRIALS_SDK_DIFFERENCE,
)
