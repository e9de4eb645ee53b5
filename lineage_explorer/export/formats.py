"""Formats of files that a view can be taken away as.

The command line reads this list at each start, so it imports nothing that writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle


class Content(StrEnum):
    """What a file shows, which decides how the view is made.

    A list has the rows of the page's table. A picture has the cards of the page's canvas.
    """

    LIST = "list"
    PICTURE = "picture"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """Format of a file.

    Attributes:
        slug: Its name in addresses and commands.
        title: Its name for readers.
        suffix: End of file names, with the dot.
        media_type: Its type on the web.
        content: What the file shows.
        is_text: Whether it can be read in a terminal.
    """

    slug: str
    title: str
    suffix: str
    media_type: str
    content: Content = Content.LIST
    is_text: bool = True


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat("html", "Interactive page", ".html", "text/html", Content.PAGE),
    ExportFormat("report", "Report", ".report.html", "text/html"),
    ExportFormat("evidence", "Evidence pack", ".zip", "application/zip", is_text=False),
    ExportFormat("svg", "Picture", ".svg", "image/svg+xml", Content.PICTURE),
    ExportFormat("png", "Picture", ".png", "image/png", Content.PICTURE, is_text=False),
    ExportFormat("xlsx", "Spreadsheet", ".xlsx", _XLSX, is_text=False),
    ExportFormat("csv", "List", ".csv", "text/csv"),
    ExportFormat("edges-csv", "Associations", ".edges.csv", "text/csv"),
    ExportFormat("csv-metadata", "About a CSV file", ".csv-metadata.json", "application/csvm+json"),
    ExportFormat("md", "List", ".md", "text/markdown"),
    ExportFormat("txt", "List", ".txt", "text/plain"),
    ExportFormat("json", "JSON", ".json", "application/json"),
    ExportFormat("graphml", "GraphML", ".graphml", "application/graphml+xml"),
    ExportFormat("dot", "Graphviz", ".dot", "text/vnd.graphviz"),
    ExportFormat("mermaid", "Mermaid", ".mmd", "text/vnd.mermaid"),
    ExportFormat("openlineage", "OpenLineage events", ".openlineage.jsonl", "application/x-ndjson"),
)
"""All formats, in the order of the page's menu."""

_BY_SLUG = {each.slug: each for each in FORMATS}


def parse_format(text: str) -> ExportFormat:
    """Return the format that a text names.

    Raises:
        InvalidQuery: There is none; the sentence lists those that there are.
    """
    found = _BY_SLUG.get(text)
    if found is None:
        slugs = ", ".join(_BY_SLUG)
        named = f"“{shorten_middle(text, 60)}” is not a format" if text else "No format is given"
        raise InvalidQuery(f"{named}: use one of {slugs}.", field="format")
    return found


def find_format_of_file(name: str) -> ExportFormat | None:
    """Return the format that a file's name ends with, if any.

    Of several, the longest end counts: `x.edges.csv` is not a list of entities.
    """
    matches = [each for each in FORMATS if name.lower().endswith(each.suffix)]
    return max(matches, key=lambda each: len(each.suffix), default=None)
