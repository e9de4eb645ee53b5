"""The store as the demo's authors reach it: a clock and identifiers that are set by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from account.demo.naming import REGION, digest
from account.demo.people import UserContext
from account.service import Account
from account.store import Storage


class Desk:
    """One store, written by many people, robots and accounts, each at a stated moment.

    An artifact's id depends on its source alone. So an address that was shared still opens after the demo
    has grown, and one source has the same id in two accounts, as the twins that SageMaker makes.
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
        """Answer `operation` as if `who` had asked for it in `account_id` at the moment `when`."""
        self._now = when
        self._subject = str(request.get("Source"))
        return self.account(account_id, who).call(operation, request)

    def account(self, account_id: str, who: UserContext) -> Account:
        """Return an account of the store, as `who` uses it."""
        return Account(
            self._store,
            account_id=account_id,
            region=REGION,
            clock=lambda: self._now,
            new_id=lambda: digest(self._subject),
            caller=who,
        )
