"""UserContexts of the demo's callers.

They are four invented people, the assumed roles of two automations of the team and one of the supplier, and
SageMaker itself.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sagemaker_account.demo.arn_names import ACCOUNT, PARTNER, build_arn, hash_text

UserContext: TypeAlias = Mapping[str, Any]
"""`CreatedBy` and `LastModifiedBy` in the shape of the API's UserContext."""

_DOMAIN = "d-q7h3v0x2m9tk"


def _build_assumed_role(role: str, session: str, *, account_id: str = ACCOUNT) -> dict[str, str]:
    principal = f"AROA{hash_text(role, 17).upper()}"
    return {
        "Arn": f"arn:aws:sts::{account_id}:assumed-role/{role}/{session}",
        "PrincipalId": f"{principal}:{session}",
    }


def _build_person(profile: str) -> UserContext:
    return {
        "UserProfileArn": build_arn("user-profile", f"{_DOMAIN}/{profile}"),
        "UserProfileName": profile,
        "DomainId": _DOMAIN,
        "IamIdentity": {**_build_assumed_role("StudioDataScience", "SageMaker"), "SourceIdentity": profile},
    }


SERVICE: UserContext = {}
"""UserContext of SageMaker's own records, which is empty."""
MARA = _build_person("mara-lindqvist")
TOMAS = _build_person("tomas-okafor")
PRIYA = _build_person("priya-raman")
JUNE = _build_person("june-castellanos")
PIPELINES: UserContext = {"IamIdentity": _build_assumed_role("PipelineExecution", "SageMaker")}
DEPLOYER: UserContext = {"IamIdentity": _build_assumed_role("ReleaseDeployer", "release-train")}
SUPPLIER: UserContext = {
    "IamIdentity": _build_assumed_role("SignalsPublisher", "nightly", account_id=PARTNER)
}
