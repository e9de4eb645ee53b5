"""Amazon Resource Names: those of the account, and normalization for lookups.

ARNs of lineage entities contain lower-cased names (as seen in published runs), so an ARN in any case is
lower-cased before it is looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from sagemaker_account.api_model import get_loader


@dataclass(frozen=True, slots=True)
class Owner:
    """AWS account in one region, to which entities belong.

    Attributes:
        account_id: Twelve digits.
        region: AWS region, such as `us-west-2`.
    """

    account_id: str
    region: str

    @property
    def prefix(self) -> str:
        """Prefix of the ARNs of all its SageMaker resources."""
        return f"arn:{find_partition(self.region)}:sagemaker:{self.region}:{self.account_id}:"

    def format_arn(self, resource: str) -> str:
        """Return the ARN of a SageMaker resource, such as `context/my-endpoint`."""
        return self.prefix + resource

    @property
    def lineage_group(self) -> str:
        """ARN of the owner's default lineage group.

        SageMaker makes the group with the owner's first entity.
        """
        return self.format_arn("lineage-group/sagemaker-default-lineage-group")


@cache
def find_partition(region: str) -> str:
    """Return the AWS partition of a region, such as `aws-cn`.

    The partition is read from botocore's table; it is `aws` for a region that is not in the table.
    """
    partitions: list[Mapping[str, Any]] = get_loader().load_data("partitions")["partitions"]
    return next(
        (str(entry["id"]) for entry in partitions if regex.match(entry["regionRegex"], region)), "aws"
    )


def normalize_arn(arn: str) -> str:
    """Normalize an ARN to the form in which it is stored.

    ARNs are stored in lower case, and looked up regardless of case.
    """
    return arn.lower()


def is_arn(name_or_arn: str) -> bool:
    """Return whether a reference is an ARN, not a name.

    No name may contain a colon.
    """
    return name_or_arn.startswith("arn:")


_LINEAGE_RESOURCES = frozenset({"artifact", "action", "context", "experiment-trial-component"})


def is_lineage_entity_arn(arn: str) -> bool:
    """Return whether a SageMaker ARN is that of a lineage entity.

    The ARN must have six parts or more.
    """
    resource_part = normalize_arn(arn).split(":", 5)[5]
    return resource_part.split("/", 1)[0] in _LINEAGE_RESOURCES
