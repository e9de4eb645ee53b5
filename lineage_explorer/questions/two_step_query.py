"""Questions that need two queries, declared as data."""

from __future__ import annotations

from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question__fits
from lineage_explorer.questions.phrases import SentenceTemplates
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.single_query__step import QueryStep
from lineage_explorer.questions.two_step_query__steps import TwoStepQuery

UP, DOWN, BOTH = Direction.ASCENDANTS, Direction.DESCENDANTS, Direction.BOTH
ARTIFACT, CONTEXT = LineageType.ARTIFACT, LineageType.CONTEXT
TRIAL_COMPONENT = LineageType.TRIAL_COMPONENT

ENDPOINT_TRANSFORM_JOBS = Question(
    "endpoint-transform-jobs",
    "Which transform jobs use this endpoint's models?",
    (question__fits.ENDPOINT,),
    TwoStepQuery(
        QueryStep(UP, ARTIFACT, ("Model",)),
        QueryStep(DOWN, TRIAL_COMPONENT, ("TransformJob",)),
        SentenceTemplates(
            "1 transform job uses a model of {start}",
            "{count} transform jobs use models of {start}",
            "No transform job uses a model of {start}: it was not used in batch, or its jobs are not tracked",
        ),
    ),
    sdk_difference="The helper looks upstream of the endpoint, but transform jobs stand beside it: they "
    "share its models and lead to no endpoint.",
)

APPROVAL_DATASETS = Question(
    "approval-datasets",
    "Which data sets went into what this approval decided on?",
    (question__fits.APPROVAL,),
    TwoStepQuery(
        QueryStep(DOWN, ARTIFACT, ("Model",), depth=1),
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "1 data set went into what {start} decided on",
            "{count} data sets went into what {start} decided on",
            "No data set is on record for what {start} decided on: the model was brought from elsewhere",
        ),
        fallback=QueryStep(BOTH, ARTIFACT, ("DataSet",), depth=4),
    ),
    sdk_difference="The helper looks upstream of the approval, but SageMaker lets approvals point into the "
    "package and lets nothing point at them.",
)

ENDPOINT_SIBLINGS = Question(
    "endpoint-siblings",
    "Which other endpoints serve the same models?",
    (question__fits.ENDPOINT,),
    TwoStepQuery(
        QueryStep(UP, ARTIFACT, ("Model",)),
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "1 other endpoint serves a model of {start}",
            "{count} other endpoints serve models of {start}",
            "No other endpoint serves a model of {start}: it has them for itself",
        ),
    ),
)

MODEL_SIBLINGS = Question(
    "model-siblings",
    "Which other models were trained on the same data?",
    (question__fits.MODEL,),
    TwoStepQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",), depth=3),
        QueryStep(DOWN, ARTIFACT, ("Model",), depth=2),
        SentenceTemplates(
            "1 other model was trained on the data of {start}",
            "{count} other models were trained on the data of {start}",
            "No other model was trained on the data of {start}: its job was the only one to read them",
        ),
        nearest_only=True,
        include_visited=False,
    ),
)
