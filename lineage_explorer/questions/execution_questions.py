"""Questions about the pipeline executions that ran jobs.

Lineage has no vertex for a pipeline execution; a job names its execution in a tag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.model import Arn, Entity, LineageType, split_arn
from lineage_explorer.graph.traversal import find_ancestors
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question, result_items
from lineage_explorer.questions.answer import Answer, ResultItem, SentenceTemplates, format_count
from lineage_explorer.questions.filtered_queries import QueryStep
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.sources.linked_resources import ResourceState, Trial

EXECUTION_TAG = "sagemaker:pipeline-execution-arn"
"""Tag in which a job names the pipeline execution that started it."""

GROUP_PROPERTY = "PipelineExecutionArn"
"""Property naming one execution in a model package group's context."""

_EXECUTION = re.compile(
    r"arn:aws[a-z-]*:sagemaker:[^:]*:\d{12}:pipeline/(?P<pipeline>[^/]+)/execution/(?P<id>\w+)"
)
_JOB = re.compile(r"arn:aws[a-z-]*:sagemaker:[^:]*:\d{12}:(training|processing|transform)-job/.+")
_UPSTREAM_JOBS = QueryStep(
    Direction.ASCENDANTS, LineageType.TRIAL_COMPONENT, ("TrainingJob", "ProcessingJob")
)

_NamesByExecution: TypeAlias = dict[str, list[str]]
"""Names of the jobs or packages, by the execution they name."""

_JOB_TEMPLATES = SentenceTemplates(
    "1 pipeline execution made {start}",
    "{count} pipeline executions made {start}",
    "No pipeline execution is known for {start}: it was made without a pipeline, or its job is gone",
)
_GROUP_TEMPLATES = SentenceTemplates(
    "1 pipeline execution made the versions in {start}",
    "{count} pipeline executions made the versions in {start}",
    "No pipeline execution is known for {start}: its versions were made without a pipeline, or their jobs "
    "are gone",
)


def find_executions_of_job(run: QuestionRun) -> Answer:
    """Find the pipeline executions that made the start.

    Read the tags of the start's own job, or of all jobs upstream of a model or an endpoint.
    """
    if split_arn(run.start).lineage_type is LineageType.TRIAL_COMPONENT:
        items = _build_execution_items(
            run, _group_jobs_by_execution(run, run.describe([run.start], whole=True))
        )
        return run.build_answer(f"{_JOB_TEMPLATES.format_sentence(len(items), run.get_start_name())}.", items)
    query = _UPSTREAM_JOBS.build_query(run.start, run.depth)
    graph = run.read(query)
    components = run.describe([vertex.arn for vertex in result_items.list_matches(graph)], whole=True)
    items = _build_execution_items(run, _group_jobs_by_execution(run, components))
    sentence = _JOB_TEMPLATES.format_sentence(len(items), run.get_start_name())
    return run.build_answer(f"{sentence}.", items, query=query, graph=graph)


def find_executions_of_group(run: QuestionRun) -> Answer:
    """Find the pipeline executions that made a group's package versions.

    Use the jobs upstream of every version, the packages, and the property of the group itself.
    """
    query = _UPSTREAM_JOBS.build_query(run.start, run.depth)
    graph = run.read(query)
    packages = graph.parents[graph.start]
    jobs = [vertex.arn for vertex in result_items.list_matches(graph)]
    entities = run.describe([graph.start, *packages, *jobs], whole=True)
    executions = _find_executions(run, [entities[arn] for arn in (*packages, *jobs) if arn in entities])
    names: _NamesByExecution = defaultdict(list)
    for package in packages:
        related_arns = {package, *find_ancestors(graph, package)}
        for execution in dict.fromkeys(name for arn in related_arns for name in executions.get(arn, ())):
            names[execution].append(name_entity(package, entities.get(package)).title)
    group = entities.get(graph.start)
    if group and group.properties.get(GROUP_PROPERTY):
        names.setdefault(group.properties[GROUP_PROPERTY], [])
    items = _build_execution_items(run, names)
    sentence = _GROUP_TEMPLATES.format_sentence(len(items), run.get_start_name())
    return run.build_answer(f"{sentence}.", items, query=query, graph=graph)


