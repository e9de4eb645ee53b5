"""Questions about an entity that the lineage API can answer."""

from __future__ import annotations

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.questions import (
    approval_questions,
    endpoint_questions,
    execution_questions,
    model_questions,
    question,
    relationship_questions,
)
from lineage_explorer.questions.question import HasType, QueryServices, Question, Subject

__all__ = ["QUESTIONS", "QueryServices", "Question", "find_questions", "get_question"]

QUESTIONS: tuple[Question, ...] = (
    model_questions.MODEL_DATASETS,
    endpoint_questions.ENDPOINT_JOBS,
    model_questions.DATASET_MODELS,
    model_questions.MODEL_ENDPOINTS,
    model_questions.DATASET_ENDPOINTS,
    execution_questions.JOB_PIPELINE_EXECUTION,
    relationship_questions.RELATIONSHIPS,
    execution_questions.ARTIFACT_DOWNSTREAM_TRIALS,
    execution_questions.ARTIFACT_UPSTREAM_TRIALS,
    relationship_questions.URI_ARTIFACTS,
    model_questions.DATASET_UPSTREAM,
    model_questions.DATASET_DOWNSTREAM,
    model_questions.IMAGE_DATASETS,
    endpoint_questions.CONTEXT_ACTIONS,
    endpoint_questions.ENDPOINT_PROCESSING_JOBS,
    endpoint_questions.ENDPOINT_TRANSFORM_JOBS,
    endpoint_questions.ENDPOINT_TRIAL_COMPONENTS,
    execution_questions.MODEL_GROUP_PIPELINE_EXECUTION,
    endpoint_questions.ACTION_ARTIFACTS,
    approval_questions.APPROVAL_DATASETS,
    approval_questions.APPROVAL_MODEL_PACKAGE,
    endpoint_questions.APPROVAL_ENDPOINTS,
    execution_questions.TRIAL_COMPONENT_PIPELINE_EXECUTION,
    model_questions.TRIAL_COMPONENT_DATASETS,
    model_questions.TRIAL_COMPONENT_MODELS,
    relationship_questions.PICTURE,
    endpoint_questions.ENDPOINT_MODELS,
    endpoint_questions.ENDPOINT_DATASETS,
    endpoint_questions.ENDPOINT_SIBLINGS,
    endpoint_questions.GROUP_PACKAGES,
    approval_questions.PACKAGE_APPROVALS,
    model_questions.MODEL_SIBLINGS,
    relationship_questions.BLAST_RADIUS,
    endpoint_questions.PIPELINE_FEATURE_GROUPS,
)
"""All questions, in a fixed order.

First those that SageMaker's own documentation page names, in its order; then others that people ask.
"""

_RECOMMENDED: tuple[tuple[Subject, tuple[str, ...]], ...] = (
    (question.MODEL, ("model-datasets", "model-endpoints", "package-approvals")),
    (question.DATA_SET, ("dataset-endpoints", "dataset-models", "dataset-upstream")),
    (question.IMAGE, ("image-datasets", "blast-radius", "relationships")),
    (question.ARTIFACT, ("blast-radius", "relationships", "uri-artifacts")),
    (question.ENDPOINT, ("endpoint-models", "endpoint-datasets", "package-approvals")),
    (question.MODEL_GROUP, ("group-packages", "package-approvals", "model-group-pipeline-execution")),
    (question.FEATURE_PIPELINE, ("pipeline-feature-groups", "relationships", "picture")),
    (question.CONTEXT, ("relationships", "context-actions", "picture")),
    (question.APPROVAL, ("approval-model-package", "approval-endpoints", "approval-datasets")),
    (question.ACTION, ("action-artifacts", "relationships", "picture")),
    (
        question.TRAINING_JOB,
        ("trial-component-datasets", "trial-component-models", "job-pipeline-execution"),
    ),
    (question.JOB, ("trial-component-datasets", "blast-radius", "job-pipeline-execution")),
    (question.TRIAL_COMPONENT, ("trial-component-datasets", "trial-component-models", "blast-radius")),
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
            f"“{shorten_middle(slug, 60)}” is not a question: use one of {', '.join(_BY_SLUG)}.",
            field="question",
        )
    return _BY_SLUG[slug]
