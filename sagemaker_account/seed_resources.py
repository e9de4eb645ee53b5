"""Seed an account with resources that it cannot make itself.

The API makes endpoints, packages and jobs by running things. This account runs nothing, so its resources are
given to it, each as the output of its Describe operation. Outputs read from AWS have that shape and can be
added as they are.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sagemaker_account.operations import lineage_groups, pipelines, resource_table
from sagemaker_account.resource_kinds import RESOURCE_KINDS
from sagemaker_account.service import Account

_KINDS = {kind.describe_operation: kind for kind in RESOURCE_KINDS}


def seed_resource(account: Account, operation: str, output: Mapping[str, Any]) -> None:
    """Add a resource, replacing an earlier version of it.

    Args:
        account: Owner of the resource.
        operation: Its Describe operation, such as `DescribeEndpoint`.
        output: The operation's complete output, by the output shape of botocore's model; its ARN and
            CreationTime are required. The parent of the resource (a package's group, an execution's
            pipeline, a component's endpoint, a training job's tuning job, a trial's experiment) must be
            added before.

    Raises:
        KeyError: There is no kind of resource with this Describe operation.
        ServiceError: The output does not match the shape, or the parent does not exist.
    """
    with account.store.begin_write() as connection:
        resource_table.put_resource(connection, account.owner, _KINDS[operation], output)


def seed_steps(account: Account, execution: str, steps: Iterable[Mapping[str, Any]]) -> None:
    """Add steps of a pipeline execution, replacing those of equal name.

    Args:
        account: Owner of the execution.
        execution: ARN of the execution.
        steps: Steps as ListPipelineExecutionSteps returns them; each with its StepName and StartTime.

    Raises:
        ServiceError: A step does not match the shape, or the execution does not exist.
    """
    with account.store.begin_write() as connection:
        pipelines.put_steps(connection, account.owner, execution, steps)


def seed_policy(account: Account, policy: str) -> None:
    """Set the resource policy of an account's lineage group.

    On AWS, AWS RAM makes the policy when a group is shared.

    Args:
        account: Owner of the group; it has a group as soon as it has a lineage entity.
        policy: JSON. The accounts to whose principals it allows something see the group in their lists.

    Raises:
        ServiceError: `ResourceNotFound`, if there is no group yet; `ValidationException` for a policy that is
            not JSON, or too long.
    """
    with account.store.begin_write() as connection:
        lineage_groups.put_lineage_group_policy(connection, account.owner, policy)
