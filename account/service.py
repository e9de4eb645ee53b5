"""The account: one function, `call`, that every door leads to."""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from account.answers import Answers
from account.arns import Owner
from account.errors import unknown_operation
from account.operations import OPERATIONS
from account.operations.call import Call
from account.store import Storage
from account.validation import parse


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def random_id() -> str:
    """Return 32 random hexadecimal digits, as artifact ARNs end in."""
    return secrets.token_hex(16)


class Account:
    """An AWS account in one region, over a store that it may share with others.

    Accounts over one store see each other's entities by ARN, as accounts do that share their lineage
    groups; what they list is their own.
    """

    def __init__(  # noqa: PLR0913 - who it is, and what it may be given to be repeatable
        self,
        store: Storage,
        *,
        account_id: str = "000000000000",
        region: str = "us-west-2",
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = random_id,
        caller: Mapping[str, Any] | None = None,
    ) -> None:
        """Take a place in a store.

        Args:
            store: Where everything is kept; it may be a transaction. It stays the caller's to close.
            account_id: Twelve digits.
            region: Goes into ARNs.
            clock: Tells the time, with its zone, that is stamped on what is written.
            new_id: Makes the ids of artifacts; each call must give another.
            caller: The UserContext to be named as CreatedBy and LastModifiedBy of what is written;
                none is common.

        Raises:
            ValueError: The id is not twelve digits.
        """
        if not re.fullmatch(r"[0-9]{12}", account_id):
            raise ValueError(f"An AWS account id has twelve digits; {account_id!r} is none.")
        self.store = store
        self.owner = Owner(account_id, region)
        self._clock = clock
        self._new_id = new_id
        self._caller = dict(caller or {})
        self._answers = Answers()

    @property
    def region(self) -> str:
        """The region it is in."""
        return self.owner.region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation.

        Args:
            operation: Its name in the API, such as `QueryLineage`.
            request: Its input, as boto3 takes it.

        Returns:
            Its output, as boto3 gives it (without `ResponseMetadata`): timestamps are aware datetimes.

        Raises:
            ServiceError: It was refused; nothing has been changed.
        """
        if operation not in OPERATIONS:
            raise unknown_operation(operation)
        parsed = parse(operation, request)
        chosen = OPERATIONS[operation]
        with self.store.writing() if chosen.writes else self.store.reading() as connection:
            call = Call(
                operation,
                connection,
                self.owner,
                now=self._clock(),
                new_id=self._new_id,
                caller=self._caller,
                answers=self._answers,
            )
            return chosen.run(call, parsed)
