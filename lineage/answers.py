"""Cache of answers, each computed once in the background for all requests."""

from __future__ import annotations

from datetime import datetime

from lineage.answer import Answer
from lineage.cache.marks import Marks
from lineage.model import Arn
from lineage.promises import Promises
from lineage.questions.question import Desk, Question


class RememberedAnswers:
    """Cache of the answers to questions.

    An answer is kept as long as a page that shows it may request it again.

    Args:
        desk: Services that the questions use.
        anew: Services that bypass cached reads, used on refresh.
        entries: Maximum number of cached answers.
        seconds: Time to live of an answer.
        marks: Invalidations shared by all workers.
    """

    def __init__(self, desk: Desk, *, anew: Desk, entries: int, seconds: float, marks: Marks) -> None:
        self._desk = desk
        self._anew = anew
        self._marks = marks
        self._answers: Promises[tuple[str, datetime], Answer] = Promises(entries=entries, seconds=seconds)

    def ask(
        self, question: Question, start: Arn, *, depth: int, anew: bool = False, seconds: float | None = None
    ) -> Answer | None:
        """Return the answer to a question.

        None if it is not computed after `seconds`; the computation goes on in the background.

        Args:
            question: The question to answer.
            start: The entity that the question is about.
            depth: Maximum path length, in associations.
            anew: Discard the cached answer and the lineage that was read for it.
            seconds: How long to wait; None to wait until it is computed.

        Raises:
            SourceError: Nothing could be read at all.
        """
        subject = f"{question.slug} {start} {depth}"
        valid_since = self._marks.put(subject) if anew else self._marks.at(subject)
        services = self._anew if anew else self._desk
        return self._answers.ask(
            (subject, valid_since), lambda: question.ask(services, start, depth=depth), seconds=seconds
        )
