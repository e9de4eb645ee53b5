"""The five answers of a report.

They tell the version, its data, its parameters and metrics, its approval, and what is missing. They are made
of a graph that was read to its end, and say no more than is on record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.explore.view import View
from lineage_explorer.graph.approvals import PENDING, sort_approvals
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import Family, decision_of, style_of
from lineage_explorer.graph.model import Arn, Entity, LineageType, Metric
from lineage_explorer.graph.model_versions import MAX_VERSIONS, find_trainers, find_versions
from lineage_explorer.graph.serving import ServingRecord
from lineage_explorer.graph.serving_history import Period, ServingMoment, find_at, find_current
from lineage_explorer.graph.traversal import find_ancestors
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.linked_resources import ModelPackage
from lineage_explorer.views.missing_facts import NOT_ON_RECORD, NOT_READABLE
from lineage_explorer.views.serving_sentence import describe_serving

_RESOURCE_PREFIX = "SageMaker."
"""Beginning of the parameters that tell the machine, not the model."""

_METRIC_PREFIXES = ("train:", "validation:", "test:")
"""Beginnings of the parameters that are results: jobs record metrics as parameters, too."""

_COMMIT = "CommitId"


@dataclass(frozen=True, slots=True)
class Use:
    """Data set, script or image that a version was made from.

    Attributes:
        is_direct: Whether the job that made the model read it itself.
        producers: The jobs that made it, in the graph.
        source_uri: Where it is; empty if that is not known.
        source_ids: What was recorded to tell its content: pairs of a kind and a value.
        is_described: Whether it could be described.
    """

    arn: Arn
    family: Family
    is_direct: bool
    producers: tuple[Arn, ...]
    source_uri: str
    source_ids: tuple[tuple[str, str], ...]
    is_described: bool


@dataclass(frozen=True, slots=True)
class Job:
    """Job that led to a version, or judged it.

    Attributes:
        is_trainer: Whether the model came out of it.
        is_evaluation: Whether it read the finished model.
        settings: Its parameters, without those of its machines.
        resources: Those of its machines.
        source_uri: ARN of the job itself; empty if it is not known.
        inputs: Where its input was, as far as it is known.
    """

    arn: Arn
    is_trainer: bool
    is_evaluation: bool
    settings: Mapping[str, str | float]
    resources: Mapping[str, str | float]
    metrics: tuple[Metric, ...]
    source_uri: str = ""
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Decision on a version, or a request for one.

    Attributes:
        decision: As the API spells it; empty if it is not known.
        decided_by: Who decided; empty if that is not on record.
        decided_at: When; None if that is not known.
        reason: What the reviewer said; may be empty.
        is_unread: Whether it could not be read.
    """

    arn: Arn
    decision: str
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """Model version that a report tells about.

    Attributes:
        arn: Its artifact.
        state: When it served, in words: "serving since 9 Nov 2026".
        is_serving: Whether it serves, at the moment that the report is about.
        package: What the model registry holds of it; None if it was not read.
        approvals: Oldest first.
        is_decided_on_record: Whether all its approvals were read.
        uses: What it was made from, what its training read first.
        jobs: The jobs that led to it and that judged it, the trainers first.
        model_data: Where the model's own files are, as far as they are on record.
        commits: Commits of the code that trained it, as far as they are on record.
    """

    arn: Arn
    state: str
    is_serving: bool
    package: ModelPackage | None
    approvals: tuple[Approval, ...]
    is_decided_on_record: bool
    uses: tuple[Use, ...]
    jobs: tuple[Job, ...]
    model_data: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()

    @property
    def trainers(self) -> tuple[Job, ...]:
        """The jobs that the model came out of."""
        return tuple(job for job in self.jobs if job.is_trainer)


