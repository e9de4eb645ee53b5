"""Record what SageMaker's API answered: its responses become an account.

Entities keep their ARNs, times and authors, of whatever account they are. A response adds to what others told
of an entity: a `QueryLineage` response tells its ARN and type, a list its name, source and time, a
description everything. What no response tells stays unknown. Requests are not checked as those of the API's
own operations are: the service has accepted these items already.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from sagemaker_account.arns import Owner, normalize_arn
from sagemaker_account.entity_kinds import ARTIFACT, KINDS, SOURCE_PREFIX, TRIAL_COMPONENT, EntityKind
from sagemaker_account.errors import ServiceError
from sagemaker_account.operations.artifacts import compute_source_identity
from sagemaker_account.operations.entity_table import build_property_rows
from sagemaker_account.operations.pipelines import put_steps
from sagemaker_account.operations.resource_table import put_resource
from sagemaker_account.operations.tags import build_tag_rows
from sagemaker_account.output_reader import read_output
from sagemaker_account.resource_kinds import RESOURCE_KINDS, TRIAL, ResourceKind
from sagemaker_account.tables import (
    ARTIFACTS,
    ASSOCIATIONS,
    ENTITIES,
    LINEAGE_GROUPS,
    METRICS,
    PROPERTIES,
    RESOURCES,
    TAGS,
    TRIAL_MEMBERS,
    UNKNOWN_TIME,
)
from sagemaker_account.traversal import batch_ids, build_in_condition

Output: TypeAlias = Mapping[str, Any]

_KIND_BY_TYPE = {kind.resource_type: kind for kind in KINDS}
_RESOURCE_KIND_BY_OPERATION = {kind.describe_operation: kind for kind in RESOURCE_KINDS}
_STAMPS = {
    "created": "CreationTime",
    "created_by": "CreatedBy",
    "modified": "LastModifiedTime",
    "modified_by": "LastModifiedBy",
}
_ARN_PARTS = 6


class Response(Protocol):
    """Response of an operation, with what was asked."""

    @property
    def operation(self) -> str:
        """Name of the operation."""
        ...

    @property
    def request(self) -> Mapping[str, Any]:
        """Its input; only what the output does not repeat is used."""
        ...

    @property
    def output(self) -> Output:
        """Its output, as boto3 returns it."""
        ...


@dataclass(slots=True)
class _EntityFacts:
    """What responses hold of one entity.

    Attributes:
        kind: Kind of the entity.
        row: Columns of `tables.ENTITIES`.
        members: Columns of the kind's own table.
        properties: Its properties; None if no response told them.
        metrics: A trial component's metrics; None if no response told them.
    """

    kind: EntityKind
    row: dict[str, Any] = field(default_factory=dict)
    members: dict[str, Any] = field(default_factory=dict)
    properties: Mapping[str, str] | None = None
    metrics: list[Any] | None = None

    def add(self, values: Mapping[str, Any]) -> None:
        """Add columns that responses hold."""
        self.row.update({name: value for name, value in values.items() if value is not None})


@dataclass(slots=True)
class _Batch:
    """Content of some responses, by the tables that it goes to."""

    entities: dict[str, _EntityFacts] = field(default_factory=dict)
    associations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, list[Mapping[str, str]]] = field(default_factory=dict)
    resources: list[tuple[ResourceKind, Output]] = field(default_factory=list)
    steps: list[tuple[str, list[Output]]] = field(default_factory=list)
    trials: list[tuple[str, str]] = field(default_factory=list)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)

    def find_entity(self, arn: object) -> _EntityFacts | None:
        """Return the facts of an ARN's entity; None for another ARN."""
        kind = _find_kind(arn)
        return self.entities.setdefault(normalize_arn(str(arn)), _EntityFacts(kind)) if kind else None


@dataclass(frozen=True, slots=True)
class RecordCount:
    """What a recording holds.

    Attributes:
        entities: Number of entities that were told of.
        associations: Number of associations.
        refusals: One sentence for each resource that could not be recorded.
    """

    entities: int
    associations: int
    refusals: tuple[str, ...] = ()


