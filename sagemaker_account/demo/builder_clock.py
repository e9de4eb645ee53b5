"""Accounts of the demo's store, with a scripted clock and identifiers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sagemaker_account.demo.arn_names import REGION, hash_text
from sagemaker_account.demo.users import UserContext
from sagemaker_account.service import Account
from sagemaker_account.store import Storage


class ScriptedAccounts:
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
        time: datetime,
        caller: UserContext,
        account_id: str,
    ) -> dict[str, Any]:
        """Call an operation at a given time and for a given caller.

        Args:
            operation: Name of the operation.
            request: Input of the operation.
            time: Time of the call.
            caller: UserContext of the caller.
            account_id: Account that is called.
        """
        self._now = time
        self._subject = str(request.get("Source"))
        return self.open_account(account_id, caller).call(operation, request)

    def open_account(self, account_id: str, caller: UserContext) -> Account:
        """Return an account of the store for a given caller."""
        return Account(
            self._store,
            account_id=account_id,
            region=REGION,
            clock=lambda: self._now,
            new_id=lambda: hash_text(self._subject),
            caller=caller,
        )
