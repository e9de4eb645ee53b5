"""Operations of the API, by name: one function each."""

from collections.abc import Mapping

from sagemaker_account.entity_kinds import ACTION, CONTEXT, TRIAL_COMPONENT
from sagemaker_account.operations import (
    artifacts,
    associations,
    describe_resources,
    entities,
    experiments,
    hub_content,
    lineage_groups,
    pipelines,
    query_lineage,
    search,
    tags,
    tuning_jobs,
)
from sagemaker_account.operations.call import Operation

OPERATIONS: Mapping[str, Operation] = {
    **artifacts.build_operations(),
    **entities.build_operations(ACTION),
    **entities.build_operations(CONTEXT),
    **entities.build_operations(TRIAL_COMPONENT),
    **associations.build_operations(),
    **tags.build_operations(),
    **query_lineage.build_operations(),
    **experiments.build_operations(),
    **describe_resources.build_operations(),
    **hub_content.build_operations(),
    **pipelines.build_operations(),
    **tuning_jobs.build_operations(),
    **search.build_operations(),
    **lineage_groups.build_operations(),
}