def record_responses(connection: Connection, responses: Iterable[Response]) -> RecordCount:
    """Record responses in a transaction.

    Operations that tell nothing of lineage are passed over. What was recorded earlier is completed.

    Raises:
        ServiceError: A response does not follow the API's model.
    """
    batch = _Batch()
    for response in responses:
        reader = _READERS.get(response.operation)
        if reader is not None:
            reader(batch, response.request, read_output(response.operation, response.output))
    ids = _write_entities(connection, batch)
    _write_associations(connection, batch, ids)
    _write_tags(connection, batch)
    refusals = _write_resources(connection, batch)
    _write_trials(connection, batch, ids)
    return RecordCount(len(batch.entities), len(batch.associations), tuple(refusals))


def link_parents(connection: Connection) -> None:
    """Link resources to parents that were recorded after them."""
    for kind in RESOURCE_KINDS:
        if kind.parent is None:
            continue
        parent_kind, member = kind.parent
        orphans = select(RESOURCES.c.id, RESOURCES.c.key, RESOURCES.c.description).where(
            RESOURCES.c.kind == kind.api_name, RESOURCES.c.parent.is_(None)
        )
        for row in connection.execute(orphans).all():
            if member in row.description:
                key = parent_kind.build_key(find_owner(row.key), row.description[member])
                parent = select(RESOURCES.c.id).where(RESOURCES.c.key == key).scalar_subquery()
                statement = update(RESOURCES).where(RESOURCES.c.id == row.id)
                connection.execute(statement.values(parent=parent))


def find_owner(arn: str) -> Owner:
    """Return the account and region in an ARN of SageMaker."""
    _, _, _, region, account_id, _ = arn.split(":", _ARN_PARTS - 1)
    return Owner(account_id, region)


def _find_kind(arn: object) -> EntityKind | None:
    parts = str(arn).split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[2] != "sagemaker":
        return None
    return _KIND_BY_TYPE.get(parts[-1].partition("/")[0].lower())


def _read_query(batch: _Batch, _request: Output, output: Output) -> None:
    for vertex in output.get("Vertices", ()):
        entity = batch.find_entity(vertex.get("Arn"))
        if entity:
            entity.add({"type": vertex.get("Type")})
    for edge in output.get("Edges", ()):
        _add_association(batch, edge, {})


def _read_associations(batch: _Batch, _request: Output, output: Output) -> None:
    for summary in output.get("AssociationSummaries", ()):
        for end in ("Source", "Destination"):
            entity = batch.find_entity(summary.get(f"{end}Arn"))
            if entity:
                type_ = summary.get(f"{end}Type")
                if entity.kind is TRIAL_COMPONENT and type_:
                    type_ = type_.removeprefix(SOURCE_PREFIX)
                entity.add({"type": type_, "name": summary.get(f"{end}Name")})
        times = {"created": summary.get("CreationTime"), "created_by": summary.get("CreatedBy") or None}
        _add_association(batch, summary, times)


def _add_association(batch: _Batch, ends: Output, times: Mapping[str, Any]) -> None:
    source, destination = ends.get("SourceArn"), ends.get("DestinationArn")
    if batch.find_entity(source) and batch.find_entity(destination):
        pair = normalize_arn(str(source)), normalize_arn(str(destination))
        row = batch.associations.setdefault(pair, {"type": None, "created": None, "created_by": None})
        told = {"type": ends.get("AssociationType"), **times}
        row.update({name: value for name, value in told.items() if value is not None})


def _read_summaries(kind: EntityKind) -> Callable[[_Batch, Output, Output], None]:
    def read(batch: _Batch, request: Output, output: Output) -> None:
        for summary in output.get(f"{kind.lineage_type}Summaries", ()):
            _read_entity(kind, batch, request, summary)

    return read


def _read_description(kind: EntityKind) -> Callable[[_Batch, Output, Output], None]:
    def read(batch: _Batch, request: Output, output: Output) -> None:
        entity = _read_entity(kind, batch, request, output)
        if entity and kind.has_properties:
            entity.properties = output.get("Properties", {})
        elif entity:
            entity.metrics = output.get("Metrics", [])

    return read


def _read_entity(kind: EntityKind, batch: _Batch, _request: Output, output: Output) -> _EntityFacts | None:
    entity = batch.find_entity(output.get(kind.arn_member))
    if entity is None or len(output) == 1:  # the output of a Create operation is only the ARN
        return None
    source = output.get("Source") or output.get(f"{kind.lineage_type}Source") or {}
    uri = source.get(kind.source_uri_member)
    type_ = output.get(kind.type_member)
    if kind is TRIAL_COMPONENT:
        type_ = source.get("SourceType", "").removeprefix(SOURCE_PREFIX) or None
    stamps = {column: output.get(member) or None for column, member in _STAMPS.items()}
    entity.add(
        {
            "type": type_,
            "name": output.get(kind.name_member),
            "source": kind.normalize_source(uri) if uri is not None else None,
            **stamps,
            "modified": stamps["modified"] or stamps["created"],
        }
    )
    told = {**source, **output}
    blank = kind.empty_values
    entity.members.update(
        {name: told[name] for name in kind.own_members if name in told and told[name] != blank.get(name)}
    )
    return entity


