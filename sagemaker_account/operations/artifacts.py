"""Operations on artifacts, which are identified by their source.

Artifacts have no unique name. An artifact's identity is its `SourceUri` and `SourceTypes`: the developer
guide says that an artifact of a URI is reused, and the SDK distinguishes several artifacts of one URI by
their source types. So CreateArtifact of an existing identity returns the existing artifact unchanged: its
type is the one that its first creator set.
"""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from sqlalchemy import bindparam, select

from sagemaker_account.arns import Owner
from sagemaker_account.entity_kinds import ARTIFACT
from sagemaker_account.errors import build_not_found_error, build_validation_error
from sagemaker_account.operations import entities, entity_table
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.tables import ARTIFACTS, ENTITIES, AnyRow

_IDENTITY_BYTES = 16
_SELECT_BY_IDENTITY = (
    select(ENTITIES.c.id, ENTITIES.c.arn).join(ARTIFACTS).where(ARTIFACTS.c.identity == bindparam("identity"))
)


def build_operations() -> dict[str, Operation]:
    """Return the operations on artifacts, by name."""
    return {
        **entities.build_operations(ARTIFACT),
        "CreateArtifact": Operation(create_artifact, writes=True),
        "DeleteArtifact": Operation(delete_artifact, writes=True),
    }


def create_artifact(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Create an artifact, or return the one with the same source."""
    identity = compute_source_identity(call.owner, request["Source"])
    existing = _find_by_identity(call, identity)
    if existing:
        return {"ArtifactArn": existing.arn}
    return entity_table.insert_entity(ARTIFACT, call, request, resource_id=call.new_id(), identity=identity)


def delete_artifact(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Delete an artifact, identified by its ARN or by its source."""
    if ("ArtifactArn" in request) == ("Source" in request):
        raise build_validation_error("Either ArtifactArn or Source must be specified.")
    if "ArtifactArn" in request:
        return entities.delete_entity(ARTIFACT, call, request)
    row = _find_by_identity(call, compute_source_identity(call.owner, request["Source"]))
    if row is None:
        raise build_not_found_error(f"There is no artifact of source '{request['Source']['SourceUri']}'.")
    return entity_table.delete_entity_record(ARTIFACT, call, row)


def compute_source_identity(owner: Owner, source: Mapping[str, Any]) -> bytes:
    """Return a digest that identifies a source within one account.

    Equal sources have equal digests; the order of their source types does not matter.
    """
    types = sorted((t["SourceIdType"], t["Value"]) for t in source.get("SourceTypes", ()))
    canonical = json.dumps([owner.lineage_group, source["SourceUri"], types])
    return blake2b(canonical.encode(), digest_size=_IDENTITY_BYTES).digest()


def _find_by_identity(call: Call, identity: bytes) -> AnyRow | None:
    return call.connection.execute(_SELECT_BY_IDENTITY, {"identity": identity}).one_or_none()
