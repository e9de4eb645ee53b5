"""Answers and questions as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.api.paging import select_page
from lineage_explorer.api.parameters import QUESTION
from lineage_explorer.errors import EntityNotFound, InvalidQuery, SourceError, TooSlow
from lineage_explorer.explore.moment_filter import find_period
from lineage_explorer.explore.page_facts import read_or_add_gap
from lineage_explorer.explore.services import AnswerScope, ExplorerServices
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.model import Arn, Vertex, split_arn
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.questions.answer import UNREADABLE, Answer, ResultItem
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.registry import QUESTIONS, find_questions, get_question
from lineage_explorer.sources.protocols import EntityCatalog
from lineage_explorer.views.python_snippet import format_python_script
from lineage_explorer.views.table_rows import style_or_default


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One result of a question.

    Attributes:
        arn: Its ARN; null if it is not a lineage entity, for example a pipeline execution.
        identifier: Its ARN, or the name of a trial.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        type: Its type as the API spells it.
        kind: The same in the explorer's words; may be empty.
        created: When it was created; null if that is not known.
        created_by: Who created it; null if that is not known, or not on record.
        status: Its own status or that of what it stands for, `deleted` if that is gone; null if not known.
        serving: `serving` or `replaced`, its part in what the start serves; `unreadable` if that may not be
            read; null if it has none.
        source: URI or ARN of what it stands for; null if there is none.
        distance: Associations between it and the start; null if none were followed.
        unread: Why its facts could not be read; null if they could.
    """

    arn: Arn | None
    identifier: str
    title: str
    subtitle: str
    type: str
    kind: str
    created: Moment | None
    created_by: str | None
    status: str | None
    serving: Literal["serving", "replaced", "unreadable"] | None
    source: str | None
    distance: int | None
    unread: str | None


@dataclass(frozen=True, slots=True)
class AnswerBody:
    """Answer to a question.

    Attributes:
        question: Slug of the question.
        wording: The question in words.
        start: ARN of the entity that it is about.
        title: What that entity is called in the explorer.
        sentence: The answer in a sentence.
        items: The results: what serves first, then the nearest, then the newest.
        count: How many there are on all pages.
        next: Cursor of the next page; null on the last one.
        code: The API calls behind the answer, as a Python script.
        complete: Whether everything was read that the answer needs.
        gaps: One sentence for each thing that could not be read.
        link: The same answer in the explorer, as a path with its query string.
    """

    question: str
    wording: str
    start: Arn
    title: str
    sentence: str
    items: tuple[AnswerItem, ...]
    count: int
    next: str | None
    code: str
    complete: bool
    gaps: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """Question that can be asked.

    Attributes:
        slug: Its name in an address.
        wording: Its text.
        link: Its answer in the explorer, as a path with its query string; null without a start.
    """

    slug: str
    wording: str
    link: str | None


@dataclass(frozen=True, slots=True)
class QuestionsBody:
    """Questions that can be asked of an entity; without a start, all.

    Attributes:
        start: ARN of the entity; null for all questions.
        title: What it is called in the explorer; null without a start.
        questions: The questions, the most useful first.
        complete: Whether it could be read what the start is.
        gaps: One sentence for each thing that could not be read.
    """

    start: Arn | None
    title: str | None
    questions: tuple[QuestionItem, ...]
    complete: bool
    gaps: tuple[str, ...]


_SERVING_WORDS: Mapping[str, Literal["serving", "replaced", "unreadable"]] = MappingProxyType(
    {"serving": "serving", "replaced": "replaced", UNREADABLE: "unreadable"}
)


def load_answer(services: ExplorerServices, request: ApiRequest) -> Answer:
    """Return the answer to a request's question, once it is there.

    Raises:
        InvalidQuery: There is no start or no question.
        SourceError: Nothing could be read, or not in time.
    """
    start, slug = request.start, request.address.question_slug
    if not slug:
        raise InvalidQuery(
            "“question” is missing: give the slug of a question, as question=…", field=QUESTION.name
        )
    answer = services.answers.ask(
        get_question(slug),
        start,
        AnswerScope(request.view_request.query.depth, find_period(request.address)),
        refresh=request.is_refresh,
        seconds=request.seconds,
    )
    if answer is None:
        waits = f" {note}." if (note := services.describe_wait()) else ""
        raise TooSlow(
            f"The answer is not ready yet. Ask again: reading continues where it stopped.{waits}",
            operation="QueryLineage",
        )
    return answer


def build_answer_body(services: ExplorerServices, request: ApiRequest) -> AnswerBody:
    """Answer the question of a request.

    Raises:
        LineageError: See `load_answer`.
    """
    answer = load_answer(services, request)
    page = select_page([item.identifier for item in answer.items], request.values)
    if not answer.items:
        require_known(services.catalog, answer.start)
    known = services.catalog.described_entities([answer.start])
    return AnswerBody(
        question=answer.question_slug,
        wording=get_question(answer.question_slug).wording,
        start=answer.start,
        title=name_entity(answer.start, known.get(answer.start)).title,
        sentence=answer.sentence,
        items=tuple(map(build_answer_item, answer.items[page.first : page.end])),
        count=len(answer.items),
        next=page.next,
        code=format_python_script(answer.requests),
        complete=not answer.gaps,
        gaps=answer.gaps,
        link=format_link(request.address),
    )


def build_answer_item(item: ResultItem) -> AnswerItem:
    """Return a result of a question as JSON has it."""
    return AnswerItem(
        arn=item.arn,
        identifier=item.identifier,
        title=item.name,
        subtitle=item.subtitle,
        type=item.type,
        kind=style_or_default(item).title,
        created=item.created,
        created_by=item.created_by or None,
        status=item.status or None,
        serving=_SERVING_WORDS.get(item.serving),
        source=item.source or None,
        distance=item.distance,
        unread=item.unread or None,
    )


def require_known(catalog: EntityCatalog, arn: Arn) -> None:
    """Raise an error if the account does not know an entity.

    Of one that may not be read, nobody knows.

    Raises:
        EntityNotFound: It is unknown, or not shared with the caller.
    """
    try:
        catalog.describe(arn)
    except EntityNotFound:
        raise
    except SourceError:
        return


def build_questions_body(services: ExplorerServices, request: ApiRequest) -> QuestionsBody:
    """List what can be asked of the start; without one, all questions."""
    query = request.address.query
    if query is None:
        return QuestionsBody(
            None, None, build_question_items(request.address, QUESTIONS), complete=True, gaps=()
        )
    start, gaps = query.start, list[str]()
    require_known(services.catalog, start)
    read_or_add_gap(lambda: services.catalog.describe(start), gaps)
    entity = services.catalog.described_entities([start]).get(start)
    questions = find_questions(entity or Vertex(start, split_arn(start).lineage_type))
    return QuestionsBody(
        start=start,
        title=name_entity(start, entity).title,
        questions=build_question_items(request.address, questions),
        complete=not gaps,
        gaps=tuple(gaps),
    )


def build_question_items(address: Address, questions: Sequence[Question]) -> tuple[QuestionItem, ...]:
    """Return questions as JSON has them, with links to answers."""

    def link(question: Question, query: LineageQuery) -> str:
        return format_link(address.with_query(query, question_slug=question.slug))

    query = address.query
    return tuple(
        QuestionItem(each.slug, each.wording, link(each, query) if query else None) for each in questions
    )
