"""Questions about an entity that the lineage API can answer."""

from __future__ import annotations

from lineage.errors import InvalidQuery
from lineage.model import shorten_middle
from lineage.questions import (
    approvals,
    data_and_models,
    detours,
    endpoints_and_actions,
    executions,
    fits,
    images,
    sources,
    trials,
    whole,
)
from lineage.questions.question import HasType, QueryServices, Question, Subject

__all__ = ["QUESTIONS", "QueryServices", "Question", "find_questions", "get_question"]

QUESTIONS: tuple[Question, ...] = (
    data_and_models.MODEL_DATASETS,
    endpoints_and_actions.ENDPOINT_JOBS,
    data_and_models.DATASET_MODELS,
    data_and_models.MODEL_ENDPOINTS,
    data_and_models.DATASET_ENDPOINTS,
    executions.JOB_PIPELINE_EXECUTION,
    whole.RELATIONSHIPS,
    trials.ARTIFACT_DOWNSTREAM_TRIALS,
    trials.ARTIFACT_UPSTREAM_TRIALS,
    sources.URI_ARTIFACTS,
    data_and_models.DATASET_UPSTREAM,
    data_and_models.DATASET_DOWNSTREAM,
    images.IMAGE_DATASETS,
    endpoints_and_actions.CONTEXT_ACTIONS,
    endpoints_and_actions.ENDPOINT_PROCESSING_JOBS,
    detours.ENDPOINT_TRANSFORM_JOBS,
    endpoints_and_actions.ENDPOINT_TRIAL_COMPONENTS,
    executions.MODEL_GROUP_PIPELINE_EXECUTION,
    endpoints_and_actions.ACTION_ARTIFACTS,
    detours.APPROVAL_DATASETS,
    approvals.APPROVAL_MODEL_PACKAGE,
    endpoints_and_actions.APPROVAL_ENDPOINTS,
    executions.TRIAL_COMPONENT_PIPELINE_EXECUTION,
    data_and_models.TRIAL_COMPONENT_DATASETS,
    data_and_models.TRIAL_COMPONENT_MODELS,
    whole.PICTURE,
    endpoints_and_actions.ENDPOINT_MODELS,
    endpoints_and_actions.ENDPOINT_DATASETS,
    detours.ENDPOINT_SIBLINGS,
    endpoints_and_actions.GROUP_PACKAGES,
    approvals.PACKAGE_APPROVALS,
    detours.MODEL_SIBLINGS,
    whole.BLAST_RADIUS,
    endpoints_and_actions.PIPELINE_FEATURE_GROUPS,
)
"""All questions, in a fixed order.

First those that SageMaker's own documentation page names, in its order; then others that people ask.
"""

_RECOMMENDED: tuple[tuple[Subject, tuple[str, ...]], ...] = (
    (fits.MODEL, ("model-datasets", "model-endpoints", "package-approvals")),
    (fits.DATA_SET, ("dataset-endpoints", "dataset-models", "dataset-upstream")),
    (fits.IMAGE, ("image-datasets", "blast-radius", "relationships")),
    (fits.ARTIFACT, ("blast-radius", "relationships", "uri-artifacts")),
    (fits.ENDPOINT, ("endpoint-models", "endpoint-datasets", "package-approvals")),
    (fits.MODEL_GROUP, ("group-packages", "package-approvals", "model-group-pipeline-execution")),
    (fits.FEATURE_PIPELINE, ("pipeline-feature-groups", "relationships", "picture")),
    (fits.CONTEXT, ("relationships", "context-actions", "picture")),
    (fits.APPROVAL, ("approval-model-package", "approval-endpoints", "approval-datasets")),
    (fits.ACTION, ("action-artifacts", "relationships", "picture")),
    (fits.TRAINING_JOB, ("trial-component-datasets", "trial-component-models", "job-pipeline-execution")),
    (fits.JOB, ("trial-component-datasets", "blast-radius", "job-pipeline-execution")),
    (fits.TRIAL_COMPONENT, ("trial-component-datasets", "trial-component-models", "blast-radius")),
)
"""The three questions to offer first, by start.

If a start matches several lines, the first of them applies.
"""

_BY_SLUG = {question.slug: question for question in QUESTIONS}


def find_questions(start: HasType) -> tuple[Question, ...]:
    """Return the questions that apply to a start, most useful first.

    The three recommended ones precede the others.

    Args:
        start: A vertex or, preferably, its description: the source URI can identify a model whose type does
            not.
    """
    recommended_slugs = next((slugs for matches, slugs in _RECOMMENDED if matches(start)), ())
    recommended = tuple(_BY_SLUG[slug] for slug in recommended_slugs)
    return recommended + tuple(
        question for question in QUESTIONS if question.applies_to(start) and question not in recommended
    )


def get_question(slug: str) -> Question:
    """Return the question with the given slug.

    Raises:
        InvalidQuery: No question has this slug; `field` is `question`.
    """
    if slug not in _BY_SLUG:
        raise InvalidQuery(
            f"“{shorten_middle(slug, 60)}” is no question: use one of {', '.join(_BY_SLUG)}.",
            field="question",
        )
    return _BY_SLUG[slug]
