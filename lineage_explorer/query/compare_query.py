"""Part of the address that asks for a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias, get_args

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.model import Entity, shorten_middle
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.moments import format_moment, parse_moment
from lineage_explorer.query.pasted_text import MAX_PASTED_LENGTH
from lineage_explorer.query.places import parse_account_name, parse_digest

StateWord: TypeAlias = Literal["same", "again", "changed", "a", "b", "unknown"]
STATE_WORDS: tuple[StateWord, ...] = get_args(StateWord)

COMPARE_PARAMETERS = ("against", "as_of", "against_as_of", "only", "against_file", "against_account")


@dataclass(frozen=True, slots=True)
class CompareQuery:
    """What the start is compared with.

    Attributes:
        against: The second entity: its ARN, or a text that stands for it; empty for none.
        as_of: When the start is looked at; None for now.
        against_as_of: When the second entity is looked at; None for now.
        only: The state of the parts that are shown; None for all.
        against_file: SHA-256 of the opened file that the second entity is read from; empty for none.
        against_account: Name of the configured account that it is read from; with neither, it is read where
            the start is.
    """

    against: str = ""
    as_of: Period | None = None
    against_as_of: Period | None = None
    only: StateWord | None = None
    against_file: str = ""
    against_account: str = ""

    @property
    def read_key(self) -> str:
        """What it asks to be read, whatever of it is shown."""
        return f"{self.against} {self.as_of} {self.against_as_of} {self.against_file} {self.against_account}"

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Its parameters of the address."""
        return [
            *([("against", self.against)] if self.against else []),
            *([("as_of", format_period(self.as_of))] if self.as_of else []),
            *([("against_as_of", format_period(self.against_as_of))] if self.against_as_of else []),
            *([("only", str(self.only))] if self.only else []),
            *([("against_file", self.against_file)] if self.against_file else []),
            *([("against_account", self.against_account)] if self.against_account else []),
        ]


def parse_compare_query(values: Mapping[str, Sequence[str]]) -> CompareQuery | None:
    """Parse the parameters of a comparison; None if there are none.

    Raises:
        InvalidQuery: One has an invalid value.
    """
    against, as_of, against_as_of, only, file, account = (
        next(iter(values.get(name, ())), "").strip() for name in COMPARE_PARAMETERS
    )
    if not (against or as_of or against_as_of or only or file or account):
        return None
    if len(against) > MAX_PASTED_LENGTH:
        raise InvalidQuery(f"“against” has more than {MAX_PASTED_LENGTH:,} characters.", field="against")
    return CompareQuery(
        against,
        parse_period("as_of", as_of) if as_of else None,
        parse_period("against_as_of", against_as_of) if against_as_of else None,
        _parse_state(only) if only else None,
        parse_digest("against_file", file) if file else "",
        parse_account_name("against_account", account) if account else "",
    )


def _parse_state(text: str) -> StateWord:
    for word in STATE_WORDS:
        if word == text:
            return word
    allowed = ", ".join(STATE_WORDS)
    raise InvalidQuery(
        f"“{shorten_middle(text, 60)}” is not a state of parts: use one of {allowed}.", field="only"
    )


def parse_period(field: str, text: str) -> Period:
    """Parse a moment, or a day: text without a time.

    Raises:
        InvalidQuery: It is not a date.
    """
    return Period(parse_moment(field, text), is_day=":" not in text)


def reject_future(period: Period) -> None:
    """Refuse a moment that is still to come.

    Raises:
        InvalidQuery: It is in the future.
    """
    if period.begin > datetime.now(UTC):
        raise InvalidQuery(
            f"“as_of” is in the future: {format_period(period)}. Leave it out to see the present.",
            field="as_of",
        )


def reject_before(period: Period, entity: Entity) -> None:
    """Refuse a moment at which an entity was not there yet.

    Raises:
        InvalidQuery: It was made later.
    """
    if entity.created and entity.created > period.end:
        raise InvalidQuery(
            f"{name_entity(entity.arn, entity).title} was made on {entity.created:%Y-%m-%d}, after "
            f"{describe_period(period)}: choose a later moment.",
            field="as_of",
        )


def describe_period(period: Period) -> str:
    """Describe a moment or a day for readers."""
    return f"{period.begin:%Y-%m-%d}" if period.is_day else f"{period.begin:%Y-%m-%d %H:%M} UTC"


def format_period(period: Period) -> str:
    """Format a moment or a day as in the address."""
    return f"{period.begin:%Y-%m-%d}" if period.is_day else format_moment(period.begin)
