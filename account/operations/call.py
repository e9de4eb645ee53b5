"""What an operation is given, beside its request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection

from account.answers import Answers
from account.arns import Owner


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation, inside its transaction.

    Attributes:
        operation: Its name.
        connection: Where the account is read and written.
        owner: The AWS account that calls.
        now: The time that is stamped on what is written.
        new_id: Makes an id for an artifact.
        caller: The UserContext that is stamped on what is written.
        answers: Where QueryLineage keeps what it has found, for the next page.
    """

    operation: str
    connection: Connection
    owner: Owner
    now: datetime
    new_id: Callable[[], str]
    caller: Mapping[str, Any]
    answers: Answers


Run: TypeAlias = Callable[[Call, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API.

    Attributes:
        run: Carries it out; takes a parsed request, returns the output in Python's types, raises
            `ServiceError`.
        writes: Whether it may change the account.
    """

    run: Run
    writes: bool = False
