"""Type of a question: its wording, applicable starts and answer function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.lineage_query import MAX_DEPTH
from lineage_explorer.questions.answer import Answer
from lineage_explorer.questions.question_run import QueryServices, QuestionRun
from lineage_explorer.sources.freshness import ANY_AGE, Freshness

__all__ = ["HasType", "QueryServices", "Question", "Subject"]


class HasType(Protocol):
    """Vertex or described entity that a question can be about."""

    @property
    def lineage_type(self) -> LineageType | None: ...  # noqa: D102 - the class says it

    @property
    def type(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Subject:
    """Condition on the start of a question.

    All of its parts must hold.

    Attributes:
        lineage_type: Required lineage type; None for any.
        type_patterns: Patterns of types, in the syntax of file name patterns, case-insensitive; empty for
            any type.
        source_patterns: Patterns of source URIs that match regardless of the type: the first registration
            of a URI fixes its type, so a model may be recorded as a data set.
    """

    lineage_type: LineageType | None = None
    type_patterns: tuple[str, ...] = ()
    source_patterns: tuple[str, ...] = ()

    def __call__(self, start: HasType) -> bool:
        """Return whether a start meets the condition."""
        if self.lineage_type not in (None, start.lineage_type):
            return False
        if not self.type_patterns or _matches_any(start.type, self.type_patterns):
            return True
        return _matches_any(getattr(start, "source_uri", None), self.source_patterns)


@dataclass(frozen=True, slots=True)
class Question:
    """Question about an entity that lineage can answer.

    Attributes:
        slug: Its name in an address, `question=<slug>`.
        wording: Its text, as a person asks it about the entity on display.
        subjects: The kinds of start that it applies to; one match is enough.
        find_answer: Function that finds the answer; called through `ask`.
        sdk_difference: Why the helper of SageMaker's own SDK returns something else; empty if it agrees, or
            if there is none.
    """

    slug: str
    wording: str
    subjects: tuple[Subject, ...]
    find_answer: Callable[[QuestionRun], Answer]
    sdk_difference: str = ""

    def applies_to(self, start: HasType) -> bool:
        """Return whether the question applies to a start."""
        return any(fit(start) for fit in self.subjects)

    def ask(
        self,
        services: QueryServices,
        start: Arn,
        *,
        depth: int = MAX_DEPTH,
        freshness: Freshness = ANY_AGE,
    ) -> Answer:
        """Answer the question.

        For a start that it does not apply to, the answer is that nothing was found.

        Args:
            services: The services to use.
            start: The entity that the question is about.
            depth: Longest path to follow, in associations, unless the question sets a lower limit.
            freshness: How old the lineage may be that is read for it.

        Raises:
            SourceError: Nothing could be read at all.
        """
        return self.find_answer(QuestionRun(services, self.slug, start, depth, freshness))


def _matches_any(text: str | None, patterns: tuple[str, ...]) -> bool:
    return text is not None and any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)


ANYTHING = Subject()
ARTIFACT = Subject(LineageType.ARTIFACT)
ACTION = Subject(LineageType.ACTION)
CONTEXT = Subject(LineageType.CONTEXT)
TRIAL_COMPONENT = Subject(LineageType.TRIAL_COMPONENT)

DATA_SET = Subject(LineageType.ARTIFACT, type_patterns=("DataSet",))
IMAGE = Subject(LineageType.ARTIFACT, type_patterns=("Image",))
MODEL = Subject(
    LineageType.ARTIFACT,
    type_patterns=("Model", "ModelData"),
    source_patterns=("*:model-package/*", "*/model.tar.gz"),
)
"""Artifacts that are models, by type or by source URI.

A model package has the type of a model. A training output that was first recorded as data does not; its URI
identifies it.
"""

ENDPOINT = Subject(LineageType.CONTEXT, type_patterns=("Endpoint",))
MODEL_GROUP = Subject(LineageType.CONTEXT, type_patterns=("ModelGroup",))
FEATURE_PIPELINE = Subject(LineageType.CONTEXT, type_patterns=("FeatureEngineeringPipeline*",))

APPROVAL = Subject(LineageType.ACTION, type_patterns=("Approval",))
DEPLOYMENT = Subject(LineageType.ACTION, type_patterns=("ModelDeployment", "ModelReplaced"))

TRAINING_JOB = Subject(LineageType.TRIAL_COMPONENT, type_patterns=("TrainingJob",))
JOB = Subject(LineageType.TRIAL_COMPONENT, type_patterns=("*Job",))
