"""Type of a question: its wording, applicable starts and answer function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from lineage.answer import Answer
from lineage.model import Arn, LineageType
from lineage.query import MAX_DEPTH
from lineage.questions.inquiry import Desk, Inquiry

__all__ = ["Asked", "Desk", "Fit", "Question"]


class Asked(Protocol):
    """Vertex or described entity that a question can be about."""

    @property
    def lineage_type(self) -> LineageType | None: ...  # noqa: D102 - the class says it

    @property
    def type(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Fit:
    """Condition on the start of a question.

    All of its parts must hold.

    Attributes:
        lineage_type: Required lineage type; None for any.
        types: Patterns of types, in the syntax of file name patterns, case-insensitive; empty for
            any type.
        sources: Patterns of source URIs that match regardless of the type: the first registration
            of a URI fixes its type, so a model may be recorded as a data set.
    """

    lineage_type: LineageType | None = None
    types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __call__(self, start: Asked) -> bool:
        """Return whether a start meets the condition."""
        if self.lineage_type not in (None, start.lineage_type):
            return False
        if not self.types or _like(start.type, self.types):
            return True
        return _like(getattr(start, "source_uri", None), self.sources)


@dataclass(frozen=True, slots=True)
class Question:
    """Question about an entity that lineage can answer.

    Attributes:
        slug: Its name in an address, `question=<slug>`.
        wording: Its text, as a person asks it about the entity on display.
        fits: The kinds of start that it applies to; one match is enough.
        answer: Function that finds the answer; called through `ask`.
        differs: Why the helper of SageMaker's own SDK returns something else; empty if it agrees, or
            if there is none.
    """

    slug: str
    wording: str
    fits: tuple[Fit, ...]
    answer: Callable[[Inquiry], Answer]
    differs: str = ""

    def fit(self, start: Asked) -> bool:
        """Return whether the question applies to a start."""
        return any(fit(start) for fit in self.fits)

    def ask(self, desk: Desk, start: Arn, *, depth: int = MAX_DEPTH) -> Answer:
        """Answer the question.

        For a start that it does not apply to, the answer is that nothing was found.

        Args:
            desk: The services to use.
            start: The entity that the question is about.
            depth: Longest path to follow, in associations, unless the question sets a lower limit.

        Raises:
            SourceError: Nothing could be read at all.
        """
        return self.answer(Inquiry(desk, self.slug, start, depth))


def _like(text: str | None, patterns: tuple[str, ...]) -> bool:
    return text is not None and any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)
