"""Questions: what the server takes to answer each, asked of whatever takes it longest in the demo account."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.figures import Section, Spread, Table
from lineage_explorer.graph.entity_names import name_of, strip_service_suffix
from lineage_explorer.graph.model import Arn, Entity, LineageType, shorten_middle
from lineage_explorer.questions.registry import QUESTIONS, QueryServices, Question, find_questions
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import demo, transport
from sagemaker_account.store import Store

_SLOWEST = 3
"""Starts of each question that are measured again; the slowest of them stands in the table."""

_MOST_LISTED = 10_000
_LONGEST_NAME = 44

_TEXT = """\
Every question is asked of every entity of the demo account that it fits, {asked:,} times in all. Of each, the
{slowest} starts that took the most processor time are asked {rounds} times more, and the slowest of these is
shown; the slowest question stands first.

*Processor* is the processor time of all threads, in milliseconds: the median and the range. The
questions are ordered by it, as it depends least on what else the machine does. *Answered* is the time
from the question to its answer; what it has beyond the processor time was spent waiting for a core.
Each time, nothing is remembered of what was asked before. All calls go to the embedded account in the
same process, so that this is the work of both sides, without a network."""


@dataclass(frozen=True, slots=True)
class Round:
    """One question asked once.

    Attributes:
        answered: Milliseconds until the answer.
        processor: Milliseconds of processor time, of all threads.
        items: What the answer lists.
        calls: Calls of the API, each page counted.
    """

    answered: float
    processor: float
    items: int
    calls: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A question, the start that it was asked of, and how often that took how long."""

    question: Question
    start: Entity
    rounds: Sequence[Round]

    @property
    def processor(self) -> Spread:
        """Milliseconds of processor time."""
        return Spread.of(each.processor for each in self.rounds)

    def row(self) -> list[str]:
        """Return the table's row."""
        return [
            f"`{self.question.slug}`",
            shorten_middle(strip_service_suffix(name_of(self.start.arn, self.start)), _LONGEST_NAME),
            f"{self.rounds[0].items:,}",
            f"{self.rounds[0].calls:,}",
            str(self.processor),
            str(Spread.of(each.answered for each in self.rounds)),
        ]


class Asker:
    """Asks questions through one client, remembering nothing from one to the next.

    Args:
        client: A boto3 SageMaker client of the embedded account.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._sent: list[str] = []
        client.meta.events.register("before-call.sagemaker", lambda model, **_: self._sent.append(model.name))

    def starts(self) -> tuple[Entity, ...]:
        """Return every lineage entity of the account."""
        return tuple(self._desk().catalog.describe(arn) for arn in self._arns())

    def ask(self, question: Question, start: Entity) -> Round:
        """Ask once, and measure it."""
        desk = self._desk()
        self._sent.clear()
        began, worked = perf_counter(), process_time()
        answer = question.ask(desk, start.arn)
        worked, ended = process_time() - worked, perf_counter()
        return Round(1000 * (ended - began), 1000 * worked, len(answer.items), len(self._sent))

    def _arns(self) -> Iterator[Arn]:
        api = SageMakerApi(self._client)
        for kind in LineageType:
            listing = api.list_items(f"List{kind}s", f"{kind}Summaries", limit=_MOST_LISTED)
            yield from (Arn(summary[f"{kind}Arn"]) for summary in listing.items)

    def _desk(self) -> QueryServices:
        catalog = SageMakerCatalog(self._client)
        source = SageMakerSource(self._client, describe=catalog.describe)
        return QueryServices(source, catalog, SageMakerLinkedResources(self._client))


def measure(_browser: object, *, rounds: int) -> Section:
    """Ask every question of every start that it fits, and the slowest starts `rounds` times more."""
    with _demo() as client:
        asker = Asker(client)
        tried = _tried(asker)
        measured = [
            max(
                (_measured(asker, question, start, rounds) for start in _slowest(tried[question])),
                key=lambda each: each.processor.median,
            )
            for question in QUESTIONS
        ]
    measured.sort(key=lambda each: each.processor.median, reverse=True)
    return _section(measured, asked=sum(map(len, tried.values())), rounds=rounds)


@contextmanager
def _demo() -> Iterator[Any]:
    """Give a client of a demo account that nobody else uses."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lineage-bench-"))
        store = stack.enter_context(closing(Store.open(str(Path(folder) / "demo.sqlite"), create=True)))
        yield transport.connect(demo.build(store))


def _tried(asker: Asker) -> Mapping[Question, Sequence[tuple[Entity, Round]]]:
    """Ask every question of every start that it fits, once."""
    tried: dict[Question, list[tuple[Entity, Round]]] = defaultdict(list)
    for start in asker.starts():
        for question in find_questions(start):
            tried[question].append((start, asker.ask(question, start)))
    return tried


def _slowest(tried: Iterable[tuple[Entity, Round]]) -> list[Entity]:
    by_work = sorted(tried, key=lambda pair: pair[1].processor, reverse=True)
    return [start for start, _ in by_work[:_SLOWEST]]


def _measured(asker: Asker, question: Question, start: Entity, rounds: int) -> Measured:
    return Measured(question, start, [asker.ask(question, start) for _ in range(rounds)])


def _section(measured: Sequence[Measured], *, asked: int, rounds: int) -> Section:
    headings = ("question", "asked of", "answers", "calls", "processor", "answered")
    return Section(
        title="Questions",
        text=_TEXT.format(asked=asked, slowest=_SLOWEST, rounds=rounds),
        tables=[Table("The demo account", headings, [each.row() for each in measured])],
        raw=[
            {
                "question": each.question.slug,
                "start": each.start.arn,
                "rounds": list(map(asdict, each.rounds)),
            }
            for each in measured
        ],
    )
