"""Words in the place of a fact that is missing.

An empty place would say that there is none.
"""

from __future__ import annotations

NOT_READABLE = "not readable"
"""The account did not answer; a sentence beside it says why."""

NOT_ON_RECORD = "not on record"
"""The approval was read and does not say who made it."""

NOT_READ = "not read"
"""Only a whole description has it, and that was not requested."""

PENDING = "PendingManualApproval"
"""Status of an approval that nobody has decided."""


def describe_author(created_by: str, type_: str | None, status: str, *, missing: str = "") -> str:
    """Return who created an entity, or why that is not known.

    An approval that was decided owes the reader a person; other entities do not.

    Args:
        created_by: The person; empty if none is known.
        type_: The entity's type.
        status: Its status; of an approval, the decision.
        missing: Why its facts are missing; empty if they were read.
    """
    is_decided = type_ == "Approval" and status not in ("", PENDING)
    return created_by or missing or (NOT_ON_RECORD if is_decided else "")
