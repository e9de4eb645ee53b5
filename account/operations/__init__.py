"""The operations of the API, by name: one function each."""

from collections.abc import Mapping

from account.kinds import ACTION, CONTEXT, TRIAL_COMPONENT
from account.operations import artifacts, associations, entities, lineage, tags
from account.operations.call import Operation

OPERATIONS: Mapping[str, Operation] = {
    **artifacts.operations(),
    **entities.operations(ACTION),
    **entities.operations(CONTEXT),
    **entities.operations(TRIAL_COMPONENT),
    **associations.operations(),
    **tags.operations(),
    **lineage.operations(),
}
