"""Account that carries out operations through one function, `call`."""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from sagemaker_account.arns import Owner
from sagemaker_account.errors import build_unknown_operation_error
from sagemaker_account.operations import OPERATIONS
from sagemaker_account.operations.call import Call
from sagemaker_account.query_results import QueryResultCache
from sagemaker_account.store import Storage
from sagemaker_account.validation import parse_request


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def generate_id() -> str:
    """Return 32 random hexadecimal digits.

    Artifact ARNs end in such an id.
    """
    return secrets.token_hex(16)


class Account:
    """AWS account in one region, over a store that may be shared.

    Accounts over one store see each other's entities by ARN, as accounts do that share their lineage
    groups. Each lists only its own.
    """

    def __init__(  # noqa: PLR0913 - its identity, and what makes runs repeatable
        self,
        store: Storage,
        *,
        account_id: str = "000000000000",
        region: str = "us-west-2",
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = generate_id,
        caller: Mapping[str, Any] | None = None,
    ) -> None:
        """Create an account in a store.

        Args:
            store: Where all data is stored; it may be a transaction. The caller has to close it.
            account_id: Twelve digits.
            region: AWS region, which is part of ARNs.
            clock: Returns the current time, with its zone, for timestamps of what is written.
            new_id: Returns an id for an artifact; each call must return another.
            caller: The UserContext recorded as CreatedBy and LastModifiedBy of what is written; usually
                there is none.

        Raises:
            ValueError: The id is not twelve digits.
        """
        if not re.fullmatch(r"[0-9]{12}", account_id):
            raise ValueError(f"An AWS account id has twelve digits; {account_id!r} does not.")
        self.store = store
        self.owner = Owner(account_id, region)
        self._clock = clock
        self._new_id = new_id
        self._caller = dict(caller or {})
        self._query_results = QueryResultCache()

    @property
    def region(self) -> str:
        """AWS region of the account."""
        return self.owner.region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation.

        Args:
            operation: Its name in the API, such as `QueryLineage`.
            request: Its input, as boto3 takes it.

        Returns:
            Its output, as boto3 returns it (without `ResponseMetadata`): timestamps are aware datetimes.

        Raises:
            ServiceError: The operation was refused, or the database failed; nothing has been changed.
        """
        if operation not in OPERATIONS:
            raise build_unknown_operation_error(operation)
        parsed_request = parse_request(operation, request)
        definition = OPERATIONS[operation]

        def run_operation(connection: Connection) -> dict[str, Any]:
            call = Call(
                operation,
                connection,
                self.owner,
                now=self._clock(),
                new_id=self._new_id,
                caller=self._caller,
                query_results=self._query_results,
            )
            return definition.run(call, parsed_request)

        return self.store.run(run_operation, writes=definition.writes)