def _read_tags(batch: _Batch, request: Output, output: Output) -> None:
    if "ResourceArn" in request:
        batch.tags.setdefault(normalize_arn(request["ResourceArn"]), []).extend(output.get("Tags", ()))


def _read_search(batch: _Batch, _request: Output, output: Output) -> None:
    for result in output.get("Results", ()):
        component = result.get("TrialComponent", {})
        arn = component.get("TrialComponentArn")
        if arn and batch.find_entity(arn):
            _read_tags(batch, {"ResourceArn": arn}, component)
            for parent in component.get("Parents", ()):
                batch.trials.append((normalize_arn(arn), parent["TrialName"]))


def _read_resource(kind: ResourceKind) -> Callable[[_Batch, Output, Output], None]:
    def read(batch: _Batch, _request: Output, output: Output) -> None:
        batch.resources.append((kind, output))

    return read


def _read_steps(batch: _Batch, request: Output, output: Output) -> None:
    if "PipelineExecutionArn" in request:
        steps = [
            step
            for step in output.get("PipelineExecutionSteps", ())
            if "StepName" in step and "StartTime" in step
        ]
        batch.steps.append((request["PipelineExecutionArn"], steps))


def _read_group(batch: _Batch, _request: Output, output: Output) -> None:
    group = batch.groups.setdefault(normalize_arn(output["LineageGroupArn"]), {})
    values = {
        "created": output.get("CreationTime"),
        "created_by": output.get("CreatedBy") or None,
        "policy": output.get("ResourcePolicy"),
    }
    group.update({name: value for name, value in values.items() if value is not None})


def _read_groups(batch: _Batch, request: Output, output: Output) -> None:
    for summary in output.get("LineageGroupSummaries", ()):
        _read_group(batch, request, summary)


_READERS: Mapping[str, Callable[[_Batch, Output, Output], None]] = {
    "QueryLineage": _read_query,
    "ListAssociations": _read_associations,
    "ListTags": _read_tags,
    "ListPipelineExecutionSteps": _read_steps,
    "Search": _read_search,
    "ListLineageGroups": _read_groups,
    "DescribeLineageGroup": _read_group,
    "GetLineageGroupPolicy": _read_group,
    **{f"List{kind.lineage_type}s": _read_summaries(kind) for kind in KINDS},
    **{f"Describe{kind.lineage_type}": _read_description(kind) for kind in KINDS},
    **{operation: _read_resource(kind) for operation, kind in _RESOURCE_KIND_BY_OPERATION.items()},
}

READABLE_OPERATIONS = frozenset(_READERS)
"""Operations whose responses can be recorded."""

# lower-cased ARN → id
Ids: TypeAlias = Mapping[str, int]


def _write_entities(connection: Connection, batch: _Batch) -> Ids:
    """Write the entities and their groups; return their ids."""
    groups = _write_groups(connection, batch)
    known = _find_ids(connection, batch.entities)
    new = [arn for arn in batch.entities if arn not in known]
    if new:
        connection.execute(
            insert(ENTITIES), [_build_new_row(arn, batch.entities[arn], groups) for arn in new]
        )
    ids = {**known, **_find_ids(connection, new)}
    _update_rows(connection, batch, known)
    _write_members(connection, batch, ids)
    _write_properties(connection, batch, ids)
    _write_metrics(connection, batch, ids)
    return ids


def _write_properties(connection: Connection, batch: _Batch, ids: Ids) -> None:
    told = {
        ids[arn]: facts.properties for arn, facts in batch.entities.items() if facts.properties is not None
    }
    if told:
        of_entity = PROPERTIES.c.entity == bindparam("of")
        connection.execute(delete(PROPERTIES).where(of_entity), [{"of": entity} for entity in told])
        rows = [row for entity, pairs in told.items() for row in build_property_rows(entity, pairs)]
        if rows:
            connection.execute(insert(PROPERTIES), rows)


