"""Ask each question about an entity once, in the background, for all who wait for its answer."""

from __future__ import annotations

from datetime import datetime

from lineage.answer import Answer
from lineage.cache.marks import Marks
from lineage.model import Arn
from lineage.promises import Promises
from lineage.questions.question import Desk, Question


class RememberedAnswers:
    """Asks questions, and remembers their answers as long as a page that shows them asks again.

    Args:
        desk: Whom the questions ask.
        anew: Whom they ask where nothing that is remembered counts.
        entries: How many answers are kept.
        seconds: How long an answer is kept.
        marks: Where workers tell each other that a question was to be asked anew.
    """

    def __init__(self, desk: Desk, *, anew: Desk, entries: int, seconds: float, marks: Marks) -> None:
        self._desk = desk
        self._anew = anew
        self._marks = marks
        self._answers: Promises[tuple[str, datetime], Answer] = Promises(entries=entries, seconds=seconds)

    def ask(
        self, question: Question, start: Arn, *, depth: int, anew: bool = False, seconds: float | None = None
    ) -> Answer | None:
        """Return the answer to a question; None if it is still being worked out after so many seconds.

        Args:
            question: What to ask.
            start: The entity that it is asked of.
            depth: Longest way to follow, in associations.
            anew: Read anew what was read for it before.
            seconds: How long to wait; None for as long as it takes.

        Raises:
            SourceError: Nothing could be read at all.
        """
        subject = f"{question.slug} {start} {depth}"
        since = self._marks.put(subject) if anew else self._marks.at(subject)
        desk = self._anew if anew else self._desk
        return self._answers.ask(
            (subject, since), lambda: question.ask(desk, start, depth=depth), seconds=seconds
        )
