"""Filling an account from streams: lineage by the million.

The operations of the API write one thing each, and look before each write. A load writes in batches, in one
transaction, and an account that has no lineage yet gets its indexes at the end, each in one go. Entities are
told as their Create operations take them, and what is kept of them is the same.
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

# In KiB, below zero by SQLite's rule: unique keys come in no order, and each is looked for among all before.
_LOADING_CACHE = "PRAGMA cache_size = -128000"
_USUAL_CACHE = "PRAGMA cache_size = -2000"
# Rows that are looked at in each index: enough to tell what selects from what only sorts.
_SAMPLED = "PRAGMA analysis_limit = 1000"

_INDEXES = tuple(
    sorted((index for table in (ENTITIES, ASSOCIATIONS) for index in table.indexes), key=attrgetter("name"))
)

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class NewEntity:
    """A lineage entity that is to be kept.

    Attributes:
        kind: What it is.
        request: The input of its Create operation.
        stamp: When it was made, and by whom.
        artifact_id: The last part of an artifact's ARN; other ARNs end in the name.

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
    """An association that is to be kept.

    Attributes:
        source: ARN of the entity that it leaves.
        destination: ARN of the entity that it enters.
        type: Its association type; None for one without.
        stamp: When it was made, and by whom.
    """

    source: str
    destination: str
    type: str | None
    stamp: Stamp


def load(account: Account, entities: Iterable[NewEntity], associations: Iterable[NewAssociation]) -> None:
    """Keep lineage, or on any error nothing of it. Whoever else writes waits until the end.

    Args:
        account: Whose it is.
        entities: New ones, in the order of their creation: of two with one time, the first is the older.
        associations: Between them, or others that are in the store.

    Raises:
        ServiceError: What a Create operation raises of a request, or AddAssociation of its ends. Other than
            with CreateArtifact, an artifact of a source that is known is refused.
    """
    with account.store.writing() as connection, _in_bulk(connection):
        inserts = _inserts(connection)
        for batch in _batched(entities):
            _add_entities(connection, inserts, account.owner, batch)
        for of_pairs in _batched(associations):
            _associate(connection, inserts[ASSOCIATIONS], of_pairs)


@contextmanager
def _in_bulk(connection: Connection) -> Iterator[None]:
    """Let a connection load, and leave the account as quick to ask as one that was not loaded."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql(_LOADING_CACHE)
    late = _INDEXES if connection.execute(select(ENTITIES.c.id).limit(1)).first() is None else ()
    try:
        for index in late:
            index.drop(connection)
        yield
        for index in late:
            index.create(connection)
        if sqlite:  # others keep statistics by themselves
            connection.exec_driver_sql(_SAMPLED)
            connection.exec_driver_sql("ANALYZE")
    finally:
        if sqlite:
            connection.exec_driver_sql(_USUAL_CACHE)


def _inserts(connection: Connection) -> Mapping[Table, BulkInsert]:
    whole = (PROPERTIES, TAGS, ASSOCIATIONS, *(kind.table for kind in KINDS))
    return {
        ENTITIES: BulkInsert.into(ENTITIES, connection, but=frozenset({"id"})),
        **{table: BulkInsert.into(table, connection) for table in whole},
    }


def _batched(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


class _Checked(NamedTuple):
    """An entity whose request is one that its Create operation would accept."""

    kind: Kind
    request: Mapping[str, Any]
    origin: Origin
    arn: str
    stamp: Stamp


def _add_entities(
    connection: Connection, inserts: Mapping[Table, BulkInsert], owner: Owner, batch: Sequence[NewEntity]
) -> None:
    checked = [_checked(owner, entity) for entity in batch]
    group = lineage_group(connection, owner, batch[0].stamp)
    rows = [
        entity_row(each.kind, each.request, each.origin, arn=each.arn, group=group, stamp=each.stamp)
        for each in checked
    ]
    with _unique(f"{len(rows)} entities from {checked[0].arn} on"):
        inserts[ENTITIES].run(connection, rows)
        ids = _ids(connection, [each.arn for each in checked])
        beside: dict[Table, list[Row]] = defaultdict(list)
        for each in checked:
            for table, its_rows in _beside(owner, each, ids[each.arn]):
                beside[table] += its_rows
        for table, its_rows in beside.items():
            inserts[table].run(connection, its_rows)


def _checked(owner: Owner, entity: NewEntity) -> _Checked:
    request = parse(f"Create{entity.kind.lineage_type}", entity.request)
    resource_id = entity.artifact_id or request[entity.kind.name_member]
    arn = owner.arn(f"{entity.kind.resource}/{folded(resource_id)}")
    return _Checked(entity.kind, request, entity.kind.origin(owner, request), arn, entity.stamp)


def _beside(owner: Owner, each: _Checked, entity: int) -> Iterator[tuple[Table, list[Row]]]:
    """Yield what an entity has in other tables than `ENTITIES`."""
    own = {"identity": source_identity(owner, each.request["Source"])} if each.kind is ARTIFACT else {}
    yield each.kind.table, [{"id": entity, **members_row(each.kind, each.request, each.origin), **own}]
    yield PROPERTIES, property_rows(entity, each.request.get("Properties", {}))
    yield TAGS, tag_rows(each.arn, each.request.get("Tags", ()))


def _associate(connection: Connection, added: BulkInsert, batch: Sequence[NewAssociation]) -> None:
    _check_types(batch)
    ends = [(folded(pair.source), folded(pair.destination)) for pair in batch]
    ids = _ids(connection, frozenset(chain.from_iterable(ends)))
    for source, destination in ends:
        if source not in ids or destination not in ids:
            raise not_found(f"{destination if source in ids else source} does not exist.")
        refuse_experiments(source, destination)
    rows = [
        {
            "source": ids[source],
            "destination": ids[destination],
            "type": pair.type,
            "created": pair.stamp.when,
            "created_by": pair.stamp.who or None,
        }
        for (source, destination), pair in zip(ends, batch, strict=True)
    ]
    with _unique(f"{len(rows)} associations from that of {ends[0][0]} with {ends[0][1]} on"):
        added.run(connection, rows)


def _check_types(batch: Iterable[NewAssociation]) -> None:
    """Refuse an association type that the API has not; of those with one type, it is asked of one."""
    for pair in {pair.type: pair for pair in batch}.values():
        typed = {} if pair.type is None else {"AssociationType": pair.type}
        parse("AddAssociation", {"SourceArn": pair.source, "DestinationArn": pair.destination, **typed})


def _ids(connection: Connection, arns: Iterable[str]) -> dict[str, int]:
    here = select(ENTITIES.c.arn, ENTITIES.c.id).where(among(ENTITIES.c.arn, connection.dialect.name))
    return {
        arn: entity
        for parameters in batches(connection, arns)
        for arn, entity in connection.execute(here, parameters).all()
    }


@contextmanager
def _unique(what: str) -> Iterator[None]:
    """Say of what one thing was there already, when the database refuses to keep it twice."""
    try:
        yield
    except IntegrityError as exc:
        raise invalid(f"Of {what}, one already exists: {exc.orig}.") from exc