def _group_jobs_by_execution(run: QuestionRun, components: Mapping[Arn, Entity]) -> _NamesByExecution:
    """Group the names of jobs by the execution they name."""
    names: _NamesByExecution = defaultdict(list)
    for arn, executions in _find_executions(run, components.values()).items():
        for execution in executions:
            names[execution].append(name_entity(arn, components[arn]).title)
    return names


def _find_executions(run: QuestionRun, entities: Iterable[Entity]) -> Mapping[Arn, tuple[str, ...]]:
    """Return the executions that each entity names.

    An entity names them by a tag of its job and by its `GeneratedBy` metadata.
    """
    entities = tuple(entities)
    jobs = [entity.source_uri for entity in entities if _JOB.fullmatch(entity.source_uri or "")]
    tags = run.look_up_resources(lambda linked: linked.tags([job for job in jobs if job]))
    candidates = {
        entity.arn: (
            tags.get(entity.source_uri or "", {}).get(EXECUTION_TAG, ""),
            entity.metadata.get("GeneratedBy", ""),
        )
        for entity in entities
    }
    return {
        arn: tuple(dict.fromkeys(filter(_EXECUTION.fullmatch, values))) for arn, values in candidates.items()
    }


def _build_execution_items(run: QuestionRun, names: _NamesByExecution) -> tuple[ResultItem, ...]:
    states = run.look_up_resources(lambda linked: linked.states(list(names))) if names else {}
    return result_items.sort_result_items(
        _build_execution_item(execution, named_by, states.get(execution))
        for execution, named_by in names.items()
    )


def _build_execution_item(execution: str, named_by: list[str], state: ResourceState | None) -> ResultItem:
    match = _EXECUTION.fullmatch(execution)
    return ResultItem(
        arn=None,
        identifier=execution,
        name=f"{match['pipeline']} · {match['id']}" if match else execution,
        type="PipelineExecution",
        created=state.created if state else None,
        status=state.status if state else "",
        source=", ".join(sorted(set(named_by))),
    )


JOB_PIPELINE_EXECUTION = Question(
    "job-pipeline-execution",
    "Which pipeline execution made this?",
    (question.JOB, question.MODEL, question.ENDPOINT),
    find_executions_of_job,
    sdk_difference="The helpers for models and endpoints stop at the first job that carries the tag; there "
    "can be several executions, as when one reuses another's data. No helper starts from a job.",
)

TRIAL_COMPONENT_PIPELINE_EXECUTION = Question(
    "trial-component-pipeline-execution",
    "Which pipeline execution does this trial component belong to?",
    (question.TRIAL_COMPONENT,),
    find_executions_of_job,
)

MODEL_GROUP_PIPELINE_EXECUTION = Question(
    "model-group-pipeline-execution",
    "Which pipeline executions made the versions in this group?",
    (question.MODEL_GROUP,),
    find_executions_of_group,
    sdk_difference="The helper returns one property of the group, which names a single execution however "
    "many versions there are.",
)


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
            return f"No trial is {self.side} {start}, because no trial component does."
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
    "Which trials are downstream of this?",
    (question.ARTIFACT,),
    TrialsQuery(Direction.DESCENDANTS, "downstream of"),
    sdk_difference=_TRIALS_SDK_DIFFERENCE,
)

ARTIFACT_UPSTREAM_TRIALS = Question(
    "artifact-upstream-trials",
    "Which trials are upstream of this?",
    (question.ARTIFACT,),
    TrialsQuery(Direction.ASCENDANTS, "upstream of"),
    sdk_difference=_TRIALS_SDK_DIFFERENCE,
)
