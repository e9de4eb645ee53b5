"""Rules about the data, code and jobs behind models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lineage_explorer.checks import fixes
from lineage_explorer.checks.facts import Facts, Version
from lineage_explorer.checks.rule import (
    Rule,
    Section,
    Severity,
    SubjectResult,
    report_doubt,
    report_finding,
    report_pass,
)
from lineage_explorer.graph.entity_styles import Family
from lineage_explorer.graph.model import Arn, AssociationType, Entity, LineageType
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.lineage_record import ResourceFacts, Unread

JOB_OPERATIONS = {
    "TrainingJob": "DescribeTrainingJob",
    "ProcessingJob": "DescribeProcessingJob",
    "TransformJob": "DescribeTransformJob",
}
"""Operations that describe jobs, by the type of their trial component."""

_ENDED = ("Completed", "Failed", "Stopped")
_IMPORTED_TYPE = "ModelBuilderInputModelData"


def needs_job_description(entity: Entity | None) -> bool:
    """Return whether only its description tells how a job is doing."""
    return bool(
        entity and entity.type in JOB_OPERATIONS and entity.source_uri and entity.status not in _ENDED
    )


def _check_training(facts: Facts) -> Iterator[SubjectResult]:
    for model in facts.models:
        upstream = facts.list_upstream(model)
        if any(facts.vertices[arn].type == "TrainingJob" for arn in upstream):
            yield report_pass(model)
        elif not facts.has_all_upstream(upstream):
            yield report_doubt(model, "Not everything that it was made from was read.")
        else:
            is_import = any(facts.vertices[arn].type == _IMPORTED_TYPE for arn in upstream)
            what = "was imported: no" if is_import else "has no"
            yield report_finding(
                model,
                f"{facts.title_of(model)} {what} training job behind it.",
                fixes.add_association("<ARN of the training job's trial component>", model, "Produced"),
                severity=Severity.NOTE if is_import else None,
            )


def _check_inputs(facts: Facts) -> Iterator[SubjectResult]:
    for job in facts.training_jobs:
        if facts.list_data(job):
            yield report_pass(job)
        elif not facts.has_all_parents(job):
            yield report_doubt(job, "Not all of its inputs were read.")
        else:
            yield report_finding(
                job,
                f"{facts.title_of(job)} has no training data on record.",
                fixes.create_artifact("s3://<bucket>/<data>", "DataSet")
                + "\n"
                + fixes.add_association("<ARN of the artifact>", job),
            )


def _check_code(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        if version.doubt:
            yield report_doubt(version.arn, version.doubt)
        elif version.is_approved:
            yield _judge_code(facts, version)


def _judge_code(facts: Facts, version: Version) -> SubjectResult:
    if isinstance(version.facts, ResourceFacts) and version.facts.commit:
        return report_pass(version.arn)
    upstream = facts.list_upstream(version.arn)
    if has_code(facts, upstream) or any(map(_has_commit, map(facts.entities.get, version.jobs))):
        return report_pass(version.arn)
    if isinstance(version.facts, Unread):
        return report_doubt(version.arn, version.facts.reason)
    unknown = [job for job in version.jobs if job not in facts.record.described]
    if unknown or not facts.has_all_upstream(upstream):
        return report_doubt(version.arn, "Not everything that it was made from was read.")
    return report_finding(
        version.arn,
        f"{facts.title_of(version.arn)}: the code that made it is not on record.",
        "# Pass MetadataProperties to the next CreateModelPackage, or to the training job:\n"
        '# {"CommitId": "<commit>", "Repository": "<URL>"}',
        others=version.jobs,
        group=version.group,
    )


def has_code(facts: Facts, arns: list[Arn]) -> bool:
    """Return whether a script is among entities."""
    return any(facts.family_of(arn) is Family.CODE for arn in arns)


def _has_commit(entity: Entity | None) -> bool:
    return bool(entity and entity.metadata.get("CommitId"))


def _check_jobs(facts: Facts) -> Iterator[SubjectResult]:
    for vertex in facts.list_own(LineageType.TRIAL_COMPONENT, types=tuple(JOB_OPERATIONS)):
        entity = facts.entities.get(vertex.arn)
        made = [
            arn
            for arn in facts.children_of(vertex.arn)
            if facts.is_model_data(arn)
            and facts.graph.association_by_ends[vertex.arn, arn].type == AssociationType.PRODUCED
        ]
        if entity and entity.status in ("Failed", "Stopped") and made:
            yield report_finding(
                vertex.arn,
                f"{facts.title_of(made[0])} was made by {facts.title_of(vertex.arn)}, "
                f"which {'failed' if entity.status == 'Failed' else 'was stopped'}.",
                "# Use the model of a job that was completed, or train again.",
                others=made,
            )
        elif not needs_job_description(entity):
            yield report_pass(vertex.arn) if entity else report_doubt(vertex.arn, "It was not described.")
        elif entity:
            yield _judge_duration(facts, entity)


def _judge_duration(facts: Facts, entity: Entity) -> SubjectResult:
    described = facts.get_resource(JOB_OPERATIONS[entity.type or ""], entity.source_uri or "")
    if isinstance(described, Unread):
        return report_doubt(entity.arn, described.reason)
    began = entity.started or entity.created or described.created
    if described.status in _ENDED:
        return report_pass(entity.arn)
    if described.doubt and entity.status is None:
        return report_doubt(entity.arn, described.doubt)
    if began is None or described.max_seconds is None:
        return report_doubt(entity.arn, "How long it may run is not on record.")
    seconds = (facts.record.moment - began).total_seconds()
    if seconds <= described.max_seconds:
        return report_pass(entity.arn)
    operation = {"TrainingJob": "stop_training_job", "ProcessingJob": "stop_processing_job"}
    name = (entity.source_uri or "").rpartition("/")[2]
    return report_finding(
        entity.arn,
        f"{facts.title_of(entity.arn)} has been running for {_format_seconds(seconds)}; "
        f"its limit is {_format_seconds(described.max_seconds)}.",
        fixes.call_operation(
            operation.get(entity.type or "", "stop_transform_job"), **{f"{entity.type}Name": name}
        ),
    )


def _format_seconds(seconds: float) -> str:
    days, hours = seconds / 86_400, seconds / 3600
    if days >= 1:
        return format_count(round(days), "day")
    return format_count(round(hours), "hour") if hours >= 1 else format_count(round(seconds / 60), "minute")


def _check_versions(facts: Facts) -> Iterator[SubjectResult]:
    inputs = list(dict.fromkeys(arn for job in facts.training_jobs for arn in facts.list_data(job)))
    scope = facts.record.scope
    inputs = [arn for arn in inputs if scope is None or arn in scope]
    loose = [arn for arn in inputs if not _list_ids(facts, arn)]
    unknown = [arn for arn in inputs if arn not in facts.entities]
    subject = facts.record.focus
    if unknown:
        yield report_doubt(subject, f"{format_count(len(unknown), 'input')} could not be described.")
    elif loose:
        uri = facts.source_of(loose[0])
        yield report_finding(
            subject or loose[0],
            f"{len(loose):,} of {format_count(len(inputs), 'training input')} "
            "cannot be shown to be unchanged.",
            fixes.create_artifact(uri, "DataSet", version="<version id of the object>"),
            others=loose,
        )
    elif inputs and all(map(facts.has_all_parents, facts.training_jobs)):
        yield report_pass(subject)
    elif any(not facts.has_all_parents(job) for job in facts.training_jobs):
        yield report_doubt(subject, "Not all training inputs were read.")


def _list_ids(facts: Facts, arn: Arn) -> tuple[tuple[str, str], ...]:
    entity = facts.entities.get(arn)
    return entity.source_ids if entity else ()


def _check_overwriting(facts: Facts) -> Iterator[SubjectResult]:
    twins = _group_by_uri(facts)
    for job in facts.training_jobs:
        entity = facts.entities.get(job)
        ended = (entity.ended or entity.started or entity.created) if entity else None
        for data in facts.list_data(job):
            yield _judge_overwriting(facts, job, data, ended, twins)


def _judge_overwriting(
    facts: Facts, job: Arn, data: Arn, ended: datetime | None, twins: dict[str, list[Arn]]
) -> SubjectResult:
    if ended is None:
        return report_doubt(data, "When it was read is not known.")
    later = [
        arn for arn in facts.parents_of(data) if (added := _find_added(facts, arn, data)) and added > ended
    ]
    copies = [
        arn
        for arn in twins.get(facts.source_of(data).rstrip("/"), ())
        if arn != data
        and _list_ids(facts, arn) != _list_ids(facts, data)
        and (entity := facts.entities.get(arn))
        and entity.created
        and entity.created > ended
    ]
    if later or copies:
        return report_finding(
            data,
            f"{facts.title_of(data)} was overwritten after {facts.title_of(job)} had read it.",
            "# Turn on versioning for the bucket, and write each run to a folder of its own.",
            others=(job, *later, *copies),
        )
    if not facts.has_all_parents(data):
        return report_doubt(data, "Not all jobs that wrote it were read.")
    return report_pass(data)


def _find_added(facts: Facts, job: Arn, data: Arn) -> datetime | None:
    """Return when a job wrote data; None for other associations."""
    association = facts.graph.association_by_ends[job, data]
    if association.type != AssociationType.PRODUCED:
        return None
    entity = facts.entities.get(job)
    return facts.record.added.get((job, data)) or (entity.ended or entity.created if entity else None)


def _group_by_uri(facts: Facts) -> dict[str, list[Arn]]:
    groups: dict[str, list[Arn]] = {}
    for vertex in facts.list_own(LineageType.ARTIFACT):
        if uri := facts.source_of(vertex.arn).rstrip("/"):
            groups.setdefault(uri, []).append(vertex.arn)
    return groups


def _check_images(facts: Facts) -> Iterator[SubjectResult]:
    for vertex in facts.list_own(LineageType.ARTIFACT, types=("Image",)):
        uri = facts.source_of(vertex.arn)
        if not uri:
            yield report_doubt(vertex.arn, "Its URI is not known.")
        elif "@sha256:" in uri:
            yield report_pass(vertex.arn)
        else:
            repository = uri.rpartition("/")[2].partition(":")[0]
            yield report_finding(
                vertex.arn,
                f"{facts.title_of(vertex.arn)} is recorded by its tag, which may move.",
                f"# Pin the image in jobs and models: {repository}@sha256:<digest>",
            )


_ARTIFACTS = frozenset({LineageType.ARTIFACT})
_JOBS = frozenset({LineageType.ARTIFACT, LineageType.TRIAL_COMPONENT})

ORIGIN_RULES = (
    Rule(
        "model-untrained",
        Severity.WARNING,
        Section.ORIGIN,
        "Models have a training job behind them",
        "No training job leads to a model, counterparts in other accounts included.",
        "Without the job, data, code and settings are unknown.",
        ("EU AI Act Annex IV 2(a)", "ML-BOM: formulation"),
        _check_training,
        _JOBS,
    ),
    Rule(
        "training-without-data",
        Severity.ERROR,
        Section.ORIGIN,
        "Training jobs have data on record",
        "No data contributed to a training job.",
        "What a model learned from decides what it gets wrong.",
        ("EU AI Act Art. 10", "EU AI Act Annex IV 2(d)"),
        _check_inputs,
        _JOBS,
    ),
    Rule(
        "code-unknown",
        Severity.WARNING,
        Section.ORIGIN,
        "The code behind approved versions is on record",
        "An approved version has no script upstream and no commit.",
        "It can be neither reviewed nor repeated.",
        ("EU AI Act Annex IV 2(a)", "Model card: training details"),
        _check_code,
    ),
    Rule(
        "job-unfinished",
        Severity.WARNING,
        Section.ORIGIN,
        "Models come from jobs that were completed",
        "A model comes from a job that failed or was stopped, or a job runs for longer than its limit.",
        "Such a model may be half trained; such a job costs money.",
        ("ISO/IEC 42001 A.6.2.6",),
        _check_jobs,
        _JOBS,
        needs_age=False,
    ),
    Rule(
        "data-unversioned",
        Severity.WARNING,
        Section.ORIGIN,
        "Training data can be shown to be unchanged",
        "Training inputs have neither hash, ETag nor version on record.",
        "Nobody can tell whether the file that is there today is the one that was learned from.",
        ("EU AI Act Art. 10", "ISO/IEC 42001 A.7.5"),
        _check_versions,
        _JOBS,
        needs_age=False,
    ),
    Rule(
        "data-overwritten",
        Severity.ERROR,
        Section.ORIGIN,
        "Training data is not overwritten",
        "Data was overwritten after a training job had read it, or has another hash now; "
        "S3 itself is not read.",
        "What the model learned from is lost.",
        ("EU AI Act Art. 10", "ISO/IEC 42001 A.7.4"),
        _check_overwriting,
        _JOBS,
        needs_age=False,
    ),
    Rule(
        "image-by-tag",
        Severity.NOTE,
        Section.ORIGIN,
        "Images are recorded by digest",
        "The URI of an image has no @sha256: digest.",
        "A tag can be moved to another image at any time.",
        ("EU AI Act Annex IV 1(c)", "ML-BOM: container"),
        _check_images,
        _ARTIFACTS,
        needs_age=False,
    ),
)
