"""Questions asked one by one, with their calls counted and their time taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.questions.registry import QueryServices, Question
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource

_MAX_LISTED = 10_000


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
