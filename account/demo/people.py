"""UserContexts of the demo's callers.

They are four invented people, the assumed roles of two automations of the team and one of the supplier, and
SageMaker itself.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from account.demo.naming import ACCOUNT, PARTNER, arn, digest

UserContext: TypeAlias = Mapping[str, Any]
"""`CreatedBy` and `LastModifiedBy` in the shape of the API's UserContext."""

_DOMAIN = "d-q7h3v0x2m9tk"


def _assumed_role(role: str, session: str, *, account_id: str = ACCOUNT) -> dict[str, str]:
    principal = f"AROA{digest(role, 17).upper()}"
    return {
        "Arn": f"arn:aws:sts::{account_id}:assumed-role/{role}/{session}",
        "PrincipalId": f"{principal}:{session}",
    }


def _person(profile: str) -> UserContext:
    return {
        "UserProfileArn": arn("user-profile", f"{_DOMAIN}/{profile}"),
        "UserProfileName": profile,
        "DomainId": _DOMAIN,
        "IamIdentity": {**_assumed_role("StudioDataScience", "SageMaker"), "SourceIdentity": profile},
    }


SERVICE: UserContext = {}
"""UserContext of SageMaker's own records, which is empty."""
MARA = _person("mara-lindqvist")
TOMAS = _person("tomas-okafor")
PRIYA = _person("priya-raman")
JUNE = _person("june-castellanos")
PIPELINES: UserContext = {"IamIdentity": _assumed_role("PipelineExecution", "SageMaker")}
DEPLOYER: UserContext = {"IamIdentity": _assumed_role("ReleaseDeployer", "release-train")}
SUPPLIER: UserContext = {"IamIdentity": _assumed_role("SignalsPublisher", "nightly", account_id=PARTNER)}