@dataclass(frozen=True, slots=True)
class ReportAnswers:
    """The five answers about a start.

    Attributes:
        names: The name of each entity.
        versions: The versions, those that serve first.
        serving: One sentence for each endpoint.
        left_out: Number of versions that are not told about.
        missing: One sentence for each thing that is not known or not recorded.
    """

    names: Mapping[Arn, EntityName]
    versions: tuple[Version, ...]
    serving: tuple[str, ...]
    left_out: int
    missing: tuple[str, ...]


def build_answers(
    view: View,
    *,
    packages: Mapping[Arn, ModelPackage],
    period: Period | None = None,
    gaps: Iterable[str] = (),
) -> ReportAnswers:
    """Return the five answers about the start of a view.

    Args:
        view: All lineage of the start, described as far as possible.
        packages: What the model registry holds, by the ARN of the version.
        period: The moment or day that is asked about; None for now.
        gaps: One sentence for each package that could not be read.
    """
    entities = view.loaded.entities
    names = name_entities({arn: entities.get(arn) for arn in view.graph.vertices})
    moments = [(record, _find_moment(view, record, period)) for record in view.status.records]
    states = _find_states(names, moments, period)
    ordered = sorted(
        find_versions(view.graph, view.loaded.entities),
        key=lambda arn: not (arn in states and states[arn].is_serving),
    )
    versions = [
        _build_version(view, arn, states.get(arn, _State()), packages.get(arn))
        for arn in ordered[:MAX_VERSIONS]
    ]
    answers = ReportAnswers(
        names,
        tuple(versions),
        tuple(
            describe_serving(
                names[record.endpoint].title,
                record,
                moment,
                lambda deployment: [names[arn].title for arn in deployment.versions],
                period=period,
            )
            for record, moment in moments
        ),
        max(0, len(ordered) - MAX_VERSIONS),
        (),
    )
    missing = dict.fromkeys((*_list_gaps(view, names), *gaps, *_list_missing(view, answers)))
    return ReportAnswers(names, answers.versions, answers.serving, answers.left_out, tuple(missing))


def _find_moment(view: View, record: ServingRecord, period: Period | None) -> ServingMoment:
    if period is None:
        return find_current(record)
    return find_at(record, period, view.loaded.entities, fully_read=view.status.fully_read)


@dataclass(frozen=True, slots=True)
class _State:
    """What a version has to do with endpoints."""

    words: tuple[str, ...] = ()
    is_serving: bool = False


def _find_states(
    names: Mapping[Arn, EntityName],
    moments: Iterable[tuple[ServingRecord, ServingMoment]],
    period: Period | None,
) -> dict[Arn, _State]:
    """Return the state of each version that was deployed."""
    states: dict[Arn, _State] = {}
    for record, moment in moments:
        endpoint = names[record.endpoint].title
        for deployment in record.deployments:
            serves = deployment in moment.deployments and moment.status != "deleted"
            since = f" since {format_day(deployment.began)}" if deployment.began else ""
            until = f" until {format_day(deployment.ended)}" if deployment.ended else ""
            if serves and period is None:
                words = f"serving {endpoint}{since}"
            elif serves:
                words = f"served {endpoint} then{since and f', from {since[7:]}'}{until}"
            else:
                words = f"deployed to {endpoint}{since and f' on {since[7:]}'}{until}"
            for arn in deployment.versions:
                known = states.get(arn, _State())
                states[arn] = _State((*known.words, words), known.is_serving or serves)
    return states


def describe_no_training(title: str) -> str:
    """Say that nothing on record trained a version."""
    return f"{title}: no training job is on record."


def describe_unread_approval(title: str) -> str:
    """Say that an approval of a version could not be read."""
    return f"{title}: an approval is {NOT_READABLE}, so it is not known who decided."


