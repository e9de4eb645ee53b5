"""Operation DescribeHubContent.

Content of a hub is identified by its hub, type, name and version; without a version, the newest is meant.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.resource_table import find_resource
from sagemaker_account.resource_kinds import HUB_CONTENT
from sagemaker_account.tables import RESOURCES, AnyRow
from sagemaker_account.validation import parse_shape


def build_operations() -> dict[str, Operation]:
    """Return the operation, by name."""
    return {HUB_CONTENT.describe_operation: Operation(describe_hub_content)}


def describe_hub_content(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one version of a hub's content."""
    hub = request["HubName"].rpartition("/")[2]
    path = f"{hub}/{request['HubContentType']}/{request['HubContentName']}"
    version = request.get("HubContentVersion")
    row = None if version else _find_newest(call, path, request["HubContentName"])
    if row is None:
        reference = f"{path}/{version}" if version else path
        row = find_resource(call.connection, call.owner, HUB_CONTENT, reference)
    return parse_shape(HUB_CONTENT.shape, row.description)


def _find_newest(call: Call, path: str, name: str) -> AnyRow | None:
    beginning = HUB_CONTENT.build_key(call.owner, f"{path}/")
    conditions = (
        RESOURCES.c.owner == call.owner.prefix,
        RESOURCES.c.kind == HUB_CONTENT.api_name,
        func.lower(RESOURCES.c.name) == name.lower(),
        RESOURCES.c.key.startswith(beginning, autoescape=True),
    )
    newest = select(RESOURCES).where(*conditions).order_by(RESOURCES.c.created.desc(), RESOURCES.c.id.desc())
    return call.connection.execute(newest.limit(1)).one_or_none()
