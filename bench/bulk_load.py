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

from bench.bulk_insert import BulkInsert
from sagemaker_account.arns import Owner, normalize_arn
from sagemaker_account.entity_kinds import ARTIFACT, KINDS, EntityKind, Origin
from sagemaker_account.errors import build_not_found_error, build_validation_error
from sagemaker_account.operations.artifacts import compute_source_identity
from sagemaker_account.operations.associations import reject_trial_component_pair
from sagemaker_account.operations.entity_table import (
    Row,
    Stamp,
    build_entity_row,
    build_members_row,
    build_property_rows,
    get_or_create_lineage_group,
)
from sagemaker_account.operations.tags import build_tag_rows
from sagemaker_account.service import Account
from sagemaker_account.tables import ASSOCIATIONS, ENTITIES, PROPERTIES, TAGS
from sagemaker_account.traversal import batch_ids, build_in_condition
from sagemaker_account.validation import parse_request

_BATCH_SIZE = 5_000

# In KiB, negative by SQLite's convention. A load needs a large cache: unique keys arrive in no order, and
# each is looked up among all earlier ones.
_LOADING_CACHE = "PRAGMA cache_size = -128000"
_DEFAULT_CACHE = "PRAGMA cache_size = -2000"
# Rows sampled in each index: enough to distinguish indexes that select from those that only sort.
_ANALYSIS_LIMIT = "PRAGMA analysis_limit = 1000"

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

    kind: EntityKind
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


def load_lineage(
    account: Account, entities: Iterable[NewEntity], associations: Iterable[NewAssociation]
) -> None:
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
    with account.store.begin_write() as connection, _optimize_for_load(connection):
        inserts = _prepare_inserts(connection)
        for entity_batch in _split_batches(entities):
            _add_entities(connection, inserts, account.owner, entity_batch)
        for association_batch in _split_batches(associations):
            _add_associations(connection, inserts[ASSOCIATIONS], association_batch)


@contextmanager
def _optimize_for_load(connection: Connection) -> Iterator[None]:
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
            connection.exec_driver_sql(_ANALYSIS_LIMIT)
            connection.exec_driver_sql("ANALYZE")
    finally:
        if is_sqlite:
            connection.exec_driver_sql(_DEFAULT_CACHE)


def _prepare_inserts(connection: Connection) -> Mapping[Table, BulkInsert]:
    tables = (PROPERTIES, TAGS, ASSOCIATIONS, *(kind.table for kind in KINDS))
    return {
        ENTITIES: BulkInsert.from_table(ENTITIES, connection, excluded=frozenset({"id"})),
        **{table: BulkInsert.from_table(table, connection) for table in tables},
    }


def _split_batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH_SIZE)):
        yield batch


class _ValidatedEntity(NamedTuple):
    """Entity whose request its Create operation would accept."""

    kind: EntityKind
    request: Mapping[str, Any]
    origin: Origin
    arn: str
    stamp: Stamp


def _add_entities(
    connection: Connection, inserts: Mapping[Table, BulkInsert], owner: Owner, batch: Sequence[NewEntity]
) -> None:
    validated_entities = [_validate_entity(owner, new_entity) for new_entity in batch]
    group = get_or_create_lineage_group(connection, owner, batch[0].stamp)
    entity_rows = [
        build_entity_row(
            entity.kind, entity.request, entity.origin, arn=entity.arn, group=group, stamp=entity.stamp
        )
        for entity in validated_entities
    ]
    with _report_duplicates(f"{len(entity_rows)} entities from {validated_entities[0].arn} on"):
        inserts[ENTITIES].run(connection, entity_rows)
        ids = _find_ids(connection, [entity.arn for entity in validated_entities])
        rows_by_table: dict[Table, list[Row]] = defaultdict(list)
        for entity in validated_entities:
            for table, table_rows in _build_detail_rows(owner, entity, ids[entity.arn]):
                rows_by_table[table] += table_rows
        for table, table_rows in rows_by_table.items():
            inserts[table].run(connection, table_rows)


def _validate_entity(owner: Owner, entity: NewEntity) -> _ValidatedEntity:
    request = parse_request(f"Create{entity.kind.lineage_type}", entity.request)
    resource_id = entity.artifact_id or request[entity.kind.name_member]
    arn = owner.format_arn(f"{entity.kind.resource_type}/{normalize_arn(resource_id)}")
    return _ValidatedEntity(entity.kind, request, entity.kind.build_origin(owner, request), arn, entity.stamp)


def _build_detail_rows(
    owner: Owner, validated: _ValidatedEntity, entity_id: int
) -> Iterator[tuple[Table, list[Row]]]:
    """Yield the rows of an entity in tables other than `ENTITIES`."""
    identity = (
        {"identity": compute_source_identity(owner, validated.request["Source"])}
        if validated.kind is ARTIFACT
        else {}
    )
    yield (
        validated.kind.table,
        [
            {
                "id": entity_id,
                **build_members_row(validated.kind, validated.request, validated.origin),
                **identity,
            }
        ],
    )
    yield PROPERTIES, build_property_rows(entity_id, validated.request.get("Properties", {}))
    yield TAGS, build_tag_rows(validated.arn, validated.request.get("Tags", ()))


def _add_associations(connection: Connection, insert: BulkInsert, batch: Sequence[NewAssociation]) -> None:
    _check_types(batch)
    ends = [
        (normalize_arn(association.source), normalize_arn(association.destination)) for association in batch
    ]
    ids = _find_ids(connection, frozenset(chain.from_iterable(ends)))
    for source, destination in ends:
        if source not in ids or destination not in ids:
            raise build_not_found_error(f"{destination if source in ids else source} does not exist.")
        reject_trial_component_pair(source, destination)
    rows = [
        {
            "source": ids[source],
            "destination": ids[destination],
            "type": association.type,
            "created": association.stamp.time,
            "created_by": association.stamp.caller or None,
        }
        for (source, destination), association in zip(ends, batch, strict=True)
    ]
    with _report_duplicates(f"{len(rows)} associations from that of {ends[0][0]} with {ends[0][1]} on"):
        insert.run(connection, rows)


def _check_types(batch: Iterable[NewAssociation]) -> None:
    """Refuse association types that the API does not have.

    One association of each type is checked.
    """
    for association in {association.type: association for association in batch}.values():
        type_member = {} if association.type is None else {"AssociationType": association.type}
        parse_request(
            "AddAssociation",
            {"SourceArn": association.source, "DestinationArn": association.destination, **type_member},
        )


def _find_ids(connection: Connection, arns: Iterable[str]) -> dict[str, int]:
    statement = select(ENTITIES.c.arn, ENTITIES.c.id).where(
        build_in_condition(ENTITIES.c.arn, connection.dialect.name)
    )
    return {
        arn: entity_id
        for parameters in batch_ids(connection, arns)
        for arn, entity_id in connection.execute(statement, parameters).all()
    }


@contextmanager
def _report_duplicates(batch_name: str) -> Iterator[None]:
    """Convert an IntegrityError to a ServiceError for a batch.

    The database raises the error if an item of the batch already exists.
    """
    try:
        yield
    except IntegrityError as exc:
        raise build_validation_error(f"Of {batch_name}, one already exists: {exc.orig}.") from exc
