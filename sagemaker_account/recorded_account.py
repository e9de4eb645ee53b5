"""Recorded account, which answers as the account did.

An account of its own knows all that there is. A recorded one knows what was read: what was denied is denied
again, and a resource that nobody asked for is "not in the file", not missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from sagemaker_account.arns import is_arn, normalize_arn
from sagemaker_account.entity_kinds import KINDS
from sagemaker_account.errors import NOT_IN_FILE, ServiceError
from sagemaker_account.provenance import Provenance, read_provenance
from sagemaker_account.resource_kinds import RESOURCE_KINDS
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.tables import RECORDED_CALLS

ANSWERED, MISSING, DENIED, WANTED = "answered", "missing", "denied", "wanted"
"""Outcomes of a recorded call; a wanted one was not made yet."""

_RESOURCES = {kind.describe_operation: kind for kind in RESOURCE_KINDS}
_ENTITIES = {f"Describe{kind.lineage_type}": kind for kind in KINDS}
_SUBJECT_MEMBERS = {"ListTags": "ResourceArn", "ListPipelineExecutionSteps": "PipelineExecutionArn"}


@dataclass(frozen=True, slots=True)
class RecordedAccount:
    """Service of a recorded account.

    Attributes:
        account: Carries out the operations on what was recorded.
        provenance: Where that comes from.
    """

    account: Account
    provenance: Provenance

    @property
    def region(self) -> str:
        """AWS region of the account."""
        return self.account.region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation.

        Raises:
            ServiceError: As the account itself raised; `NotInFile` for what was not read.
        """
        subject = self._find_subject(operation, request)
        outcome, message = self._read_outcome(operation, subject)
        if outcome == DENIED:
            raise ServiceError("AccessDeniedException", message)
        try:
            output = self.account.call(operation, request)
        except ServiceError as error:
            if operation in _RESOURCES and not outcome and not _is_invalid(error):
                raise ServiceError(NOT_IN_FILE, f"{subject} is not in the file.") from error
            raise
        if operation == "ListTags" and not output["Tags"] and not outcome:
            raise ServiceError(NOT_IN_FILE, "They are not in the file.")
        return output

    def _find_subject(self, operation: str, request: Mapping[str, Any]) -> str:
        """Return the ARN that a request is about; empty for none."""
        owner = self.account.owner
        if operation in _RESOURCES:
            kind = _RESOURCES[operation]
            return kind.build_key(owner, str(request.get(kind.reference, "")))
        if operation in _ENTITIES:
            entity = _ENTITIES[operation]
            reference = str(request.get(entity.arn_member) or request.get(entity.name_member) or "")
            prefix = "" if is_arn(reference) else owner.format_arn(f"{entity.resource_type}/")
            return normalize_arn(prefix + reference)
        member = _SUBJECT_MEMBERS.get(operation)
        return normalize_arn(str(request.get(member, ""))) if member else ""

    def _read_outcome(self, operation: str, subject: str) -> tuple[str, str]:
        """Return outcome and message of a call; empty if not recorded."""
        return self.account.store.run(lambda connection: read_outcome(connection, operation, subject))


def read_outcome(connection: Connection, operation: str, subject: str) -> tuple[str, str]:
    """Return outcome and message of a recorded call; empty for none.

    The denial of all calls of an operation counts where no call of the subject was recorded.
    """
    calls = RECORDED_CALLS.c
    statement = (
        select(calls.outcome, calls.message)
        .where(
            calls.operation == operation,
            or_(calls.subject == subject, calls.subject == ""),
            calls.outcome != WANTED,
        )
        .order_by(calls.subject.desc())
    )
    row = connection.execute(statement).first()
    return (str(row[0]), str(row[1])) if row else ("", "")


def open_service(store: Store) -> Account | RecordedAccount:
    """Return the account of a store, recorded or of its own."""
    provenance = read_provenance(store)
    if provenance is None:
        return Account(store)
    account = Account(store, account_id=provenance.account_id, region=provenance.region)
    return RecordedAccount(account, provenance)


def _is_invalid(error: ServiceError) -> bool:
    """Return whether a request was refused for what it says itself."""
    return "validation error" in error.message or error.code == "SerializationException"
