"""The tables of an account file.

Vertices are rows of `ENTITIES` with a small integer id, so that the walk compares and stores integers;
what only one kind has stands in a table of its own, whose columns are keyed by the API's member names.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
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
    func,
)

from account.moments import EPOCH, MILLISECOND, epoch_seconds

SCHEMA_VERSION = 2

# Rows and statements of columns that are chosen at run time.
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as whole milliseconds since 1970 (the precision of the wire)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return what is stored."""
        del dialect
        return None if value is None else (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return what was meant."""
        del dialect
        return None if value is None else EPOCH + value * MILLISECOND


class Output(TypeDecorator[Mapping[str, Any]]):
    """What an operation answers, kept as JSON; its timestamps come back as seconds since 1970."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        """Return what is stored."""
        del dialect
        return None if value is None else json.dumps(value, default=epoch_seconds)

    def process_result_value(self, value: Any, dialect: Dialect) -> Mapping[str, Any] | None:
        """Return what was meant."""
        del dialect
        return None if value is None else dict(json.loads(value))


# SQLite numbers rows by itself only in a column that is exactly INTEGER.
_Id = BigInteger().with_variant(Integer(), "sqlite")
# A member that was not given is NULL, not the JSON text `null`.
_Json = JSON(none_as_null=True)

METADATA = MetaData()

# One row: the stamp of the file, and the count of its writes, by which readers know what has gone stale.
ACCOUNT_FILE = Table(
    "account_file",
    METADATA,
    Column("schema_version", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)

# An AWS account in a region has one; each entity belongs to its owner's. A policy says who may read it.
LINEAGE_GROUPS = Table(
    "lineage_groups",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("arn", Text, nullable=False, unique=True),
    Column("created", Moment, nullable=False),
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
    # By what List finds it: its source's URI; of a job, which has one name in any case, the folded ARN.
    Column("source", Text),
    Column("created", Moment, nullable=False),
    Column("modified", Moment, nullable=False),
    Column("created_by", _Json),
    Column("modified_by", _Json),
)
# What List operations filter or sort by, within an owner's entities of one kind. Each ends in the default
# order, by time: a planner without statistics takes an index that sorts before one that selects.
_OWNED = (ENTITIES.c.lineage_group, ENTITIES.c.lineage_type)
Index("entities_by_time", *_OWNED, ENTITIES.c.created)
Index("entities_by_type", *_OWNED, ENTITIES.c.type, ENTITIES.c.created)
Index("entities_by_source", *_OWNED, ENTITIES.c.source, ENTITIES.c.created)
Index("entities_by_name", *_OWNED, func.lower(ENTITIES.c.name))


def _members_table(name: str, *columns: Column[Any]) -> Table:
    """Return the table of what one kind of entity has beside `ENTITIES`."""
    entity: Column[int] = Column("id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True)
    return Table(name, METADATA, entity, *columns)


ARTIFACTS = _members_table(
    "artifacts",
    Column("identity", LargeBinary, nullable=False, unique=True),
    Column("source_types", _Json, key="SourceTypes"),
    Column("metadata_properties", _Json, key="MetadataProperties"),
)
ACTIONS = _members_table(
    "actions",
    Column("source_type", Text, key="SourceType"),
    Column("source_id", Text, key="SourceId"),
    Column("description", Text, key="Description"),
    Column("status", Text, key="Status"),
    Column("metadata_properties", _Json, key="MetadataProperties"),
)
CONTEXTS = _members_table(
    "contexts",
    Column("source_type", Text, key="SourceType"),
    Column("source_id", Text, key="SourceId"),
    Column("description", Text, key="Description"),
)
TRIAL_COMPONENTS = _members_table(
    "trial_components",
    Column("source_arn", Text, key="SourceArn"),
    Column("source_type", Text, key="SourceType"),
    Column("display_name", Text, key="DisplayName"),
    Column("status", _Json, key="Status"),
    Column("start_time", Moment, key="StartTime"),
    Column("end_time", Moment, key="EndTime"),
    Column("parameters", _Json, key="Parameters"),
    Column("input_artifacts", _Json, key="InputArtifacts"),
    Column("output_artifacts", _Json, key="OutputArtifacts"),
    Column("metadata_properties", _Json, key="MetadataProperties"),
)

# Rows of their own, so that QueryLineage can filter on a pair without reading documents.
PROPERTIES = Table(
    "properties",
    METADATA,
    Column("entity", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Keyed both ways: the primary key serves Descendants, the index (which covers the walk) Ascendants.
ASSOCIATIONS = Table(
    "associations",
    METADATA,
    Column("source", ForeignKey("entities.id"), primary_key=True),
    Column("destination", ForeignKey("entities.id"), primary_key=True),
    Column("type", Text),
    Column("created", Moment, nullable=False),
    Column("created_by", _Json),
    sqlite_with_rowid=False,
)
Index("associations_back", ASSOCIATIONS.c.destination, ASSOCIATIONS.c.source, ASSOCIATIONS.c.type)
Index("associations_by_time", ASSOCIATIONS.c.created, ASSOCIATIONS.c.source, ASSOCIATIONS.c.destination)

# By ARN and with no foreign key: models, schedules and the like carry tags and are no rows here.
TAGS = Table(
    "tags",
    METADATA,
    Column("arn", Text, primary_key=True),
    Column("key", Text, primary_key=True, key="Key"),
    Column("value", Text, nullable=False, key="Value"),
    sqlite_with_rowid=False,
)

# What an account has beside lineage entities: endpoints, model packages, jobs, executions, experiments. Each
# is kept as its Describe operation answers; what List operations need of that stands in columns.
RESOURCES = Table(
    "resources",
    METADATA,
    Column("id", _Id, primary_key=True),
    # The folded ARN.
    Column("key", Text, nullable=False, unique=True),
    Column("owner", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # A package's group, a trial's experiment, an execution's pipeline.
    Column("parent", ForeignKey("resources.id")),
    Column("name", Text, nullable=False),
    Column("status", Text),
    Column("created", Moment, nullable=False),
    Column("modified", Moment, nullable=False),
    Column("description", Output, nullable=False),
)
_OF_OWNER = (RESOURCES.c.owner, RESOURCES.c.kind)
Index("resources_by_time", *_OF_OWNER, RESOURCES.c.created)
Index("resources_by_name", *_OF_OWNER, func.lower(RESOURCES.c.name))
# It begins with what a deletion looks for: whether the resource is a parent.
Index("resources_by_parent", RESOURCES.c.parent, *_OF_OWNER, RESOURCES.c.created)

PIPELINE_STEPS = Table(
    "pipeline_steps",
    METADATA,
    Column("execution", ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("step", Output, nullable=False),
    sqlite_with_rowid=False,
)

# Trials hold trial components: no association of lineage, but of experiments.
TRIAL_MEMBERS = Table(
    "trial_members",
    METADATA,
    Column("component", ForeignKey("entities.id"), primary_key=True),
    Column("trial", ForeignKey("resources.id"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("trial_members_back", TRIAL_MEMBERS.c.trial, TRIAL_MEMBERS.c.component)
