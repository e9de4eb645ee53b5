"""Operations of the API, by name: one function each."""

from collections.abc import Mapping

from account.kinds import ACTION, CONTEXT, TRIAL_COMPONENT
from account.operations import (
    artifacts,
    associations,
    entities,
    experiments,
    groups,
    lineage,
    pipelines,
    resources,
    search,
    tags,
)
from account.operations.call import Operation

OPERATIONS: Mapping[str, Operation] = {
    **artifacts.build_operations(),
    **entities.build_operations(ACTION),
    **entities.build_operations(CONTEXT),
    **entities.build_operations(TRIAL_COMPONENT),
    **associations.build_operations(),
    **tags.build_operations(),
    **lineage.build_operations(),
    **experiments.build_operations(),
    **resources.build_operations(),
    **pipelines.build_operations(),
    **search.build_operations(),
    **groups.build_operations(),
}
