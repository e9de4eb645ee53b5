"""Questions about endpoints, groups and actions, answered by filtered queries."""

from __future__ import annotations

from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question
from lineage_explorer.questions.answer import SentenceTemplates
from lineage_explorer.questions.filtered_queries import (
    ONE_PAGE_DIFFERENCE,
    QueryStep,
    SingleQuery,
    TwoStepQuery,
)
from lineage_explorer.questions.question import Question

UP, DOWN, AROUND = Direction.ASCENDANTS, Direction.DESCENDANTS, Direction.UP_AND_DOWN
ARTIFACT, ACTION, CONTEXT = LineageType.ARTIFACT, LineageType.ACTION, LineageType.CONTEXT
TRIAL_COMPONENT = LineageType.TRIAL_COMPONENT

ENDPOINT_JOBS = Question(
    "endpoint-jobs",
    "Which jobs went into this endpoint?",
    (question.ENDPOINT,),
    SingleQuery(
        QueryStep(UP, TRIAL_COMPONENT),
        SentenceTemplates(
            "1 job went into {start}",
            "{count} jobs went into {start}",
            "No job is on record behind {start}: its model was not made by a SageMaker job, or not tracked",
        ),
        with_type_counts=True,
    ),
    sdk_difference="No helper gives all jobs: there is one each for training, processing and transform jobs, "
    "and the one for training jobs fails at a trial component that has no source.",
)

CONTEXT_ACTIONS = Question(
    "context-actions",
    "Which actions involve this?",
    (question.CONTEXT,),
    SingleQuery(
        QueryStep(AROUND, ACTION),
        SentenceTemplates(
            "1 action involves {start}",
            "{count} actions involve {start}",
            "No action involves {start}: nothing was approved or deployed around it",
        ),
        with_type_counts=True,
    ),
    sdk_difference="The helper looks one way only, which its caller must name; actions stand upstream of "
    "what SageMaker itself records as a context.",
)

ENDPOINT_PROCESSING_JOBS = Question(
    "endpoint-processing-jobs",
    "Which processing jobs are behind this endpoint?",
    (question.ENDPOINT,),
    SingleQuery(
        QueryStep(UP, TRIAL_COMPONENT, ("ProcessingJob",)),
        SentenceTemplates(
            "1 processing job is behind {start}",
            "{count} processing jobs are behind {start}",
            "No processing job is behind {start}: jobs that evaluate a model stand beside it, not behind it",
        ),
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

ENDPOINT_TRIAL_COMPONENTS = Question(
    "endpoint-trial-components",
    "Which trial components are behind this endpoint?",
    (question.ENDPOINT,),
    SingleQuery(
        QueryStep(UP, TRIAL_COMPONENT),
        SentenceTemplates(
            "1 trial component is behind {start}",
            "{count} trial components are behind {start}",
            "No trial component is behind {start}: its model was not made by a SageMaker job, or not tracked",
        ),
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

ACTION_ARTIFACTS = Question(
    "action-artifacts",
    "Which artifacts does this action touch?",
    (question.ACTION,),
    SingleQuery(
        QueryStep(AROUND, ARTIFACT, depth=1),
        SentenceTemplates(
            "{start} touches 1 artifact",
            "{start} touches {count} artifacts",
            "{start} touches no artifact: nothing is associated with it directly",
        ),
        with_type_counts=True,
    ),
    sdk_difference="The helper walks both ways from every entity it meets, ten associations far, and so "
    "returns the artifacts of whole pipelines instead of those of the action.",
)

APPROVAL_ENDPOINTS = Question(
    "approval-endpoints",
    "Which endpoints came from this approval?",
    (question.APPROVAL,),
    SingleQuery(
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "What {start} decided on was deployed to 1 endpoint",
            "What {start} decided on was deployed to {count} endpoints",
            "What {start} decided on was deployed to no endpoint on record",
        ),
        tells_use=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

ENDPOINT_MODELS = Question(
    "endpoint-models",
    "Which models are behind this endpoint?",
    (question.ENDPOINT,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("Model",)),
        SentenceTemplates(
            "1 model is behind {start}",
            "{count} models are behind {start}: packages, and the model data in them",
            "No model is behind {start}: its deployment was not tracked",
        ),
    ),
    sdk_difference="Both helpers look downstream, of the endpoint or of its deployment; an endpoint is where "
    "lineage ends.",
)

ENDPOINT_DATASETS = Question(
    "endpoint-datasets",
    "Which data sets are behind this endpoint?",
    (question.ENDPOINT,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "{things} is behind {start}",
            "{things} are behind {start}",
            "No data set is behind {start}: its model was not made by a tracked job",
        ),
        names_things=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

GROUP_PACKAGES = Question(
    "group-packages",
    "Which versions are in this model package group?",
    (question.MODEL_GROUP,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("Model",), depth=1),
        SentenceTemplates(
            "1 version is in {start}",
            "{count} versions are in {start}",
            "No version is in {start}: nothing was registered yet, or its lineage was deleted",
        ),
    ),
)

PIPELINE_FEATURE_GROUPS = Question(
    "pipeline-feature-groups",
    "Which feature groups are behind this pipeline?",
    (question.FEATURE_PIPELINE,),
    SingleQuery(
        QueryStep(UP, CONTEXT, ("FeatureGroupPipeline", "FeatureGroupPipelineVersion")),
        SentenceTemplates(
            "1 feature group is behind {start}",
            "{count} feature group contexts are behind {start}",
            "No feature group is behind {start}: it reads raw data only",
        ),
        with_type_counts=True,
    ),
)

ENDPOINT_TRANSFORM_JOBS = Question(
    "endpoint-transform-jobs",
    "Which transform jobs use this endpoint's models?",
    (question.ENDPOINT,),
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

ENDPOINT_SIBLINGS = Question(
    "endpoint-siblings",
    "Which other endpoints serve the same models?",
    (question.ENDPOINT,),
    TwoStepQuery(
        QueryStep(UP, ARTIFACT, ("Model",)),
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "1 other endpoint serves a model of {start}",
            "{count} other endpoints serve models of {start}",
            "No other endpoint uses the models of {start}",
        ),
    ),
)
