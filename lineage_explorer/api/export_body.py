"""Export of a lineage for agents, as text or as a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.export.export_options import split_export_options
from lineage_explorer.export.exported_file import export_view
from lineage_explorer.query.address import format_address, format_link


@dataclass(frozen=True, slots=True)
class ExportBody:
    """Exported file.

    Attributes:
        format: Its format.
        name: Its proposed name.
        media_type: Its type on the web.
        sentence: What it shows.
        text: Its content; null if it is not text, or too long for a result.
        file: Where it can be fetched, as a path with its query string.
        complete: Whether everything was read.
        gaps: One sentence for each thing that could not be read.
        read_at: When it was read.
        link: The same view in the explorer, as a path with its query string.
    """

    format: str
    name: str
    media_type: str
    sentence: str
    text: str | None
    file: str
    complete: bool
    gaps: tuple[str, ...]
    read_at: Moment
    link: str


MAX_TEXT_BYTES = 60_000
"""Bytes of a file beyond which a result only says where it can be fetched."""

_ROUTE = "/api/v1/export"


def build_export_body(services: ExplorerServices, request: ApiRequest) -> ExportBody:
    """Export the lineage of a request in the format that it names.

    Raises:
        LineageError: There is no start, the format cannot be made of it, or nothing could be read.
    """
    own = urlencode(request.values, quote_via=quote, safe=":/")
    options, _ = split_export_options(f"?{own}")
    exported = export_view(services, options, request.view_request, seconds=request.seconds)
    file, provenance = f"{_ROUTE}?{own}&{format_address(request.address)[1:]}", exported.provenance
    text = _read_text(exported.chunks) if options.format.is_text else None
    return ExportBody(
        format=options.format.slug,
        name=exported.name,
        media_type=exported.media_type,
        sentence=f"{provenance.title}. {provenance.sentence}",
        text=text,
        file=file,
        complete=provenance.is_complete,
        gaps=provenance.gaps,
        read_at=provenance.read_at,
        link=format_link(request.address),
    )


def _read_text(chunks: Iterable[bytes]) -> str | None:
    """Return a file as text; None if it is too long."""
    content = b""
    for chunk in chunks:
        content += chunk
        if len(content) > MAX_TEXT_BYTES:
            return None
    return content.decode()