def _build_version(view: View, arn: Arn, state: _State, package: ModelPackage | None) -> Version:
    graph = view.graph
    upstream = find_ancestors(graph, arn)
    trainers = find_trainers(graph, arn, upstream)
    read_by_trainers = {parent for job in trainers for parent in graph.parents[job]}
    jobs = [other for other in upstream if _is_job(view, other)]
    model_data = {arn, *(other for other in upstream if _get_family(view, other) is Family.MODEL)}
    evaluations = _find_evaluations(view, model_data, upstream)
    approvals = [parent for parent in graph.parents[arn] if graph.vertices[parent].type == "Approval"]
    return Version(
        arn,
        "; ".join(state.words) or "not deployed, as far as was read",
        state.is_serving,
        package,
        _list_approvals(view, approvals, package),
        arn in view.status.fully_read and all(_is_read(view, each) for each in approvals),
        tuple(_list_uses(view, upstream - model_data, read_by_trainers)),
        tuple(_list_jobs(view, jobs, trainers, evaluations)),
        tuple(sorted(_list_model_data(view, model_data - {arn}, trainers))),
        tuple(dict.fromkeys(_list_commits(view, trainers))),
    )


def _is_job(view: View, arn: Arn) -> bool:
    return view.graph.vertices[arn].lineage_type is LineageType.TRIAL_COMPONENT


def _get_family(view: View, arn: Arn) -> Family:
    return style_of(view.graph.vertices[arn], view.loaded.entities.get(arn)).family


def _find_evaluations(view: View, model_data: Collection[Arn], upstream: Collection[Arn]) -> set[Arn]:
    """Return the processing jobs that only read a version's model."""
    graph = view.graph
    readers = {child for model in model_data for child in graph.children[model] if _is_job(view, child)}
    return {arn for arn in readers if graph.vertices[arn].type == "ProcessingJob" and arn not in upstream}


def _list_model_data(view: View, models: Collection[Arn], trainers: Collection[Arn]) -> Iterator[str]:
    """Yield where training put what the version was made of."""
    for arn in models:
        entity = view.loaded.entities.get(arn)
        if entity and entity.source_uri and any(parent in trainers for parent in view.graph.parents[arn]):
            yield entity.source_uri


def _list_approvals(view: View, arns: Sequence[Arn], package: ModelPackage | None) -> tuple[Approval, ...]:
    entities = view.loaded.entities
    known = sort_approvals([entities[arn] for arn in arns if arn in entities])
    newest = known[-1].arn if known else None
    return (
        *(
            _build_approval(
                entity, package if entity.arn == newest else None, is_unread=not _is_read(view, entity.arn)
            )
            for entity in known
        ),
        *(Approval(arn, "", is_unread=True) for arn in arns if arn not in entities),
    )


def _is_read(view: View, arn: Arn) -> bool:
    """Return whether an entity was wholly described; lists tell less."""
    return arn in view.loaded.wholly_described


def _build_approval(entity: Entity, package: ModelPackage | None, *, is_unread: bool) -> Approval:
    decision = decision_of(entity) or ""
    note = package.approval_note if package and package.approval.lower() == decision.lower() else ""
    return Approval(
        entity.arn,
        decision,
        entity.created_by or "",
        entity.created,
        entity.properties.get("ApprovalDescription") or note or entity.description or "",
        is_unread,
    )


def _list_uses(view: View, arns: Iterable[Arn], direct: Collection[Arn]) -> Iterator[Use]:
    graph = view.graph
    families = {arn: _get_family(view, arn) for arn in arns}
    wanted = (Family.DATA, Family.CODE, Family.REPORT, Family.IMAGE)
    found = [arn for arn, family in families.items() if family in wanted]
    for arn in sorted(found, key=lambda each: (each not in direct, wanted.index(families[each]), each)):
        producers = tuple(sorted(parent for parent in graph.parents[arn] if _is_job(view, parent)))
        entity = view.loaded.entities.get(arn)
        yield Use(
            arn,
            families[arn],
            arn in direct,
            producers,
            (entity and entity.source_uri) or "",
            entity.source_ids if entity else (),
            _is_read(view, arn),
        )


