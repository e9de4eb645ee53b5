"""Accounts of the demo's store, with a scripted clock and identifiers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from account.demo.naming import REGION, digest
from account.demo.people import UserContext
from account.service import Account
from account.store import Storage


class Desk:
    """Accounts of one store, called at given times and by given callers.

    An artifact's id depends only on its source. So a shared address remains valid after the demo has grown,
    and one source has the same id in two accounts, as in the pairs that SageMaker creates.
    """

    def __init__(self, store: Storage) -> None:
        self._store = store
        self._now = datetime.min.replace(tzinfo=UTC)
        self._subject = ""

    def call(
        self,
        operation: str,
        request: Mapping[str, Any],
        *,
        when: datetime,
        who: UserContext,
        account_id: str,
    ) -> dict[str, Any]:
        """Call an operation at a given time and for a given caller.

        Args:
            operation: Name of the operation.
            request: Input of the operation.
            when: Time of the call.
            who: UserContext of the caller.
            account_id: Account that is called.
        """
        self._now = when
        self._subject = str(request.get("Source"))
        return self.account(account_id, who).call(operation, request)

    def account(self, account_id: str, who: UserContext) -> Account:
        """Return an account of the store for a given caller."""
        return Account(
            self._store,
            account_id=account_id,
            region=REGION,
            clock=lambda: self._now,
            new_id=lambda: digest(self._subject),
            caller=who,
        )
