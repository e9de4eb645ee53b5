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
    **artifacts.operations(),
    **entities.operations(ACTION),
    **entities.operations(CONTEXT),
    **entities.operations(TRIAL_COMPONENT),
    **associations.operations(),
    **tags.operations(),
    **lineage.operations(),
    **experiments.operations(),
    **resources.operations(),
    **pipelines.operations(),
    **search.operations(),
    **groups.operations(),
}
