"""Request to the API: an address, with parameters of the API itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import parse_qsl, quote, urlencode

from lineage_explorer.api.parameters import ADDRESS_PARAMETERS, QUESTION
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.start_resolution import resolve_start
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.model import Arn, shorten_middle
from lineage_explorer.query.address import Address, drop_parameter, get_parameter, parse_address
from lineage_explorer.questions.registry import get_question
from lineage_explorer.sources.protocols import EntityCatalog

REQUEST_SECONDS = 25.0
"""Seconds that a request over HTTP may take; what is not there by then is a gap."""

_MAX_COUNTS = {parameter.name: parameter.max_count for parameter in ADDRESS_PARAMETERS}


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Time that reading may take, and whether caches may answer.

    Attributes:
        seconds: How long to wait.
        is_refresh: Whether everything is read again.
    """

    seconds: float = REQUEST_SECONDS
    is_refresh: bool = False


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """Parsed request.

    Attributes:
        address: The address, with its start resolved.
        values: The values of the API's own parameters.
        deadline: When to answer with what there is, by a monotonic clock.
        is_refresh: Whether everything is read again.
    """

    address: Address
    values: Mapping[str, str] = field(default_factory=dict)
    deadline: float = 0.0
    is_refresh: bool = False

    @property
    def seconds(self) -> float:
        """Remaining time in seconds."""
        return max(0.0, self.deadline - monotonic())

    @property
    def start(self) -> Arn:
        """The start.

        Raises:
            InvalidQuery: There is none.
        """
        if self.address.query is None:
            raise InvalidQuery("“start” is missing: give an ARN, a URI or a name, as start=…", field="start")
        return self.address.query.start

    @property
    def view_request(self) -> ViewRequest:
        """The same as a request of the pipeline."""
        return ViewRequest(
            self.address, ReadMode.REFRESH if self.is_refresh else ReadMode.CONTINUE, has_groups=False
        )


def parse_request(
    catalog: EntityCatalog, search: str, own_names: Collection[str], limits: ReadLimits
) -> ApiRequest:
    """Parse a query string and resolve its start.

    Args:
        catalog: Resolves the start.
        search: The query string.
        own_names: Parameters that the route takes beside those of the address; `arn` stands for `start`.
        limits: How long reading may take.

    Raises:
        InvalidQuery: A parameter is unknown, empty or has an invalid value.
        NothingFound: The account has no entity for the start.
        SourceError: The account could not be read.
    """
    deadline = monotonic() + limits.seconds
    pairs = parse_qsl(search.removeprefix("?"), keep_blank_values=True)
    _check_names(pairs, own_names)
    values = {name: value for name, value in pairs if name in own_names}
    rest = [(name, value) for name, value in pairs if name not in own_names]
    if "arn" in values:
        rest = [(name, value) for name, value in rest if name != "start"] + [("start", values["arn"])]
    address_search = "?" + urlencode(rest, quote_via=quote, safe=":/")
    if slug := get_parameter(address_search, QUESTION.name):  # what is wrong costs no call
        get_question(slug)
    parse_address(drop_parameter(address_search, "start"))
    resolved = resolve_start(catalog, address_search, seconds=limits.seconds)
    return ApiRequest(parse_address(resolved), values, deadline, limits.is_refresh)


def _check_names(pairs: Collection[tuple[str, str]], own_names: Collection[str]) -> None:
    names = [name for name, _ in pairs]
    for name, value in pairs:
        if name not in own_names and name not in _MAX_COUNTS:
            known = ", ".join((*own_names, *_MAX_COUNTS))
            raise InvalidQuery(
                f"“{shorten_middle(name, 60)}” is not a parameter here: use {known}.", field=name
            )
        if not value.strip():
            raise InvalidQuery(f"“{name}” is empty: give it a value, or leave it out.", field=name)
        count, max_count = names.count(name), _MAX_COUNTS.get(name, 1)
        if max_count is not None and count > max_count:
            enough = "once is enough" if max_count == 1 else f"at most {max_count} are possible"
            raise InvalidQuery(f"“{name}” is given {count} times; {enough}.", field=name)
