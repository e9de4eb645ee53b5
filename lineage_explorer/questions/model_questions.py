"""Questions about data sets, jobs and models, each answered by one query."""

from __future__ import annotations

from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question
from lineage_explorer.questions.phrases import SentenceTemplates
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.single_query import ONE_PAGE_DIFFERENCE, QueryStep, SingleQuery

UP, DOWN = Direction.ASCENDANTS, Direction.DESCENDANTS
ARTIFACT, CONTEXT = LineageType.ARTIFACT, LineageType.CONTEXT

MODEL_DATASETS = Question(
    "model-datasets",
    "Which data sets went into this model?",
    (question.MODEL,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "1 data set went into {start}",
            "{count} data sets went into {start}",
            "No data set is on record as having gone into {start}: a model that was brought from elsewhere "
            "has none",
        ),
        with_nearest_count=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

DATASET_MODELS = Question(
    "dataset-models",
    "Which models use this data set?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(DOWN, ARTIFACT, ("Model",)),
        SentenceTemplates(
            "1 model was made from {start}",
            "{count} models were made from {start}",
            "No model was made from {start}: what only evaluates a model, or is scored by one, is not part "
            "of it",
        ),
    ),
    sdk_difference="The helper looks for contexts one association behind each trial component, while "
    "SageMaker records a model as an artifact; so it finds nothing.",
)

MODEL_ENDPOINTS = Question(
    "model-endpoints",
    "Which endpoints use this model?",
    (question.MODEL,),
    SingleQuery(
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "1 endpoint serves {start}",
            "{count} endpoints serve {start}",
            "No endpoint is on record for {start}: it was never deployed, or only used in batch",
        ),
    ),
    sdk_difference="The older helper follows associations to contexts from what it takes for actions, and "
    "finds nothing on the lineage that SageMaker writes; the newer one reads one page.",
)

DATASET_ENDPOINTS = Question(
    "dataset-endpoints",
    "Which endpoints derive from this data set?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "1 endpoint derives from {start}",
            "{count} endpoints derive from {start}",
            "No endpoint derives from {start}: nothing made from it was deployed",
        ),
    ),
    sdk_difference="The helper does not say which endpoints still exist; lineage outlives what it tells of.",
)

DATASET_UPSTREAM = Question(
    "dataset-upstream",
    "Which data sets was this one made from?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "{start} was made from 1 data set",
            "{start} was made from {count} data sets",
            "{start} was made from no data set on record: it is raw data, or its job was not tracked",
        ),
        with_nearest_count=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

DATASET_DOWNSTREAM = Question(
    "dataset-downstream",
    "Which data sets were made from this one?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(DOWN, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "1 data set was made from {start}",
            "{count} data sets were made from {start}",
            "No data set was made from {start}: no tracked job wrote data after reading it",
        ),
        with_nearest_count=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

TRIAL_COMPONENT_DATASETS = Question(
    "trial-component-datasets",
    "Which data sets feed this job?",
    (question.TRIAL_COMPONENT,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "1 data set feeds {start}",
            "{count} data sets feed {start}",
            "No data set feeds {start}: it reads none, or they were not tracked",
        ),
        with_nearest_count=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

TRIAL_COMPONENT_MODELS = Question(
    "trial-component-models",
    "Which models come from this job?",
    (question.TRIAL_COMPONENT,),
    SingleQuery(
        QueryStep(DOWN, ARTIFACT, ("Model",)),
        SentenceTemplates(
            "1 model comes from {start}",
            "{count} models come from {start}",
            "No model comes from {start}: it failed, it is still running, or it makes data",
        ),
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)