def _list_jobs(
    view: View, arns: Sequence[Arn], trainers: Sequence[Arn], evaluations: Collection[Arn]
) -> Iterator[Job]:
    others = sorted(arn for arn in arns if arn not in trainers)
    for arn in (*trainers, *sorted(evaluations), *others):
        entity = view.loaded.entities.get(arn)
        if entity is None:
            yield Job(arn, arn in trainers, arn in evaluations, {}, {}, ())
            continue
        results = {
            name: value
            for name, value in entity.parameters.items()
            if name.startswith(_METRIC_PREFIXES) and not isinstance(value, str)
        }
        recorded = {metric.name for metric in entity.metrics}
        further = (Metric(name, value) for name, value in results.items() if name not in recorded)
        parameters = {name: value for name, value in entity.parameters.items() if name not in results}
        yield Job(
            arn,
            arn in trainers,
            arn in evaluations,
            {name: value for name, value in parameters.items() if not name.startswith(_RESOURCE_PREFIX)},
            {name: value for name, value in parameters.items() if name.startswith(_RESOURCE_PREFIX)},
            (*entity.metrics, *further),
            entity.source_uri or "",
            tuple(filter(None, entity.inputs.values())),
        )


def _list_commits(view: View, trainers: Iterable[Arn]) -> Iterator[str]:
    for arn in trainers:
        entity = view.loaded.entities.get(arn)
        if entity and (commit := entity.metadata.get(_COMMIT)):
            yield commit


def _list_gaps(view: View, names: Mapping[Arn, EntityName]) -> Iterator[str]:
    """Yield what could not be read."""
    yield from view.graph.read_status.gaps
    if view.graph.read_status.has_more:
        yield "Not all pages were read."
    for arn, reason in sorted(view.loaded.undescribed.items()):
        yield f"{names[arn].line} could not be described. {reason}"
    late = [arn for arn in view.graph.vertices if arn not in view.loaded.entities]
    if unread := len([arn for arn in late if arn not in view.loaded.undescribed]):
        yield f"{format_count(unread, 'entity')} could not be described in time."
    if limits := {limit.arn for limit in view.loaded.extended.depth_limits}:
        yield f"Reading ended at the depth limit: {format_count(len(limits), 'entity')} may lead on."
    for configuration in view.loaded.configurations.values():
        if configuration.error:
            yield configuration.error


def _list_missing(view: View, answers: ReportAnswers) -> Iterator[str]:
    """Yield what is not on record about the versions."""
    names = answers.names
    if not answers.versions:
        yield "No model version is connected with it on record."
    for version in answers.versions:
        title = names[version.arn].title
        if version.arn not in view.status.fully_read:
            yield f"{title}: what led to it was not read to the end, so that nothing is said to be missing."
            continue
        yield from _list_missing_approvals(title, version)
        if not version.trainers:
            yield describe_no_training(title)
        elif not any(use.is_direct and use.family is Family.DATA for use in version.uses):
            yield f"{title}: no data set is on record that its training read."
        described = [job for job in version.trainers if _is_read(view, job.arn)]
        if described and not any(job.metrics for job in described):
            yield f"{title}: its training recorded no metrics."
        if version.trainers and not any(use.family is Family.CODE for use in version.uses):
            yield f"{title}: no script is on record."
        if not any(job.is_evaluation for job in version.jobs) and not (
            version.package and version.package.reports
        ):
            yield f"{title}: no evaluation was found in what was read."
    if answers.left_out:
        yield f"Left out of this report: {format_count(answers.left_out, 'older version')}."


def _list_missing_approvals(title: str, version: Version) -> Iterator[str]:
    if not version.is_decided_on_record:
        yield describe_unread_approval(title)
        return
    decided = [each for each in version.approvals if each.decision and each.decision.lower() != PENDING]
    if not decided:
        yield f"{title}: no decision is on record."
        return
    last = decided[-1]
    if not last.decided_by:
        yield f"{title}: who decided is {NOT_ON_RECORD}."
    if not last.reason:
        yield f"{title}: no reason for the decision is on record."
    if version.is_serving and last.decision.lower() != "approved":
        yield f"{title} serves, and the newest decision on it is {last.decision}."
