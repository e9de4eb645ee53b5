"""Bulk loading of lineage into an account.

The operations of the API write one item each, and check before each write. A load writes in batches, in one
transaction. If the account has no lineage yet, its indexes are created at the end, each in one pass. Entities
are given as input of their Create operations, and stored exactly as those operations store them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from account.arns import Owner, folded
from account.bulk import BulkInsert
from account.errors import invalid, not_found
from account.kinds import ARTIFACT, KINDS, Kind, Origin
from account.operations.artifacts import source_identity
from account.operations.associations import refuse_experiments
from account.operations.records import lineage_group
from account.operations.rows import Row, Stamp, entity_row, members_row, property_rows, tag_rows
from account.service import Account
from account.tables import ASSOCIATIONS, ENTITIES, PROPERTIES, TAGS
from account.traversal import among, batches
from account.validation import parse

_BATCH = 5_000

# In KiB, negative by SQLite's convention. A load needs a large cache: unique keys arrive in no order, and
# each is looked up among all earlier ones.
_LOADING_CACHE = "PRAGMA cache_size = -128000"
_USUAL_CACHE = "PRAGMA cache_size = -2000"
# Rows sampled in each index: enough to distinguish indexes that select from those that only sort.
_SAMPLED = "PRAGMA analysis_limit = 1000"

_INDEXES = tuple(
    sorted((index for table in (ENTITIES, ASSOCIATIONS) for index in table.indexes), key=attrgetter("name"))
)

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class NewEntity:
    """Lineage entity to be loaded.

    Attributes:
        kind: Kind of the entity.
        request: Input of its Create operation.
        stamp: Time and author of its creation.
        artifact_id: Last part of an artifact's ARN; other ARNs end in the name.

    Raises:
        ValueError: It is an artifact and has no id, or another kind and has one.
    """

    kind: Kind
    request: Mapping[str, Any]
    stamp: Stamp
    artifact_id: str | None = None

    def __post_init__(self) -> None:
        if bool(self.artifact_id) != (self.kind is ARTIFACT):
            raise ValueError(f"{self.kind.lineage_type} with the artifact id {self.artifact_id!r}")


@dataclass(frozen=True, slots=True)
class NewAssociation:
    """Association to be loaded.

    Attributes:
        source: ARN of the source entity.
        destination: ARN of the destination entity.
        type: Association type; None for an association without one.
        stamp: Time and author of its creation.
    """

    source: str
    destination: str
    type: str | None
    stamp: Stamp


def load(account: Account, entities: Iterable[NewEntity], associations: Iterable[NewAssociation]) -> None:
    """Load lineage in one transaction; on any error, store nothing.

    Other writers wait until the end.

    Args:
        account: Owner of the lineage.
        entities: New entities, in the order of their creation: of two with one time, the first is the older.
        associations: Associations between these entities, or others that are in the store.

    Raises:
        ServiceError: As a Create operation for a request, or AddAssociation for its ends. Unlike
            CreateArtifact, a load refuses an artifact whose source is known.
    """
    with account.store.writing() as connection, _in_bulk(connection):
        inserts = _inserts(connection)
        for entity_batch in _batched(entities):
            _add_entities(connection, inserts, account.owner, entity_batch)
        for association_batch in _batched(associations):
            _associate(connection, inserts[ASSOCIATIONS], association_batch)


@contextmanager
def _in_bulk(connection: Connection) -> Iterator[None]:
    """Prepare a connection for a load, and restore it afterwards.

    Queries are then as fast on the account as if it had been filled by single operations.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql(_LOADING_CACHE)
    indexes = _INDEXES if connection.execute(select(ENTITIES.c.id).limit(1)).first() is None else ()
    try:
        for index in indexes:
            index.drop(connection)
        yield
        for index in indexes:
            index.create(connection)
        if is_sqlite:  # other databases update their statistics themselves
            connection.exec_driver_sql(_SAMPLED)
            connection.exec_driver_sql("ANALYZE")
    finally:
        if is_sqlite:
            connection.exec_driver_sql(_USUAL_CACHE)


def _inserts(connection: Connection) -> Mapping[Table, BulkInsert]:
    tables = (PROPERTIES, TAGS, ASSOCIATIONS, *(kind.table for kind in KINDS))
    return {
        ENTITIES: BulkInsert.into(ENTITIES, connection, but=frozenset({"id"})),
        **{table: BulkInsert.into(table, connection) for table in tables},
    }


