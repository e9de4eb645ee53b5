"""Describe entities by ARN, a few side by side, each once; and remember what could not be described."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime

from lineage.aws import entities
from lineage.aws.api import Api
from lineage.cache.marks import EVER, Marks
from lineage.errors import EntityNotFound, SourceError
from lineage.model import Arn, Entity, LineageType
from lineage.remembered import Remembered

_ARN_MEMBER = {
    LineageType.ARTIFACT: "ArtifactArn",
    LineageType.ACTION: "ActionName",
    LineageType.CONTEXT: "ContextName",
    LineageType.TRIAL_COMPONENT: "TrialComponentName",
}
"""The request's member that takes the ARN. A bare name would be looked up in the caller's own account,
and find the wrong entity, or none, for one that another account shares."""

_ENTRIES = 50_000
_FAILURE_SECONDS = 60.0
_WORKERS = 8


class Descriptions:
    """What `Describe…` told, by ARN; may be shared by threads.

    Args:
        api: Who is asked.
        marks: Since when what is kept of an entity counts.
        seconds: How long a description is remembered.
    """

    def __init__(self, api: Api, marks: Marks, *, seconds: float) -> None:
        self._api = api
        self._marks = marks
        self._since: Remembered[Arn, datetime] = Remembered(entries=_ENTRIES, seconds=seconds)
        self._entities: Remembered[Arn, Entity] = Remembered(entries=_ENTRIES, seconds=seconds)
        self._failures: Remembered[Arn, str] = Remembered(entries=_ENTRIES, seconds=_FAILURE_SECONDS)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="describe")

    def describe(self, arn: Arn) -> Entity:
        """Return what the account knows of one entity; one whose description failed is asked for again.

        Raises:
            SourceError: It is unknown, not shared with the caller, or could not be read.
        """
        since = self._marks.at(arn)
        if since > (self._since.get(arn) or EVER):
            self._since.put(arn, since)
            self._entities.forget(arn)
        try:
            entity = self._entities.ask(arn, lambda: self._ask(arn, since))
        except SourceError as error:
            self._failures.put(arn, str(error))
            raise
        self._failures.forget(arn)
        return entity

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return those of `arns` that were described before; costs no call."""
        return self._entities.among(arns)

    def calls(self, arns: Iterable[Arn]) -> int:
        """Return how many calls it took to describe those of `arns` that were asked for."""
        arns = tuple(arns)
        return len(self.known(arns).keys() | self.undescribable(arns).keys())

    def undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return why those of `arns` whose description failed lately could not be described."""
        return self._failures.among(arns)

    def describe_within(self, arns: Sequence[Arn], *, seconds: float) -> Mapping[Arn, Entity]:
        """Describe as many of `arns` as fit into `seconds`, eight side by side, in the order given.

        Returns all of them that are known by then. What is under way goes on, and will be known next
        time; the rest is given up. One whose description failed lately is not asked for.
        """
        settled = self.known(arns).keys() | self.undescribable(arns).keys()
        promises = [
            self._pool.submit(self._attempt, arn) for arn in dict.fromkeys(arns) if arn not in settled
        ]
        done, late = wait(promises, timeout=seconds)
        for promise in late:
            promise.cancel()
        for promise in done:
            promise.result()  # a failure that is no answer of the account is a fault of ours: show it
        return self.known(arns)

    def _attempt(self, arn: Arn) -> None:
        try:
            self.describe(arn)
        except SourceError:
            return  # remembered by `describe`

    def _ask(self, arn: Arn, since: datetime) -> Entity:
        kind = entities.kind(arn)
        if kind is None:
            raise EntityNotFound(
                f"{arn} ends an association, but is none of the entities that lineage calls describe.",
                operation="Describe",
            )
        kept = self._api.kept(f"Describe{kind}", about=arn, since=since, **{_ARN_MEMBER[kind]: arn})
        return entities.entity(arn, kind, kept.answer)
