"""Convert OpenLineage events to responses of SageMaker's API.

A data set becomes an artifact, a job a trial component, whatever its runs. Events of the explorer's own
export name the entities that they tell of; those keep their ARNs. Others have none, so an ARN is made of the
namespace and name, and says so.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sagemaker_account.entity_kinds import ARTIFACT, KINDS, TRIAL_COMPONENT
from sagemaker_account.saved_files.response_reader import SavedResponse

MADE = "openlineage-"
"""Beginning of the last part of an ARN that is made here."""

_PREFIX = "arn:aws:sagemaker:us-west-2:000000000000:"
_ARN = re.compile(
    rf"arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{{12}}:({'|'.join(kind.resource_type for kind in KINDS)})/\S+"
)
_KIND_BY_TYPE = {kind.resource_type: kind for kind in KINDS}
_STATUSES = {
    "START": "InProgress",
    "RUNNING": "InProgress",
    "COMPLETE": "Completed",
    "FAIL": "Failed",
    "ABORT": "Stopped",
}
_MAX_NAME = 120
_MAX_FACET_DEPTH = 6


def is_event(document: Mapping[str, Any]) -> bool:
    """Return whether a document is an OpenLineage event of any kind."""
    has_subject = any(isinstance(document.get(member), Mapping) for member in ("job", "dataset"))
    return has_subject and "eventTime" in document and ("schemaURL" in document or "producer" in document)


def convert_events(events: Sequence[Mapping[str, Any]]) -> Iterator[SavedResponse]:
    """Yield responses that hold what events hold."""
    edges: dict[tuple[str, str], dict[str, str]] = {}
    for event in events:
        job, is_job = event.get("job"), isinstance(event.get("job"), Mapping)
        job_arn = _find_arn(event, ("job", "run")) or _build_job_arn(job) if is_job else ""
        if job_arn and job is not None:
            yield _describe_job(job_arn, job, event)
        for member, type_ in (("inputs", "ContributedTo"), ("outputs", "Produced")):
            for dataset in _list_mappings(event.get(member)):
                dataset_arn = _build_dataset_arn(dataset)
                yield _describe_dataset(dataset)
                pair = (dataset_arn, job_arn) if member == "inputs" else (job_arn, dataset_arn)
                if all(pair):
                    ends = {"SourceArn": pair[0], "DestinationArn": pair[1]}
                    edges.setdefault(pair, {**ends, "AssociationType": type_})
        for dataset in _list_mappings([event.get("dataset")]):
            yield _describe_dataset(dataset)
    yield SavedResponse("QueryLineage", {"Edges": list(edges.values())})


def _list_mappings(values: object) -> Iterable[Mapping[str, Any]]:
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []


def _describe_job(arn: str, job: Mapping[str, Any], event: Mapping[str, Any]) -> SavedResponse:
    kind = _find_kind(arn)
    name = str(job.get("name", ""))
    if kind is not TRIAL_COMPONENT:
        return SavedResponse(f"Describe{kind.lineage_type}", {kind.arn_member: arn, kind.name_member: name})
    event_type = str(event.get("eventType", "")).upper()
    output: dict[str, Any] = {
        kind.arn_member: arn,
        kind.name_member: name,
        "DisplayName": name[:_MAX_NAME],
    }
    if event_type in _STATUSES:
        output["Status"] = {"PrimaryStatus": _STATUSES[event_type]}
        output["StartTime" if _STATUSES[event_type] == "InProgress" else "EndTime"] = event["eventTime"]
    return SavedResponse("DescribeTrialComponent", output)


def _build_dataset_arn(dataset: Mapping[str, Any]) -> str:
    made = f"{_PREFIX}artifact/{MADE}{_hash(str(dataset.get('namespace', '')), str(dataset.get('name', '')))}"
    return _find_arn(dataset, ("facets",)) or made


def _describe_dataset(dataset: Mapping[str, Any]) -> SavedResponse:
    namespace, name = str(dataset.get("namespace", "")), str(dataset.get("name", ""))
    arn = _build_dataset_arn(dataset)
    kind = _find_kind(arn)
    output: dict[str, Any] = {kind.arn_member: arn, kind.name_member: name}
    if kind is ARTIFACT:
        output["ArtifactType"] = "DataSet"
        output["Source"] = {"SourceUri": _build_uri(namespace, name)}
    return SavedResponse(f"Describe{kind.lineage_type}", output)


def _build_uri(namespace: str, name: str) -> str:
    separator = "" if name.startswith("/") else "/"
    return f"{namespace.rstrip('/')}{separator}{name}" if namespace else name


def _build_job_arn(job: Mapping[str, Any] | None) -> str:
    namespace, name = (str((job or {}).get(member, "")) for member in ("namespace", "name"))
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]
    return f"{_PREFIX}{TRIAL_COMPONENT.resource_type}/{MADE}{slug or 'job'}-{_hash(namespace, name)[:8]}"


def _hash(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _find_kind(arn: str) -> Any:
    return _KIND_BY_TYPE[arn.split(":", 5)[5].partition("/")[0]]


def _find_arn(value: Mapping[str, Any], members: Iterable[str]) -> str:
    """Return the first lineage ARN in some members, at any depth."""
    texts = (text for member in members for text in _list_texts(value.get(member), _MAX_FACET_DEPTH))
    return next((text for text in texts if _ARN.fullmatch(text)), "")


def _list_texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, Mapping):
        for member in value.values():
            yield from _list_texts(member, depth - 1)
    elif depth and isinstance(value, list):
        for item in value:
            yield from _list_texts(item, depth - 1)
