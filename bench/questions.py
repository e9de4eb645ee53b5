"""Measure the server's time for each question at its slowest starts."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.report import Section, Spread, Table
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.model import Arn, Entity, LineageType, shorten_middle
from lineage_explorer.questions.registry import QUESTIONS, QueryServices, Question, find_questions
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import demo, transport
from sagemaker_account.store import Store

_MEASURED_STARTS = 3
"""Starts of each question that are measured again; the report shows the slowest."""

_MAX_LISTED = 10_000
_MAX_NAME_LENGTH = 44

_TEXT = """\
Every question is asked of every entity of the demo account that it fits, {asked:,} times in all. Of each
question, the {slowest} starts that took the most processor time are asked {rounds} more times, and the
slowest of these is shown, the slowest question first.

*Processor* is the processor time of all threads, in milliseconds: median and range. Questions are ordered by
it, because it depends least on the machine's load. *Elapsed* is the time from the question to its answer; the
difference to the processor time was spent waiting for a core. No caches are kept between questions. All calls
go to the embedded account in the same process, so this is the work of both sides, without a network."""


@dataclass(frozen=True, slots=True)
class Round:
    """One question, asked once.

    Attributes:
        elapsed: Milliseconds until the answer.
        processor: Milliseconds of processor time, of all threads.
        item_count: Items of the answer.
        call_count: API calls; each page counts.
    """

    elapsed: float
    processor: float
    item_count: int
    call_count: int


@dataclass(frozen=True, slots=True)
class QuestionTimings:
    """A question, its start, and its rounds."""

    question: Question
    start: Entity
    rounds: Sequence[Round]

    @property
    def processor(self) -> Spread:
        """Processor time in milliseconds."""
        return Spread.from_values(each.processor for each in self.rounds)

    def build_row(self) -> list[str]:
        """Return the table's row."""
        return [
            f"`{self.question.slug}`",
            shorten_middle(name_entity(self.start.arn, self.start).title, _MAX_NAME_LENGTH),
            f"{self.rounds[0].item_count:,}",
            f"{self.rounds[0].call_count:,}",
            str(self.processor),
            str(Spread.from_values(each.elapsed for each in self.rounds)),
        ]


class QuestionTimer:
    """Asks questions through one client, without caches between questions.

    Args:
        client: A boto3 SageMaker client of the embedded account.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._operations: list[str] = []
        client.meta.events.register(
            "before-call.sagemaker", lambda model, **_: self._operations.append(model.name)
        )

    def list_starts(self) -> tuple[Entity, ...]:
        """Return every lineage entity of the account."""
        return tuple(self._build_services().catalog.describe(arn) for arn in self._list_arns())

    def time_question(self, question: Question, start: Entity) -> Round:
        """Ask once and measure it."""
        services = self._build_services()
        self._operations.clear()
        begin, processor_begin = perf_counter(), process_time()
        answer = question.ask(services, start.arn)
        processor, end = process_time() - processor_begin, perf_counter()
        return Round(1000 * (end - begin), 1000 * processor, len(answer.items), len(self._operations))

    def _list_arns(self) -> Iterator[Arn]:
        api = SageMakerApi(self._client)
        for kind in LineageType:
            listing = api.list_items(f"List{kind}s", f"{kind}Summaries", limit=_MAX_LISTED)
            yield from (Arn(summary[f"{kind}Arn"]) for summary in listing.items)

    def _build_services(self) -> QueryServices:
        catalog = SageMakerCatalog(self._client)
        source = SageMakerSource(self._client, describe=catalog.describe)
        return QueryServices(source, catalog, SageMakerLinkedResources(self._client))


def measure(_browser: object, *, rounds: int) -> Section:
    """Measure every question at all its starts, and the slowest again."""
    with _open_demo() as client:
        timer = QuestionTimer(client)
        rounds_by_question = _time_all_questions(timer)
        measured = [
            max(
                (
                    _measure_question(timer, question, start, rounds)
                    for start in _find_slowest(rounds_by_question[question])
                ),
                key=lambda each: each.processor.median,
            )
            for question in QUESTIONS
        ]
    measured.sort(key=lambda each: each.processor.median, reverse=True)
    return _build_section(measured, asked=sum(map(len, rounds_by_question.values())), rounds=rounds)


@contextmanager
def _open_demo() -> Iterator[Any]:
    """Yield a client of a new demo account."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-bench-"))
        store = stack.enter_context(closing(Store.open(str(Path(folder) / "demo.sqlite"), create=True)))
        yield transport.connect(demo.build(store))


def _time_all_questions(timer: QuestionTimer) -> Mapping[Question, Sequence[tuple[Entity, Round]]]:
    """Ask every question of every start that it fits, once."""
    rounds_by_question: dict[Question, list[tuple[Entity, Round]]] = defaultdict(list)
    for start in timer.list_starts():
        for question in find_questions(start):
            rounds_by_question[question].append((start, timer.time_question(question, start)))
    return rounds_by_question


def _find_slowest(rounds: Iterable[tuple[Entity, Round]]) -> list[Entity]:
    by_processor = sorted(rounds, key=lambda pair: pair[1].processor, reverse=True)
    return [start for start, _ in by_processor[:_MEASURED_STARTS]]


def _measure_question(
    timer: QuestionTimer, question: Question, start: Entity, rounds: int
) -> QuestionTimings:
    return QuestionTimings(question, start, [timer.time_question(question, start) for _ in range(rounds)])


def _build_section(measured: Sequence[QuestionTimings], *, asked: int, rounds: int) -> Section:
    headings = ("question", "start", "items", "calls", "processor", "elapsed")
    return Section(
        title="Questions",
        text=_TEXT.format(asked=asked, slowest=_MEASURED_STARTS, rounds=rounds),
        tables=[Table("The demo account", headings, [each.build_row() for each in measured])],
    )
