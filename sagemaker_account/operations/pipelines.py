"""Operation ListPipelineExecutionSteps.

A step contains the ARNs of the resources that it created.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import BigInteger, Connection, delete, insert, select, type_coerce

from sagemaker_account.arns import Owner
from sagemaker_account.errors import build_validation_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.operations.resource_table import find_resource
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.resource_kinds import PIPELINE_EXECUTION
from sagemaker_account.tables import PIPELINE_STEPS
from sagemaker_account.validation import MISSING_MEMBER, format_violation, parse_shape, raise_problems

_SHAPE = "PipelineExecutionStep"
_INSERT_STEPS = insert(PIPELINE_STEPS)


def build_operations() -> dict[str, Operation]:
    """Return the operation, by name."""
    return {"ListPipelineExecutionSteps": Operation(list_steps)}


def list_steps(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List the steps of a pipeline execution, a page at a time.

    By default the step that started last is first, as seen in notebooks.
    """
    if "PipelineExecutionArn" not in request:
        # The model requires no member, but there are no steps without an execution.
        raise_problems([format_violation(None, "pipelineExecutionArn", MISSING_MEMBER)])
    execution = find_resource(
        call.connection, call.owner, PIPELINE_EXECUTION, request["PipelineExecutionArn"]
    )
    rows, next_token = read_page(
        call.connection,
        select(PIPELINE_STEPS.c.step).where(PIPELINE_STEPS.c.execution == execution.id),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(type_coerce(PIPELINE_STEPS.c.started, BigInteger), PIPELINE_STEPS.c.name),
        descending=request.get("SortOrder") != "Ascending",
    )
    return {"PipelineExecutionSteps": [parse_shape(_SHAPE, row.step) for row in rows], **next_token}


def put_steps(
    connection: Connection, owner: Owner, execution: str, steps: Iterable[Mapping[str, Any]]
) -> None:
    """Insert or replace steps of a pipeline execution.

    Args:
        connection: Database connection to write to.
        owner: Account of the execution.
        execution: ARN of the execution.
        steps: The steps; each replaces the step of the same name.
    """
    execution_id = int(find_resource(connection, owner, PIPELINE_EXECUTION, execution).id)
    rows = [_build_row(execution_id, parse_shape(_SHAPE, step)) for step in steps]
    if rows:
        names = [row["name"] for row in rows]
        connection.execute(
            delete(PIPELINE_STEPS).where(
                PIPELINE_STEPS.c.execution == execution_id, PIPELINE_STEPS.c.name.in_(names)
            )
        )
        connection.execute(_INSERT_STEPS, rows)


def _build_row(execution: int, step: Mapping[str, Any]) -> dict[str, Any]:
    if "StepName" not in step or "StartTime" not in step:
        raise build_validation_error("A step has a StepName and a StartTime.")
    return {"execution": execution, "name": step["StepName"], "started": step["StartTime"], "step": step}
