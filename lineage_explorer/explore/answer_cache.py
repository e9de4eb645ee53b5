"""Cache of answers, each computed once in the background for all requests."""

from __future__ import annotations

from datetime import datetime

from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.answer import Answer
from lineage_explorer.questions.question import QueryServices, Question
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import Invalidations
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN


class AnswerCache:
    """Cache of the answers to questions.

    An answer is kept as long as a page that shows it may request it again.

    Args:
        services: Services that the questions use.
        caches: Opens the cache.
        invalidations: Invalidations shared by all workers.
    """

    def __init__(self, services: QueryServices, caches: CacheRegistry, invalidations: Invalidations) -> None:
        self._services = services
        self._invalidations = invalidations
        self._answers: ValueCache[tuple[str, datetime], Answer] = caches.open(CacheName.ANSWERS)

    def ask(
        self,
        question: Question,
        start: Arn,
        *,
        depth: int,
        refresh: bool = False,
        seconds: float | None = None,
    ) -> Answer | None:
        """Return the answer to a question.

        None if it is not computed after `seconds`; the computation goes on in the background.

        Args:
            question: The question to answer.
            start: The entity that the question is about.
            depth: Maximum path length, in associations.
            refresh: Discard the cached answer and the lineage that was read for it.
            seconds: How long to wait; None to wait until it is computed.

        Raises:
            SourceError: Nothing could be read at all.
        """
        subject = f"{question.slug} {start} {depth}"
        valid_since = (
            self._invalidations.invalidate(subject) if refresh else self._invalidations.valid_since(subject)
        )
        freshness = READ_AGAIN if refresh else ANY_AGE
        return self._answers.get_or_compute_within(
            (subject, valid_since),
            lambda: question.ask(self._services, start, depth=depth, freshness=freshness),
            seconds=seconds,
        )
