"""A view as OpenLineage events, made of the official client's classes.

What ran is a job with its run: trial components and actions. Everything else is a data set. An association
between the two kinds is an input or output of the run; one between two data sets, or two jobs, is an entry of
the standard's lineage facet. What the standard has no word for is in facets of our own: `sagemaker` holds the
entity and its associations, `lineageExplorer` at the start tells where the events come from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from openlineage.client import event_v2, facet_v2
from openlineage.client.generated import lineage
from openlineage.client.serde import Serde

from lineage_explorer.export.graph_records import EdgeRecord, GraphRecords, VertexRecord
from lineage_explorer.export.json_file import format_moment
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.text_lines import encode_lines
from lineage_explorer.graph.entity_styles import Family
from lineage_explorer.graph.model import Arn, LineageType, split_arn

PRODUCER = "urn:lineage-explorer"
"""URI of what made the events."""

ENTITY_FACET, EXPORT_FACET, ASSOCIATION_FACET = "sagemaker", "lineageExplorer", "sagemakerAssociation"
APPROVAL_FACET = "sagemakerApproval"

_COMMIT, _REPOSITORY, _GENERATED_BY = "CommitId", "Repository", "GeneratedBy"
_EXECUTION = re.compile(
    r"arn:[^:]+:sagemaker:(?P<region>[^:]*):(?P<account>[^:]*):(?P<pipeline>pipeline/[^/]+)/execution/[^/]+"
)

_JOB_TYPES = (LineageType.TRIAL_COMPONENT, LineageType.ACTION)

_STATES: Mapping[str, event_v2.RunState] = {
    **dict.fromkeys(
        ("completed", "succeeded", "approved", "rejected", "pendingmanualapproval"),
        event_v2.RunState.COMPLETE,  # a decision that was recorded is done, whatever was decided
    ),
    "failed": event_v2.RunState.FAIL,
    **dict.fromkeys(("stopped", "deleted"), event_v2.RunState.ABORT),
    **dict.fromkeys(("inprogress", "stopping", "pending"), event_v2.RunState.RUNNING),
}


@dataclass(frozen=True, slots=True)
class _Events:
    """Events of a graph.

    Attributes:
        records: The vertices, by ARN.
        incoming, outgoing: The edges of each vertex.
        provenance: Where the events come from.
        start: The focus.
    """

    records: Mapping[Arn, VertexRecord]
    incoming: Mapping[Arn, Sequence[EdgeRecord]]
    outgoing: Mapping[Arn, Sequence[EdgeRecord]]
    provenance: Provenance
    start: Arn

    def list_events(self) -> Iterator[event_v2.BaseEvent]:
        """Yield the events of each vertex, in the order of the table."""
        for record in self.records.values():
            if _is_job(record):
                yield self._build_run_event(record, event_v2.RunState.START)
                yield self._build_run_event(record, _choose_state(record))
            else:
                yield self._build_dataset_event(record)

    def _build_run_event(self, record: VertexRecord, state: event_v2.RunState) -> event_v2.RunEvent:
        """Return an event of a job; only its last one tells everything."""
        namespace, name = _name_entity(record)
        is_start = state is event_v2.RunState.START
        moments = (
            (record.started, record.created)
            if is_start
            else (record.ended, record.modified, record.started, record.created)
        )
        job_facets = {} if is_start else self._build_job_facets(record)
        run_facets = _build_parent_facet(record)
        if not is_start:
            run_facets |= _build_run_facets(record) | self._build_own_facets(record, facet_v2.RunFacet)
        return event_v2.RunEvent(
            eventTime=self._format_first(moments),
            producer=PRODUCER,
            eventType=state,
            run=event_v2.Run(_make_run_id(record), run_facets),
            job=event_v2.Job(namespace, name, job_facets),
            inputs=[] if is_start else list(self._list_inputs(record)),
            outputs=[] if is_start else list(self._list_outputs(record)),
        )

    def _build_dataset_event(self, record: VertexRecord) -> event_v2.DatasetEvent:
        namespace, name = _name_entity(record)
        facets = self._build_own_facets(record, facet_v2.DatasetFacet)
        facets["documentation"] = facet_v2.documentation_dataset.DocumentationDatasetFacet(
            _describe(record), producer=PRODUCER
        )
        facets["datasetType"] = facet_v2.dataset_type_dataset.DatasetTypeDatasetFacet(
            record.row.type or record.row.lineage_type or "UNKNOWN", producer=PRODUCER
        )
        if record.entity and record.entity.source_ids:
            version = ", ".join(f"{kind} {value}" for kind, value in record.entity.source_ids)
            facets["version"] = facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet(
                version, producer=PRODUCER
            )
        sources = [self.records[edge.source] for edge in self.incoming[record.arn]]
        inputs: list[Any] = [
            lineage.LineageDatasetInput(*_name_entity(source), "DATASET")
            for source in sources
            if not _is_job(source)
        ]
        if inputs:
            facets["lineage"] = lineage.LineageDatasetFacet(inputs=inputs, producer=PRODUCER)
        return event_v2.DatasetEvent(
            eventTime=self._format_first((record.created,)),
            producer=PRODUCER,
            dataset=event_v2.StaticDataset(namespace, name, facets=facets),
        )

    def _format_first(self, moments: Sequence[datetime | None]) -> str:
        """Return the first moment that is known, at last that of reading."""
        known = next((moment for moment in moments if moment), self.provenance.read_at)
        return format_moment(known) or ""

    def _build_job_facets(self, record: VertexRecord) -> dict[str, Any]:
        facets: dict[str, Any] = {
            "documentation": facet_v2.documentation_job.DocumentationJobFacet(
                _describe(record), producer=PRODUCER
            ),
            "jobType": facet_v2.job_type_job.JobTypeJobFacet(
                "BATCH", "SAGEMAKER", record.row.type or None, producer=PRODUCER
            ),
        }
        if record.created_by:
            owner = facet_v2.ownership_job.Owner(record.created_by, "CREATOR")
            facets["ownership"] = facet_v2.ownership_job.OwnershipJobFacet([owner], producer=PRODUCER)
        if location := self._find_code(record):
            facets["sourceCodeLocation"] = location
        sources = [self.records[edge.source] for edge in self.incoming[record.arn]]
        inputs: list[Any] = []
        for source in filter(_is_job, sources):
            namespace, name = _name_entity(source)
            inputs.append(lineage.LineageJobInput("JOB", namespace, name, _make_run_id(source)))
        if inputs:
            entry = lineage.LineageJobEntry("JOB", inputs=inputs)
            facets["lineage"] = lineage.LineageJobFacet([entry], producer=PRODUCER)
        return facets

    def _find_code(
        self, record: VertexRecord
    ) -> facet_v2.source_code_location_job.SourceCodeLocationJobFacet | None:
        """Return where a job's code is: its repository, else its script."""
        metadata = record.entity.metadata if record.entity else {}
        commit = metadata.get(_COMMIT) or None
        if repository := metadata.get(_REPOSITORY):
            return facet_v2.source_code_location_job.SourceCodeLocationJobFacet(
                "git", repository, repoUrl=repository, version=commit, producer=PRODUCER
            )
        sources = (self.records[edge.source] for edge in self.incoming[record.arn])
        scripts = [each for each in sources if each.row.style.family is Family.CODE and each.source_uri]
        if len(scripts) != 1:
            return None
        uri = scripts[0].source_uri or ""
        return facet_v2.source_code_location_job.SourceCodeLocationJobFacet(
            urlsplit(uri).scheme or "file", uri, version=commit, producer=PRODUCER
        )

    def _build_own_facets(self, record: VertexRecord, kind: type[Any]) -> dict[str, Any]:
        """Return the facets that are not the standard's."""
        facets: dict[str, Any] = {
            ENTITY_FACET: kind(producer=PRODUCER).with_additional_properties(
                **_list_entity_facts(record),
                associations=[_describe_association(edge) for edge in self.incoming[record.arn]],
            )
        }
        if record.vertex.type == "Approval" and record.status and kind is facet_v2.RunFacet:
            facets[APPROVAL_FACET] = kind(producer=PRODUCER).with_additional_properties(
                **_list_approval_facts(record)
            )
        if record.arn == self.start:
            facets[EXPORT_FACET] = kind(producer=PRODUCER).with_additional_properties(
                title=self.provenance.title,
                summary=self.provenance.sentence,
                address=self.provenance.address,
                account=self.provenance.account,
                readAt=format_moment(self.provenance.read_at),
                complete=self.provenance.is_complete,
                notes=list(self.provenance.notes),
                gaps=list(self.provenance.gaps),
            )
        return facets

    def _list_inputs(self, record: VertexRecord) -> Iterator[event_v2.InputDataset]:
        for edge in self.incoming[record.arn]:
            source = self.records[edge.source]
            if not _is_job(source):
                facets = {ASSOCIATION_FACET: _build_reference(source, edge, facet_v2.InputDatasetFacet)}
                yield event_v2.InputDataset(*_name_entity(source), inputFacets=facets)

    def _list_outputs(self, record: VertexRecord) -> Iterator[event_v2.OutputDataset]:
        for edge in self.outgoing[record.arn]:
            target = self.records[edge.destination]
            if not _is_job(target):
                facets = {ASSOCIATION_FACET: _build_reference(target, edge, facet_v2.OutputDatasetFacet)}
                yield event_v2.OutputDataset(*_name_entity(target), outputFacets=facets)


