"""Questions that need two queries, declared as data."""

from __future__ import annotations

from lineage.model import LineageType
from lineage.query import Direction
from lineage.questions import fits
from lineage.questions.question import Question
from lineage.questions.step import Step
from lineage.questions.steps import Steps
from lineage.questions.words import Words

UP, DOWN, BOTH = Direction.ASCENDANTS, Direction.DESCENDANTS, Direction.BOTH
ARTIFACT, CONTEXT = LineageType.ARTIFACT, LineageType.CONTEXT
TRIAL_COMPONENT = LineageType.TRIAL_COMPONENT

ENDPOINT_TRANSFORM_JOBS = Question(
    "endpoint-transform-jobs",
    "Which transform jobs use this endpoint's models?",
    (fits.ENDPOINT,),
    Steps(
        Step(UP, ARTIFACT, ("Model",)),
        Step(DOWN, TRIAL_COMPONENT, ("TransformJob",)),
        Words(
            "1 transform job uses a model of {start}",
            "{count} transform jobs use models of {start}",
            "No transform job uses a model of {start}: it was not used in batch, or its jobs are not tracked",
        ),
    ),
    differs="The helper looks upstream of the endpoint, but transform jobs stand beside it: they "
    "share its models and lead to no endpoint.",
)

APPROVAL_DATASETS = Question(
    "approval-datasets",
    "Which data sets went into what this approval decided on?",
    (fits.APPROVAL,),
    Steps(
        Step(DOWN, ARTIFACT, ("Model",), depth=1),
        Step(UP, ARTIFACT, ("DataSet",)),
        Words(
            "1 data set went into what {start} decided on",
            "{count} data sets went into what {start} decided on",
            "No data set is on record for what {start} decided on: the model was brought from elsewhere",
        ),
        again=Step(BOTH, ARTIFACT, ("DataSet",), depth=4),
    ),
    differs="The helper looks upstream of the approval, but SageMaker lets approvals point into the "
    "package and lets nothing point at them.",
)

ENDPOINT_SIBLINGS = Question(
    "endpoint-siblings",
    "Which other endpoints serve the same models?",
    (fits.ENDPOINT,),
    Steps(
        Step(UP, ARTIFACT, ("Model",)),
        Step(DOWN, CONTEXT, ("Endpoint",)),
        Words(
            "1 other endpoint serves a model of {start}",
            "{count} other endpoints serve models of {start}",
            "No other endpoint serves a model of {start}: it has them for itself",
        ),
    ),
)

MODEL_SIBLINGS = Question(
    "model-siblings",
    "Which other models were trained on the same data?",
    (fits.MODEL,),
    Steps(
        Step(UP, ARTIFACT, ("DataSet",), depth=3),
        Step(DOWN, ARTIFACT, ("Model",), depth=2),
        Words(
            "1 other model was trained on the data of {start}",
            "{count} other models were trained on the data of {start}",
            "No other model was trained on the data of {start}: its job was the only one to read them",
        ),
        nearest=True,
        own=False,
    ),
)
