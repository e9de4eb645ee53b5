"""Decision of an approval action.

It is not the action's status, and not always among its properties.
"""

from __future__ import annotations

import re

from lineage_explorer.graph.model import Entity

_APPROVAL_NAME = re.compile(
    r"-(?P<status>Approved|Rejected|PendingManualApproval)-\d+-aws-model-group$", re.IGNORECASE
)
"""Pattern of the names that SageMaker gives to approval actions.

`<group>-<version>-<status>-<epoch>-aws-model-group`.
"""


def decision_of(entity: Entity) -> str | None:
    """Return the decision of an approval, or None for other entities.

    Spelled as the API spells it: `Approved`, …. Read from its properties; `ListActions` leaves these out, so
    the name that SageMaker gave the action is the fallback.
    """
    if entity.type != "Approval":
        return None
    name_match = _APPROVAL_NAME.search(entity.name or "")
    return entity.properties.get("ModelApprovalStatus") or (name_match["status"] if name_match else None)