def _build_new_row(arn: str, facts: _EntityFacts, groups: Ids) -> dict[str, Any]:
    unknown: dict[str, Any] = dict.fromkeys(("type", "name", "source", "created_by", "modified_by"))
    return {
        **unknown,
        "created": UNKNOWN_TIME,
        "modified": UNKNOWN_TIME,
        **facts.row,
        "arn": arn,
        "lineage_type": facts.kind.lineage_type,
        "lineage_group": groups[find_owner(arn).lineage_group],
    }


def _update_rows(connection: Connection, batch: _Batch, known: Ids) -> None:
    for arn, entity in known.items():
        if batch.entities[arn].row:
            statement = update(ENTITIES).where(ENTITIES.c.id == entity)
            connection.execute(statement.values(batch.entities[arn].row))


def _write_groups(connection: Connection, batch: _Batch) -> Ids:
    """Write the lineage groups of the entities; return their ids."""
    for arn in batch.entities:
        batch.groups.setdefault(find_owner(arn).lineage_group, {})
    statement = select(LINEAGE_GROUPS.c.arn, LINEAGE_GROUPS.c.id)
    known = {row.arn for row in connection.execute(statement).all()}
    for arn, values in batch.groups.items():
        if arn not in known:
            row = {"arn": arn, "created": UNKNOWN_TIME, "created_by": None, "policy": None, **values}
            connection.execute(insert(LINEAGE_GROUPS), row)
        elif values:
            connection.execute(update(LINEAGE_GROUPS).where(LINEAGE_GROUPS.c.arn == arn).values(values))
    return {row.arn: row.id for row in connection.execute(statement).all()}


def _write_members(connection: Connection, batch: _Batch, ids: Ids) -> None:
    """Write what each kind's own table holds."""
    for kind in KINDS:
        entities = {ids[arn]: (arn, facts) for arn, facts in batch.entities.items() if facts.kind is kind}
        present = _find_present(connection, kind, entities)
        identities = _compute_identities(connection, entities) if kind is ARTIFACT else {}
        rows = [
            {
                **dict.fromkeys(kind.own_members),
                **facts.members,
                "id": entity,
                **({"identity": identities[entity]} if kind is ARTIFACT else {}),
            }
            for entity, (_, facts) in entities.items()
            if entity not in present
        ]
        if rows:
            connection.execute(insert(kind.table), rows)
        for entity in present:
            values = dict(entities[entity][1].members)
            if entity in identities and "source" in entities[entity][1].row:
                values["identity"] = identities[entity]
            if values:
                statement = update(kind.table).where(kind.table.c.id == entity)
                connection.execute(statement.values({kind.table.c[name]: v for name, v in values.items()}))


def _compute_identities(
    connection: Connection, entities: Mapping[int, tuple[str, _EntityFacts]]
) -> Mapping[int, bytes]:
    """Return what identifies artifacts: their source, if no other has it.

    An artifact whose source is unknown, or the same as another's, is identified by its ARN.
    """
    identities = {
        entity: compute_source_identity(
            find_owner(arn),
            {"SourceUri": facts.row["source"], "SourceTypes": facts.members.get("SourceTypes") or ()},
        )
        for entity, (arn, facts) in entities.items()
        if "source" in facts.row
    }
    owners = {
        identity: entity
        for parameters in _batch_values(identities.values())
        for identity, entity in connection.execute(
            select(ARTIFACTS.c.identity, ARTIFACTS.c.id).where(
                ARTIFACTS.c.identity.in_(bindparam("values", expanding=True))
            ),
            parameters,
        ).all()
    }
    for entity, identity in identities.items():
        owners.setdefault(identity, entity)
    return {
        entity: identities[entity]
        if entity in identities and owners[identities[entity]] == entity
        else hashlib.blake2b(arn.encode(), digest_size=16).digest()
        for entity, (arn, _) in entities.items()
    }


_VALUES_PER_STATEMENT = 500


def _batch_values(values: Iterable[Any]) -> Iterable[dict[str, list[Any]]]:
    listed = list(values)
    for first in range(0, len(listed), _VALUES_PER_STATEMENT):
        yield {"values": listed[first : first + _VALUES_PER_STATEMENT]}