def write_open_lineage(records: GraphRecords, provenance: Provenance) -> Iterator[bytes]:
    """Yield OpenLineage events, one a line."""
    incoming, outgoing = defaultdict(list), defaultdict(list)
    for edge in records.edges:
        incoming[edge.destination].append(edge)
        outgoing[edge.source].append(edge)
    by_arn = {record.arn: record for record in records.vertices}
    events = _Events(by_arn, incoming, outgoing, provenance, records.start)
    return encode_lines(f"{Serde.to_json(event)}\n" for event in events.list_events())


def _is_job(record: VertexRecord) -> bool:
    return record.vertex.lineage_type in _JOB_TYPES


def _name_entity(record: VertexRecord) -> tuple[str, str]:
    """Return namespace and name of a job or a data set.

    What is in S3 is called as the standard says: the bucket, and the key in it. Everything else is called by
    its ARN.
    """
    uri = urlsplit(record.source_uri or "") if not _is_job(record) else None
    if uri and uri.scheme == "s3" and uri.path.strip("/"):
        return f"s3://{uri.netloc}", uri.path.lstrip("/")
    parts = split_arn(record.arn)
    return f"sagemaker://{parts.region}/{parts.account}", record.arn.split(":", 5)[5]


def _make_run_id(record: VertexRecord) -> str:
    return str(uuid5(NAMESPACE_URL, record.arn))


