"""Model card and bill of materials of an evidence pack.

The card has the fields of SageMaker's model cards. The bill is a CycloneDX 1.6 ML-BOM: its official library
has no model card, data or formulation, so that it is written here, and only checked by the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lineage_explorer.export.report_answers import Job, ReportAnswers, Use, Version
from lineage_explorer.graph.entity_styles import Family
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.moments import format_moment

VERSION = "0.1.0"
"""Version of the explorer, which decides what files look like; that of the package."""

_DIGEST = re.compile(r"@sha256:(?P<digest>[0-9a-f]{64})")
_TAG = re.compile(r":(?P<tag>[\w.-]+)$")


def build_model_card(answers: ReportAnswers) -> dict[str, Any]:
    """Return the card of the version that serves, else of the newest.

    What only people can tell, as the intended uses, is there and empty.
    """
    people: dict[str, Any] = {"intended_uses": {}, "business_details": {}}
    if not answers.versions:
        return {"model_overview": {}, "training_details": {}, "evaluation_details": [], **people}
    version = answers.versions[0]
    package = version.package
    overview = {
        "model_id": package.arn if package else version.arn,
        "model_name": answers.names[version.arn].title,
        "model_description": package.description if package else "",
        "problem_type": package.task if package else "",
        "model_creator": (package.created_by or "") if package else "",
        "model_artifact": _list_model_data(version),
        "inference_environment": {"container_image": _list_images(version)},
    }
    return {
        "model_overview": {key: value for key, value in overview.items() if value},
        "training_details": _describe_training(version),
        "evaluation_details": [
            _describe_evaluation(answers, job) for job in version.jobs if job.is_evaluation
        ],
        **people,
        "additional_information": {
            "custom_details": {
                "state": version.state,
                "approvals": "; ".join(
                    f"{each.decision or 'not known'} by {each.decided_by or 'not on record'}"
                    for each in version.approvals
                )
                or "not on record",
            }
        },
    }


def _describe_training(version: Version) -> dict[str, Any]:
    if not version.trainers:
        return {}
    job = version.trainers[0]
    details = {
        "training_arn": job.source_uri or job.arn,
        "training_datasets": [
            use.source_uri or use.arn for use in version.uses if use.is_direct and use.family is Family.DATA
        ],
        "training_environment": {"container_image": _list_images(version)},
        "training_metrics": list(_list_metrics(job)),
        "hyper_parameters": [
            {"name": name, "value": str(value)} for name, value in sorted(job.settings.items())
        ],
    }
    return {"training_job_details": details}


def _describe_evaluation(answers: ReportAnswers, job: Job) -> dict[str, Any]:
    metrics = [{**metric, "type": "number"} for metric in _list_metrics(job)]
    return {
        "name": answers.names[job.arn].line,
        "evaluation_job_arn": job.source_uri or job.arn,
        "datasets": sorted(job.inputs),
        "metric_groups": [{"name": "metrics", "metric_data": metrics}] if metrics else [],
    }


def _list_metrics(job: Job) -> Iterator[dict[str, Any]]:
    for metric in sorted(job.metrics, key=lambda each: each.name):
        if metric.last is not None:
            yield {"name": metric.name, "value": metric.last}


def _list_images(version: Version) -> list[str]:
    return sorted(
        {
            use.source_uri
            for use in version.uses
            if use.family is Family.IMAGE and use.is_direct and use.source_uri
        }
    )


def _list_model_data(version: Version) -> list[str]:
    return sorted(uri for uri in version.model_data if uri)


def build_bill_of_materials(answers: ReportAnswers, *, address: str, moment: datetime) -> dict[str, Any]:
    """Return the bill of materials of the versions of a report.

    Args:
        answers: The answers.
        address: The address that it is about, which makes its serial number with the moment.
        moment: The moment that it is about.
    """
    serial = uuid5(NAMESPACE_URL, f"{address} {format_moment(moment)}")
    uses = {use.arn: use for version in answers.versions for use in version.uses}
    models = [_describe_model(answers, version) for version in answers.versions]
    others = [_describe_use(answers, uses[arn]) for arn in sorted(uses)]
    bill: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": format_moment(moment),
            "tools": {
                "components": [{"type": "application", "name": "lineage-explorer", "version": VERSION}]
            },
            "properties": [{"name": "lineage:address", "value": address}],
        },
        "components": [*models, *others],
        "dependencies": [
            {
                "ref": version.arn,
                "dependsOn": sorted({use.arn for use in version.uses}),
            }
            for version in answers.versions
        ],
    }
    if workflows := [_describe_workflow(answers, version) for version in answers.versions if version.jobs]:
        bill["formulation"] = [{"bom-ref": f"formula-{serial}", "workflows": workflows}]
    return bill


def _describe_model(answers: ReportAnswers, version: Version) -> dict[str, Any]:
    package = version.package
    name, _, number = (package.arn if package else version.arn).rpartition("/")
    title = answers.names[version.arn].title
    parameters: dict[str, Any] = {}
    if package and package.task:
        parameters["task"] = package.task
    if datasets := [{"ref": use.arn} for use in version.uses if use.is_direct and use.family is Family.DATA]:
        parameters["datasets"] = datasets
    card: dict[str, Any] = {"bom-ref": f"card {version.arn}", "modelParameters": parameters}
    if metrics := list(_list_performance(version.jobs)):
        card["quantitativeAnalysis"] = {"performanceMetrics": metrics}
    properties = [
        {"name": "lineage:state", "value": version.state},
        *(
            {
                "name": "lineage:approval",
                "value": " ".join(
                    filter(
                        None,
                        (
                            each.decision or "not known",
                            f"by {each.decided_by or 'not on record'}",
                            f"at {format_moment(each.decided_at)}" if each.decided_at else "",
                        ),
                    )
                ),
            }
            for each in version.approvals
        ),
        *({"name": "lineage:model-data", "value": uri} for uri in _list_model_data(version)),
    ]
    component: dict[str, Any] = {
        "type": "machine-learning-model",
        "bom-ref": version.arn,
        "name": name.rpartition("/")[2] if package else title,
        "modelCard": card,
        "properties": properties,
    }
    if package:
        component["version"] = number
        if package.description:
            component["description"] = package.description
    return component


def _list_performance(jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
    for job in jobs:
        if job.is_trainer or job.is_evaluation:
            for metric in _list_metrics(job):
                yield {
                    "type": metric["name"],
                    "value": f"{metric['value']:.12g}",
                    "slice": _describe_role(job),
                }


def _describe_role(job: Job) -> str:
    return "training" if job.is_trainer else "evaluation"


def _describe_use(answers: ReportAnswers, use: Use) -> dict[str, Any]:
    """Return a data set, script, report or image as a component."""
    name = answers.names[use.arn].title
    component: dict[str, Any] = {"type": "file", "bom-ref": use.arn, "name": name}
    if use.family is Family.DATA:
        data: dict[str, Any] = {"bom-ref": f"data {use.arn}", "type": "dataset", "name": name}
        if use.source_uri:
            data["contents"] = {"url": use.source_uri}
        component |= {"type": "data", "data": [data]}
    elif use.family is Family.IMAGE:
        component["type"] = "container"
        if digest := _DIGEST.search(use.source_uri):
            component["hashes"] = [{"alg": "SHA-256", "content": digest["digest"]}]
        elif tag := _TAG.search(use.source_uri):
            component["version"] = tag["tag"]
    properties = [
        {"name": f"lineage:{kind}", "value": value}
        for kind, value in (("source", use.source_uri), *use.source_ids)
        if value
    ]
    if properties:
        component["properties"] = properties
    return component


def _describe_workflow(answers: ReportAnswers, version: Version) -> dict[str, Any]:
    """Return the jobs of a version: how it was made."""
    uid = str(uuid5(NAMESPACE_URL, version.arn))
    return {
        "bom-ref": f"workflow {version.arn}",
        "uid": uid,
        "name": f"How {answers.names[version.arn].title} was made",
        "taskTypes": ["build"],
        "tasks": [_describe_task(answers, version.arn, job) for job in version.jobs],
    }


def _describe_task(answers: ReportAnswers, version: Arn, job: Job) -> dict[str, Any]:
    kind = "build" if job.is_trainer else "test" if job.is_evaluation else "other"
    task: dict[str, Any] = {
        "bom-ref": f"task {version} {job.arn}",
        "uid": str(uuid5(NAMESPACE_URL, f"{version} {job.arn}")),
        "name": answers.names[job.arn].line,
        "taskTypes": [kind],
    }
    parameters = [
        {"name": name, "value": str(value)}
        for name, value in (*sorted(job.settings.items()), *sorted(job.resources.items()))
    ]
    if parameters:
        task["inputs"] = [{"parameters": parameters}]
    return task
