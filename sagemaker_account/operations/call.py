"""Types of an operation and of the context it runs in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection

from sagemaker_account.arns import Owner
from sagemaker_account.query_results import QueryResultCache


@dataclass(frozen=True, slots=True)
class Call:
    """Context of one call of an operation, inside its transaction.

    Attributes:
        operation: Name of the operation.
        connection: Database connection of the transaction.
        owner: The calling AWS account.
        now: Creation and modification time of written records.
        new_id: Returns an id for a new artifact.
        caller: UserContext of written records.
        query_results: Results of QueryLineage, kept for its next pages.
    """

    operation: str
    connection: Connection
    owner: Owner
    now: datetime
    new_id: Callable[[], str]
    caller: Mapping[str, Any]
    query_results: QueryResultCache


OperationHandler: TypeAlias = Callable[[Call, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """Operation of the API.

    Attributes:
        run: Runs the operation on a parsed request and returns the output in Python's types; raises
            `ServiceError`.
        writes: Whether the operation may change the account.
    """

    run: OperationHandler
    writes: bool = False