def _find_present(connection: Connection, kind: EntityKind, entities: Iterable[int]) -> set[int]:
    statement = select(kind.table.c.id).where(build_in_condition(kind.table.c.id, connection.dialect.name))
    return {
        entity
        for parameters in batch_ids(connection, entities)
        for entity in connection.execute(statement, parameters).scalars()
    }


def _find_ids(connection: Connection, arns: Iterable[str]) -> dict[str, int]:
    statement = select(ENTITIES.c.arn, ENTITIES.c.id).where(
        build_in_condition(ENTITIES.c.arn, connection.dialect.name)
    )
    return {
        arn: entity
        for parameters in batch_ids(connection, arns)
        for arn, entity in connection.execute(statement, parameters).all()
    }


def _write_metrics(connection: Connection, batch: _Batch, ids: Ids) -> None:
    told = {ids[arn]: facts.metrics for arn, facts in batch.entities.items() if facts.metrics is not None}
    if told:
        connection.execute(
            delete(METRICS).where(METRICS.c.entity == bindparam("of")), [{"of": entity} for entity in told]
        )
        rows = [{"entity": entity, "metrics": {"Metrics": metrics}} for entity, metrics in told.items()]
        connection.execute(insert(METRICS), rows)


def _write_associations(connection: Connection, batch: _Batch, ids: Ids) -> None:
    rows = {(ids[source], ids[end]): row for (source, end), row in batch.associations.items()}
    statement = select(ASSOCIATIONS.c.source, ASSOCIATIONS.c.destination).where(
        build_in_condition(ASSOCIATIONS.c.source, connection.dialect.name)
    )
    known = {
        (source, end)
        for parameters in batch_ids(connection, {source for source, _ in rows})
        for source, end in connection.execute(statement, parameters).all()
    }
    new = [
        {"source": source, "destination": end, **row, "created": row["created"] or UNKNOWN_TIME}
        for (source, end), row in rows.items()
        if (source, end) not in known
    ]
    if new:
        connection.execute(insert(ASSOCIATIONS), new)
    for (source, end), row in rows.items():
        values = {name: value for name, value in row.items() if value is not None}
        if (source, end) in known and values:
            is_pair = ASSOCIATIONS.c.source == source, ASSOCIATIONS.c.destination == end
            connection.execute(update(ASSOCIATIONS).where(*is_pair).values(values))


def _write_tags(connection: Connection, batch: _Batch) -> None:
    if batch.tags:
        connection.execute(
            delete(TAGS).where(TAGS.c.arn == bindparam("of")), [{"of": arn} for arn in batch.tags]
        )
        rows = [row for arn, tags in batch.tags.items() for row in build_tag_rows(arn, tags)]
        if rows:
            connection.execute(insert(TAGS), rows)


def _write_resources(connection: Connection, batch: _Batch) -> Iterable[str]:
    """Write resources and steps; return why some could not be."""
    refusals = []
    # A parent comes before what belongs to it: a tuning job before its training jobs.
    order = {kind: place for place, kind in enumerate(_list_parents_first())}
    for kind, output in sorted(batch.resources, key=lambda resource: order[resource[0]]):
        arn = str(output.get(f"{kind.api_name}Arn", ""))
        try:
            put_resource(connection, find_owner(arn), kind, output, needs_parent=False)
        except (ServiceError, ValueError) as error:
            refusals.append(f"{arn or kind.describe_operation} could not be recorded: {error}")
    for execution, steps in batch.steps:
        try:
            put_steps(connection, find_owner(execution), execution, steps)
        except (ServiceError, ValueError) as error:
            refusals.append(f"The steps of {execution} could not be recorded: {error}")
    return refusals


def _list_parents_first() -> list[ResourceKind]:
    def count_parents(kind: ResourceKind) -> int:
        return 1 + count_parents(kind.parent[0]) if kind.parent else 0

    return sorted(RESOURCE_KINDS, key=count_parents)


def _write_trials(connection: Connection, batch: _Batch, ids: Ids) -> None:
    """Write which trials have which trial components.

    A trial that was not described is left out.
    """
    for component, trial in dict.fromkeys(batch.trials):
        key = TRIAL.build_key(find_owner(component), trial)
        found = connection.execute(select(RESOURCES.c.id).where(RESOURCES.c.key == key)).scalar_one_or_none()
        if found is not None:
            member = {"component": ids[component], "trial": found}
            if connection.execute(select(TRIAL_MEMBERS).filter_by(**member)).one_or_none() is None:
                connection.execute(insert(TRIAL_MEMBERS), member)