def _build_parent_facet(record: VertexRecord) -> dict[str, Any]:
    """Return the pipeline execution that a job belongs to."""
    generated_by = record.entity.metadata.get(_GENERATED_BY, "") if record.entity else ""
    match = _EXECUTION.fullmatch(generated_by)
    if match is None:
        return {}
    namespace = f"sagemaker://{match['region']}/{match['account']}"
    return {
        "parent": facet_v2.parent_run.ParentRunFacet(
            facet_v2.parent_run.Run(str(uuid5(NAMESPACE_URL, generated_by))),
            facet_v2.parent_run.Job(namespace, match["pipeline"]),
            producer=PRODUCER,
        )
    }


def _build_run_facets(record: VertexRecord) -> dict[str, Any]:
    """Return the parameters of a job."""
    if record.entity is None or not record.entity.parameters:
        return {}
    parameters = [
        facet_v2.execution_parameters_run.ExecutionParameter(name, value=f"{value}")
        for name, value in sorted(record.entity.parameters.items())
    ]
    return {
        "executionParameters": facet_v2.execution_parameters_run.ExecutionParametersRunFacet(
            parameters, producer=PRODUCER
        )
    }


def _list_approval_facts(record: VertexRecord) -> dict[str, Any]:
    """Return who decided what, when and why, as far as recorded."""
    facts = {
        "decision": record.status,
        "decidedBy": record.created_by,
        "decidedAt": format_moment(record.created),
        "reason": record.entity.description if record.entity else None,
    }
    return {key: value for key, value in facts.items() if value}


def _choose_state(record: VertexRecord) -> event_v2.RunState:
    return _STATES.get((record.status or "").lower(), event_v2.RunState.OTHER)


def _describe(record: VertexRecord) -> str:
    return " · ".join(filter(None, (record.row.style.title, record.row.name, record.row.subtitle)))


def _list_entity_facts(record: VertexRecord) -> dict[str, Any]:
    facts = {
        "arn": record.arn,
        "name": record.name,
        "title": record.row.name,
        "subtitle": record.row.subtitle,
        "lineageType": record.vertex.lineage_type and str(record.vertex.lineage_type),
        "type": record.vertex.type,
        "sourceUri": record.source_uri,
        "created": format_moment(record.created),
        "createdBy": record.created_by,
        "status": record.status,
        "role": record.row.role,
        "unread": record.unread,
    }
    return {key: value for key, value in facts.items() if value is not None}


def _describe_association(edge: EdgeRecord) -> dict[str, Any]:
    found = {"source": edge.source, "type": edge.association_type, "over": edge.over or None}
    return {key: value for key, value in found.items() if value is not None}


def _build_reference(record: VertexRecord, edge: EdgeRecord, kind: type[Any]) -> Any:
    """Return a facet that tells apart entities with one URI."""
    return kind(producer=PRODUCER).with_additional_properties(
        arn=record.arn, associationType=edge.association_type
    )
