"""Options of an export, beside the address of the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, quote, urlencode

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.formats import ExportFormat, parse_format
from lineage_explorer.query.address import parse_choice


class Listing(StrEnum):
    """List that a table shows."""

    ENTITIES = "entities"
    ASSOCIATIONS = "associations"
    ANSWER = "answer"
    PATHS = "paths"
    TIMELINE = "timeline"
    SERVED = "served"
    IMPACT = "impact"


class Theme(StrEnum):
    """Colors of a picture."""

    LIGHT = "light"
    DARK = "dark"


class Grouping(StrEnum):
    """Whether siblings are one card, as on the page."""

    YES = "1"
    NO = "0"


EXPORT_PARAMETERS: Mapping[str, type[StrEnum] | None] = {
    "format": None,
    "list": Listing,
    "theme": Theme,
    "grouped": Grouping,
}
"""Parameters of an export beside those of the address, with their choices."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What becomes of a view.

    Attributes:
        format: Format of the file.
        listing: Which list a table shows.
        theme: Colors of a picture.
        is_grouped: Whether siblings are one card; None for what the format does unless told.
    """

    format: ExportFormat
    listing: Listing = Listing.ENTITIES
    theme: Theme = Theme.LIGHT
    is_grouped: bool | None = None


REPORT_FORMATS = ("report", "evidence")
"""Formats of the five answers, whatever the address shows."""


def split_export_options(search: str) -> tuple[ExportOptions, str]:
    """Return the options in a query string, and the address without them.

    Raises:
        InvalidQuery: An option has an invalid value, or is given twice.
    """
    pairs = parse_qsl(search.removeprefix("?"), keep_blank_values=True)
    values: dict[str, str] = {}
    for key, value in pairs:
        if key in EXPORT_PARAMETERS:
            if key in values:
                raise InvalidQuery(f"“{key}” is given twice; once is enough.", field=key)
            values[key] = value
    address = [(key, value) for key, value in pairs if key not in EXPORT_PARAMETERS]
    grouped = values.get("grouped")
    options = ExportOptions(
        parse_format(values.get("format", "")),
        parse_choice(Listing, "list", values.get("list", Listing.ENTITIES)),
        parse_choice(Theme, "theme", values.get("theme", Theme.LIGHT)),
        None if grouped is None else parse_choice(Grouping, "grouped", grouped) is Grouping.YES,
    )
    return options, "?" + urlencode(address, quote_via=quote, safe=":/")


def describe_csv(search: str) -> str:
    """Return the query string that describes the CSV file of another one."""
    pairs = parse_qsl(search.removeprefix("?"), keep_blank_values=True)
    values = dict(pairs)
    kept = [(key, value) for key, value in pairs if key not in ("format", "list")]
    listing = Listing.ASSOCIATIONS if values.get("format") == "edges-csv" else values.get("list")
    own = [("format", "csv-metadata"), *([("list", str(listing))] if listing else [])]
    return "?" + urlencode([*own, *kept], quote_via=quote, safe=":/")
