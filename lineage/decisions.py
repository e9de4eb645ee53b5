"""What an approval decided, which is neither its status nor always among its properties."""

from __future__ import annotations

import re

from lineage.model import Entity

_NAMED = re.compile(
    r"-(?P<status>Approved|Rejected|PendingManualApproval)-\d+-aws-model-group$", re.IGNORECASE
)
"""How SageMaker names the approvals that it records: `<group>-<version>-<status>-<epoch>-aws-model-group`."""


def decision_of(entity: Entity) -> str | None:
    """Return what an approval decided, as the API spells it: `Approved`, …; None for what is no approval.

    Its properties say so; a list of actions leaves these out, but the name that SageMaker gave it does too.
    """
    if entity.type != "Approval":
        return None
    named = _NAMED.search(entity.name or "")
    return entity.properties.get("ModelApprovalStatus") or (named["status"] if named else None)
