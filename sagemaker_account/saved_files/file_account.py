"""Open saved files as an account of their own."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from sagemaker_account.arns import Owner
from sagemaker_account.errors import FileError, ServiceError
from sagemaker_account.provenance import Provenance, write_provenance
from sagemaker_account.recorded_account import RecordedAccount, open_service
from sagemaker_account.recording import find_owner, record_responses
from sagemaker_account.saved_files.documents import build_file_error, parse_documents
from sagemaker_account.saved_files.foreign_content import describe_document
from sagemaker_account.saved_files.openlineage_events import MADE, convert_events, is_event
from sagemaker_account.saved_files.response_reader import (
    SavedResponse,
    find_operation,
    find_sagemaker_operation,
    read_response,
)
from sagemaker_account.store import Storage, Store
from sagemaker_account.tables import ASSOCIATIONS, ENTITIES, UNKNOWN_TIME
from sagemaker_account.traversal import TraversalDirection, traverse

_DESCRIBE_BESIDE = (
    "Open what “aws sagemaker list-artifacts”, “describe-artifact” and the like print beside it, "
    "or keep a snapshot instead."
)
_UNPLACED = {
    "ListTags": "a list of tags that does not say whose they are",
    "ListPipelineExecutionSteps": "a list of steps that does not say of which execution",
}


@dataclass(frozen=True, slots=True)
class SavedFile:
    """File to be opened.

    Attributes:
        name: Its name, without folders.
        content: Its bytes.
    """

    name: str
    content: bytes


def open_files(store: Store, files: Sequence[SavedFile]) -> RecordedAccount:
    """Fill an empty store from files; return its account.

    Raises:
        FileError: A file holds no lineage.
    """
    responses = [response for file in files for response in read_file(file)]
    with store.begin_write() as connection:
        try:
            count = record_responses(connection, responses)
        except ServiceError as error:
            raise FileError(f"{_join_names(files)} cannot be read as a response: {error}") from error
        if not count.entities:
            raise FileError(f"{_join_names(files)} names no lineage entity: the answer is empty.")
        owner = _find_main_owner(connection)
        graph_gaps = tuple(_list_graph_gaps(connection, responses))
        provenance = Provenance(
            account_id=owner.account_id,
            region=owner.region,
            origin=_join_names(files),
            gaps=(*_list_fact_gaps(connection), *graph_gaps, *count.refusals),
            graph_gaps=graph_gaps,
        )
        write_provenance(connection, provenance)
    service = open_service(store)
    assert isinstance(service, RecordedAccount)  # noqa: S101 - its provenance was written above
    return service


def read_file(file: SavedFile) -> list[SavedResponse]:
    """Return the responses in a file.

    Raises:
        FileError: It has none.
    """
    documents = parse_documents(file.name, file.content)
    mappings = [document for document in documents if isinstance(document, Mapping)]
    events = [document for document in mappings if is_event(document)]
    responses = [response for document in mappings if (response := read_response(document))]
    placed = [response for response in responses if response.operation not in _UNPLACED]
    if events:
        return [*placed, *convert_events(events)]
    if not placed:
        raise build_file_error(file.name, _describe_documents(documents))
    return placed


def _describe_documents(documents: Sequence[Any]) -> str:
    """Return what documents without lineage are."""
    first = documents[0] if documents else None
    if not isinstance(first, Mapping):
        return describe_document(documents if first is None or len(documents) > 1 else first)
    operation = find_operation(first)
    if operation in _UNPLACED:
        return _UNPLACED[operation]
    operation = operation or find_sagemaker_operation(first)
    return f"the output of {operation}, which has no lineage" if operation else describe_document(first)


def _join_names(files: Sequence[SavedFile]) -> str:
    first, *others = (file.name for file in files)
    if len(others) > 1:
        return f"{first} and {len(others)} more files"
    return " and ".join((first, *others))


def _find_main_owner(connection: Connection) -> Owner:
    """Return the account that owns most of the entities."""
    arns = connection.execute(select(ENTITIES.c.arn).order_by(ENTITIES.c.id)).scalars()
    return Counter(find_owner(arn) for arn in arns).most_common(1)[0][0]


def _list_fact_gaps(connection: Connection) -> Iterator[str]:
    """Yield a sentence for facts of entities that files lack."""
    total = _count(connection, select(func.count()).select_from(ENTITIES))
    is_unnamed = ENTITIES.c.name.is_(None), ENTITIES.c.source.is_(None), ENTITIES.c.created == UNKNOWN_TIME
    unnamed = _count(connection, select(func.count()).select_from(ENTITIES).where(*is_unnamed))
    if unnamed:
        which = f"{total:,} entities" if unnamed == total else f"{unnamed:,} of {total:,} entities"
        yield f"Names, sources and times of {which} are not in the file. {_DESCRIBE_BESIDE}"
    is_made = ENTITIES.c.arn.contains(f"/{MADE}", autoescape=True)
    made = _count(connection, select(func.count()).select_from(ENTITIES).where(is_made))
    if made:
        yield (
            "OpenLineage events have no ARNs, accounts or creation times. "
            f"The ARNs of {made:,} data sets and jobs were made when the file was opened."
        )


def _list_graph_gaps(connection: Connection, responses: Sequence[SavedResponse]) -> Iterator[str]:
    """Yield a sentence for entities or associations that files lack."""
    queries = [response for response in responses if response.operation == "QueryLineage"]
    if not _count(connection, select(func.count()).select_from(ASSOCIATIONS)):
        yield "No associations are in the file. Ask “query-lineage” again with “--include-edges”."
    if queries and queries[-1].output.get("NextToken"):
        yield "The file ends with a page that has a next one. Open the page that “--next-token” returns, too."


def choose_start(store: Storage) -> str:
    """Return the ARN to begin at; empty where nothing stands out.

    That is the entity to which most others lead, if all of a small file are connected.
    """
    with store.begin_read() as connection:
        rows = connection.execute(select(ENTITIES.c.id, ENTITIES.c.arn)).all()
        entities: dict[int, str] = {row.id: row.arn for row in rows}
        if not 1 < len(entities) <= _MAX_SEARCHED:
            return next(iter(entities.values())) if len(entities) == 1 else ""
        counts = {
            entity: len(traverse(connection, entity, TraversalDirection.ASCENDANTS, _MAX_DEPTH).depths)
            for entity in entities
        }
        best = max(counts, key=lambda entity: (counts[entity], -entity))
        reached = traverse(connection, best, TraversalDirection.BOTH, _MAX_DEPTH).depths
    return entities[best] if len(reached) == len(entities) else ""


_MAX_SEARCHED = 300
_MAX_DEPTH = 100


def _count(connection: Connection, statement: Any) -> int:
    return int(connection.execute(statement).scalar_one())
