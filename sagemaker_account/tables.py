"""Tables of an account file.

Vertices are rows of `ENTITIES` with a small integer id, so that traversals compare and store integers.
Columns that only one kind has are in a table of its own, keyed by the API's member names.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    TypeDecorator,
    and_,
    func,
)

from sagemaker_account.timestamps import EPOCH, MILLISECOND, encode_timestamp

SCHEMA_VERSION = 3

UNKNOWN_TIME = EPOCH
"""Stored for a time that a file does not hold; read back as None.

Not NULL: lists are sorted by time, and paging cannot continue from a NULL."""

# Rows and statements of columns that are chosen at run time.
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]


class Timestamp(TypeDecorator[datetime]):
    """Point in time, stored as whole milliseconds since 1970.

    The API's responses have the same precision.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Convert a datetime to the stored milliseconds."""
        del dialect
        return None if value is None else (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Convert stored milliseconds to a datetime; an unknown time is None."""
        del dialect
        return EPOCH + value * MILLISECOND if value else None


class OperationOutput(TypeDecorator[Mapping[str, Any]]):
    """Output of an operation, stored as JSON.

    Its timestamps are read back as seconds since 1970.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        """Convert an output to the stored JSON."""
        del dialect
        return None if value is None else json.dumps(value, default=encode_timestamp)

    def process_result_value(self, value: Any, dialect: Dialect) -> Mapping[str, Any] | None:
        """Convert stored JSON to an output."""
        del dialect
        return None if value is None else dict(json.loads(value))


# SQLite numbers rows by itself only in a column that is exactly INTEGER.
_Id = BigInteger().with_variant(Integer(), "sqlite")
# A member that was not given is NULL, not the JSON text `null`.
_Json = JSON(none_as_null=True)

METADATA = MetaData()

# One row: the schema version, and the number of writes, by which readers know which cached results are stale.
ACCOUNT_FILE = Table(
    "account_file",
    METADATA,
    Column("schema_version", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)

# At most one row: where the content of a snapshot or of opened files comes from (`provenance.Provenance`).
PROVENANCE = Table(
    "provenance",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("content", JSON, nullable=False),
)

# Calls that a snapshot has made or has to make, so that a later run makes only those. `subject` is the ARN
# that a call is about, in lower case; empty for the denial of all calls of an operation. `spelling` is the
# ARN as it was spelled. `stamp` tells which state of its subject a call has read: the time of its last
# change, or nothing. `outcome` is `answered`, `missing`, `denied` or `wanted`.
RECORDED_CALLS = Table(
    "recorded_calls",
    METADATA,
    Column("operation", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("spelling", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("message", Text, nullable=False),
)

# An AWS account has one in a region; an entity belongs to its owner's group. Its policy names its readers.
LINEAGE_GROUPS = Table(
    "lineage_groups",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("arn", Text, nullable=False, unique=True),
    Column("created", Timestamp, nullable=False),
    Column("created_by", _Json),
    Column("policy", Text),
)

ENTITIES = Table(
    "entities",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("arn", Text, nullable=False, unique=True),
    Column("lineage_group", ForeignKey("lineage_groups.id"), nullable=False),
    Column("lineage_type", Text, nullable=False),
    Column("type", Text),
    Column("name", Text),
    # Key for filters of List: the URI of the source; for a job, whose name ignores case, the lower-cased ARN.
    Column("source", Text),
    Column("created", Timestamp, nullable=False),
    Column("modified", Timestamp, nullable=False),
    Column("created_by", _Json),
    Column("modified_by", _Json),
)
# Indexes for the filters and orders of List operations, within an owner's entities of one kind. Each ends in
# the default order, by time: a planner without statistics prefers an index that sorts to one that selects.
_ENTITY_LIST_COLUMNS = (ENTITIES.c.lineage_group, ENTITIES.c.lineage_type)
Index("entities_by_time", *_ENTITY_LIST_COLUMNS, ENTITIES.c.created)
Index("entities_by_type", *_ENTITY_LIST_COLUMNS, ENTITIES.c.type, ENTITIES.c.created)
Index("entities_by_source", *_ENTITY_LIST_COLUMNS, ENTITIES.c.source, ENTITIES.c.created)
Index("entities_by_name", *_ENTITY_LIST_COLUMNS, func.lower(ENTITIES.c.name))


def _build_members_table(name: str, *columns: Column[Any]) -> Table:
    """Return the table of one kind's columns beyond `ENTITIES`."""
    entity: Column[int] = Column("id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True)
    return Table(name, METADATA, entity, *columns)


ARTIFACTS = _build_members_table(
    "artifacts",
    Column("identity", LargeBinary, nullable=False, unique=True),
    Column("source_types", _Json, key="SourceTypes"),
    Column("metadata_properties", _Json, key="MetadataProperties"),
)
ACTIONS = _build_members_table(
    "actions",
    Column("source_type", Text, key="SourceType"),
    Column("source_id", Text, key="SourceId"),
    Column("description", Text, key="Description"),
    Column("status", Text, key="Status"),
    Column("metadata_properties", _Json, key="MetadataProperties"),
)
CONTEXTS = _build_members_table(
    "contexts",
    Column("source_type", Text, key="SourceType"),
    Column("source_id", Text, key="SourceId"),
    Column("description", Text, key="Description"),
)
TRIAL_COMPONENTS = _build_members_table(
    "trial_components",
    Column("source_arn", Text, key="SourceArn"),
    Column("source_type", Text, key="SourceType"),
    Column("display_name", Text, key="DisplayName"),
    Column("status", _Json, key="Status"),
    Column("start_time", Timestamp, key="StartTime"),
    Column("end_time", Timestamp, key="EndTime"),
    Column("parameters", _Json, key="Parameters"),
    Column("input_artifacts", _Json, key="InputArtifacts"),
    Column("output_artifacts", _Json, key="OutputArtifacts"),
    Column("metadata_properties", _Json, key="MetadataProperties"),
)

# Metrics of trial components as they were described. Others have those of their training jobs.
METRICS = Table(
    "metrics",
    METADATA,
    Column("entity", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("metrics", OperationOutput, nullable=False),
)

# One row a property, so that QueryLineage can filter on a pair without reading JSON documents.
PROPERTIES = Table(
    "properties",
    METADATA,
    Column("entity", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The primary key serves Descendants, the index (which covers the traversal) serves Ascendants.
ASSOCIATIONS = Table(
    "associations",
    METADATA,
    Column("source", ForeignKey("entities.id"), primary_key=True),
    Column("destination", ForeignKey("entities.id"), primary_key=True),
    Column("type", Text),
    Column("created", Timestamp, nullable=False),
    Column("created_by", _Json),
    sqlite_with_rowid=False,
)
Index("associations_back", ASSOCIATIONS.c.destination, ASSOCIATIONS.c.source, ASSOCIATIONS.c.type)
Index("associations_by_time", ASSOCIATIONS.c.created, ASSOCIATIONS.c.source, ASSOCIATIONS.c.destination)

# By ARN and without a foreign key: models, schedules and the like have tags but no rows in this database.
TAGS = Table(
    "tags",
    METADATA,
    Column("arn", Text, primary_key=True),
    Column("key", Text, primary_key=True, key="Key"),
    Column("value", Text, nullable=False, key="Value"),
    sqlite_with_rowid=False,
)

# Resources other than lineage entities: endpoints, model packages, jobs, executions, experiments. Each is
# stored as the output of its Describe operation; members that List operations need are also columns.
RESOURCES = Table(
    "resources",
    METADATA,
    Column("id", _Id, primary_key=True),
    # The lower-cased ARN.
    Column("key", Text, nullable=False, unique=True),
    Column("owner", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # A package's group, a trial's experiment, an execution's pipeline.
    Column("parent", ForeignKey("resources.id")),
    Column("name", Text, nullable=False),
    Column("status", Text),
    Column("created", Timestamp, nullable=False),
    Column("modified", Timestamp, nullable=False),
    Column("description", OperationOutput, nullable=False),
)
_RESOURCE_LIST_COLUMNS = (RESOURCES.c.owner, RESOURCES.c.kind)
Index("resources_by_time", *_RESOURCE_LIST_COLUMNS, RESOURCES.c.created)
Index("resources_by_name", *_RESOURCE_LIST_COLUMNS, func.lower(RESOURCES.c.name))
# The parent comes first because a deletion checks whether the resource is one.
Index("resources_by_parent", RESOURCES.c.parent, *_RESOURCE_LIST_COLUMNS, RESOURCES.c.created)

PIPELINE_STEPS = Table(
    "pipeline_steps",
    METADATA,
    Column("execution", ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("started", Timestamp, nullable=False),
    Column("step", OperationOutput, nullable=False),
    sqlite_with_rowid=False,
)

# Trial components of trials: a relation of experiments, not an association of lineage.
TRIAL_MEMBERS = Table(
    "trial_members",
    METADATA,
    Column("component", ForeignKey("entities.id"), primary_key=True),
    Column("trial", ForeignKey("resources.id"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("trial_members_back", TRIAL_MEMBERS.c.trial, TRIAL_MEMBERS.c.component)


def build_before_condition(column: ColumnElement[Any], date: datetime) -> ColumnElement[bool]:
    """Return the condition that a known time is not after a date."""
    return and_(column > UNKNOWN_TIME, column <= date)
