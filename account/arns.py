"""Amazon Resource Names: how the account's own are made, and how any is looked up.

ARNs of lineage entities carry lower-cased names (seen in published runs), so one in any case is folded
before it is looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from account.model import loader


@dataclass(frozen=True, slots=True)
class Owner:
    """An AWS account in one region, to which entities belong.

    Attributes:
        account_id: Twelve digits.
        region: Such as `us-west-2`.
    """

    account_id: str
    region: str

    @property
    def prefix(self) -> str:
        """What the ARNs of all its SageMaker resources begin with."""
        return f"arn:{partition(self.region)}:sagemaker:{self.region}:{self.account_id}:"

    def arn(self, resource: str) -> str:
        """Return the ARN of a SageMaker resource of this owner, such as `context/my-endpoint`."""
        return self.prefix + resource

    @property
    def lineage_group(self) -> str:
        """ARN of the group that SageMaker makes with an owner's first entity."""
        return self.arn("lineage-group/sagemaker-default-lineage-group")


@cache
def partition(region: str) -> str:
    """Return the partition of a region, such as `aws-cn`, by botocore's table; `aws` if it has none."""
    known: list[Mapping[str, Any]] = loader().load_data("partitions")["partitions"]
    return next((str(p["id"]) for p in known if regex.match(p["regionRegex"], region)), "aws")


def folded(arn: str) -> str:
    """Return an ARN as it is stored, whatever case it was asked for in."""
    return arn.lower()


def is_arn(name_or_arn: str) -> bool:
    """Tell an ARN from a name: no name may hold a colon."""
    return name_or_arn.startswith("arn:")


_LINEAGE_RESOURCES = frozenset({"artifact", "action", "context", "experiment-trial-component"})


def names_lineage_entity(arn: str) -> bool:
    """Tell whether a SageMaker ARN, of six parts or more, is that of a lineage entity."""
    resource = folded(arn).split(":", 5)[5]
    return resource.split("/", 1)[0] in _LINEAGE_RESOURCES
