"""Telling an account about resources that it cannot make by itself.

The API makes endpoints, packages and jobs by running things. This account runs nothing, so whoever fills one
says what there is: each resource as its Describe operation is to answer. That is also the shape in which they
can be read from AWS and kept here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from account.operations import groups, holdings, pipelines
from account.resources import RESOURCE_KINDS
from account.service import Account

_KINDS = {kind.describe: kind for kind in RESOURCE_KINDS}


def keep(account: Account, operation: str, output: Mapping[str, Any]) -> None:
    """Keep a resource, in place of what was known of it before.

    Args:
        account: Its owner.
        operation: Its Describe operation, such as `DescribeEndpoint`.
        output: All that the operation is to answer, by the output shape of botocore's model; its ARN and
            CreationTime must be there. What holds the resource (a package's group, an execution's pipeline, a
            trial's experiment) must be kept before.

    Raises:
        KeyError: No such kind of resource is kept.
        ServiceError: The output breaks the shape, or its holder is not there.
    """
    with account.store.writing() as connection:
        holdings.put(connection, account.owner, _KINDS[operation], output)


def keep_steps(account: Account, execution: str, steps: Iterable[Mapping[str, Any]]) -> None:
    """Keep steps of a pipeline execution, each in place of one of its name.

    Args:
        account: The owner of the execution.
        execution: Its ARN.
        steps: As ListPipelineExecutionSteps is to answer them; each with its StepName and StartTime.

    Raises:
        ServiceError: A step breaks the shape, or the execution is not there.
    """
    with account.store.writing() as connection:
        pipelines.put_steps(connection, account.owner, execution, steps)


def keep_policy(account: Account, policy: str) -> None:
    """Keep the resource policy of an account's lineage group, which AWS RAM makes when a group is shared.

    Args:
        account: The owner of the group; it has one as soon as it has a lineage entity.
        policy: JSON. The accounts whose ids are in it see the group in their lists.

    Raises:
        ServiceError: `ResourceNotFound`, if there is no group yet; `ValidationException` for a policy that is
            no JSON, or too long.
    """
    with account.store.writing() as connection:
        groups.put_policy(connection, account.owner, policy)
