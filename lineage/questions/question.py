"""What a question is: words, what it can be asked of, and how it is answered."""

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
    """What can be asked about: a vertex, or an entity that is described already."""

    @property
    def lineage_type(self) -> LineageType | None: ...  # noqa: D102 - the class says it

    @property
    def type(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Fit:
    """A kind of start; all of its conditions must hold.

    Attributes:
        lineage_type: None for every kind.
        types: Patterns of types as file names have them, without regard to case; empty for any type.
        sources: Patterns of source URIs that fit whatever the type: who registers a URI first fixes its
            type, so a model may be on record as a data set.
    """

    lineage_type: LineageType | None = None
    types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __call__(self, start: Asked) -> bool:
        """Tell whether a start is of this kind."""
        if self.lineage_type not in (None, start.lineage_type):
            return False
        if not self.types or _like(start.type, self.types):
            return True
        return _like(getattr(start, "source_uri", None), self.sources)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that lineage can tell about an entity.

    Attributes:
        slug: Its name in an address, `question=<slug>`.
        wording: As a person asks it of the entity that they stand on.
        fits: The kinds of start that it makes sense for; any of them will do.
        answer: How it is answered; called through `ask`.
        differs: Why the helper of SageMaker's own SDK answers otherwise; empty where it agrees, or where
            there is none.
    """

    slug: str
    wording: str
    fits: tuple[Fit, ...]
    answer: Callable[[Inquiry], Answer]
    differs: str = ""

    def fit(self, start: Asked) -> bool:
        """Tell whether the question makes sense for a start."""
        return any(fit(start) for fit in self.fits)

    def ask(self, desk: Desk, start: Arn, *, depth: int = MAX_DEPTH) -> Answer:
        """Answer the question; of a start that it does not fit, the answer is that nothing was found.

        Args:
            desk: Whom to ask.
            start: The entity that it is asked of.
            depth: Longest way to follow, in associations, where the question itself sets no shorter one.

        Raises:
            SourceError: Nothing could be read at all.
        """
        return self.answer(Inquiry(desk, self.slug, start, depth))


def _like(text: str | None, patterns: tuple[str, ...]) -> bool:
    return text is not None and any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)