def _batched(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


class _Checked(NamedTuple):
    """Entity whose request its Create operation would accept."""

    kind: Kind
    request: Mapping[str, Any]
    origin: Origin
    arn: str
    stamp: Stamp


def _add_entities(
    connection: Connection, inserts: Mapping[Table, BulkInsert], owner: Owner, batch: Sequence[NewEntity]
) -> None:
    validated_entities = [_checked(owner, new_entity) for new_entity in batch]
    group = lineage_group(connection, owner, batch[0].stamp)
    entity_rows = [
        entity_row(
            entity.kind, entity.request, entity.origin, arn=entity.arn, group=group, stamp=entity.stamp
        )
        for entity in validated_entities
    ]
    with _unique(f"{len(entity_rows)} entities from {validated_entities[0].arn} on"):
        inserts[ENTITIES].run(connection, entity_rows)
        ids = _ids(connection, [entity.arn for entity in validated_entities])
        rows_by_table: dict[Table, list[Row]] = defaultdict(list)
        for entity in validated_entities:
            for table, table_rows in _beside(owner, entity, ids[entity.arn]):
                rows_by_table[table] += table_rows
        for table, table_rows in rows_by_table.items():
            inserts[table].run(connection, table_rows)


def _checked(owner: Owner, entity: NewEntity) -> _Checked:
    request = parse(f"Create{entity.kind.lineage_type}", entity.request)
    resource_id = entity.artifact_id or request[entity.kind.name_member]
    arn = owner.arn(f"{entity.kind.resource}/{folded(resource_id)}")
    return _Checked(entity.kind, request, entity.kind.origin(owner, request), arn, entity.stamp)


def _beside(owner: Owner, validated: _Checked, entity_id: int) -> Iterator[tuple[Table, list[Row]]]:
    """Yield the rows of an entity in tables other than `ENTITIES`."""
    identity = (
        {"identity": source_identity(owner, validated.request["Source"])}
        if validated.kind is ARTIFACT
        else {}
    )
    yield (
        validated.kind.table,
        [{"id": entity_id, **members_row(validated.kind, validated.request, validated.origin), **identity}],
    )
    yield PROPERTIES, property_rows(entity_id, validated.request.get("Properties", {}))
    yield TAGS, tag_rows(validated.arn, validated.request.get("Tags", ()))


def _associate(connection: Connection, insert: BulkInsert, batch: Sequence[NewAssociation]) -> None:
    _check_types(batch)
    ends = [(folded(association.source), folded(association.destination)) for association in batch]
    ids = _ids(connection, frozenset(chain.from_iterable(ends)))
    for source, destination in ends:
        if source not in ids or destination not in ids:
            raise not_found(f"{destination if source in ids else source} does not exist.")
        refuse_experiments(source, destination)
    rows = [
        {
            "source": ids[source],
            "destination": ids[destination],
            "type": association.type,
            "created": association.stamp.when,
            "created_by": association.stamp.who or None,
        }
        for (source, destination), association in zip(ends, batch, strict=True)
    ]
    with _unique(f"{len(rows)} associations from that of {ends[0][0]} with {ends[0][1]} on"):
        insert.run(connection, rows)


def _check_types(batch: Iterable[NewAssociation]) -> None:
    """Refuse association types that the API does not have.

    One association of each type is checked.
    """
    for association in {association.type: association for association in batch}.values():
        type_member = {} if association.type is None else {"AssociationType": association.type}
        parse(
            "AddAssociation",
            {"SourceArn": association.source, "DestinationArn": association.destination, **type_member},
        )


def _ids(connection: Connection, arns: Iterable[str]) -> dict[str, int]:
    statement = select(ENTITIES.c.arn, ENTITIES.c.id).where(among(ENTITIES.c.arn, connection.dialect.name))
    return {
        arn: entity_id
        for parameters in batches(connection, arns)
        for arn, entity_id in connection.execute(statement, parameters).all()
    }


@contextmanager
def _unique(batch_name: str) -> Iterator[None]:
    """Convert an IntegrityError to a ServiceError for a batch.

    The database raises the error if an item of the batch already exists.
    """
    try:
        yield
    except IntegrityError as exc:
        raise invalid(f"Of {batch_name}, one already exists: {exc.orig}.") from exc
