"""Export of a view: the last step of the pipeline for files.

Each writer imports what it needs when it is used: pandas, a spreadsheet or a renderer take longer to import
than the rest of the explorer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.explore.whole_view import WHOLE_SECONDS, build_whole_view
from lineage_explorer.export.export_options import ExportOptions, Listing
from lineage_explorer.export.formats import Content
from lineage_explorer.export.graph_records import GraphRecords, build_records
from lineage_explorer.export.provenance import Provenance, describe_provenance
from lineage_explorer.export.safe_name import safe_name
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.query.address import Address, MainView

if TYPE_CHECKING:
    from lineage_explorer.export.svg_picture import Picture


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """File with a view.

    Attributes:
        name: Proposed name: title and day, `incomplete` if something is missing.
        media_type: Its type on the web, with the charset of texts.
        provenance: Where it comes from.
        chunks: Its content, part by part.
        described_by: Query string of what describes it; only for CSV, which cannot describe itself.
        worst: Level of the worst finding that it tells, `error` or `warning`; empty if there is none.
    """

    name: str
    media_type: str
    provenance: Provenance
    chunks: Iterable[bytes] = field(compare=False)
    described_by: str = ""
    worst: str = ""


@dataclass(frozen=True, slots=True)
class _Material:
    """What writers make a file of."""

    view: View
    provenance: Provenance
    options: ExportOptions
    base_path: str

    @property
    def records(self) -> GraphRecords:
        """The entities and associations, in the order of the table."""
        return build_records(self.view)


def export_view(
    services: ExplorerServices,
    options: ExportOptions,
    request: ViewRequest,
    *,
    seconds: float = WHOLE_SECONDS,
) -> ExportedFile:
    """Read what an address shows, and make a file of it.

    Args:
        services: The services.
        options: What becomes of the view.
        request: The address, and the layout that a picture continues.
        seconds: How long to wait for pages and names.

    Raises:
        LineageError: The address cannot be shown, or not in this format; or nothing could be read.
    """
    check_address(request.address)
    view = build_whole_view(services, _prepare_request(options, request), seconds=seconds)
    provenance = describe_provenance(view, request.address, services.account_title, services.base_path)
    material = _Material(view, provenance, options, services.base_path)
    chunks = _begin(_WRITERS[options.format.slug](material))
    media_type = options.format.media_type
    if options.format.is_text:
        media_type = f"{media_type}; charset=utf-8"
    return ExportedFile(_format_name(material), media_type, material.provenance, chunks)


def _begin(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Return parts of a file, the first of them made.

    So errors come before any of it is sent.
    """
    rest = iter(chunks)
    return chain([next(rest, b"")], rest)


def check_address(address: Address) -> None:
    """Refuse an address that would be exported in part.

    On the page a notice names what is ignored. A file shows no notice.

    Raises:
        InvalidQuery: It has no start, or parameters that are not known.
    """
    if address.unknown:
        names = ", ".join(f"“{shorten_middle(name, 60)}”" for name in address.unknown)
        raise InvalidQuery(f"{names} is not known here: check the address.", field=address.unknown[0])
    if address.query is None:
        raise InvalidQuery("Choose what to export: “start” is missing.", field="start")


def _prepare_request(options: ExportOptions, request: ViewRequest) -> ViewRequest:
    """Return the request of the view that the file is made of.

    Lists say what the table says, whose rows need more facts than cards.
    """
    content = options.format.content
    view = MainView.TABLE if content is Content.LIST else MainView.GRAPH
    if request.address.is_comparison:
        view = MainView.COMPARE
    elif content is Content.LIST and options.listing in _LIST_VIEWS:
        view = _LIST_VIEWS[options.listing]
    elif content is Content.PICTURE and request.address.view is MainView.TIMELINE:
        view = MainView.TIMELINE
    has_groups = options.is_grouped if options.is_grouped is not None else content is not Content.PAGE
    return replace(request, address=replace(request.address, view=view), has_groups=has_groups)


_LIST_VIEWS = {
    Listing.TIMELINE: MainView.TIMELINE,
    Listing.SERVED: MainView.TIMELINE,
    Listing.IMPACT: MainView.IMPACT,
}
"""Main views whose lists they are."""


def _format_name(material: _Material) -> str:
    """Return a name of title, start, list and day."""
    provenance, options, loaded = material.provenance, material.options, material.view.loaded
    is_whole = loaded.answer is None or loaded.comparison
    parts = (
        provenance.title if is_whole else f"{provenance.title} {loaded.start_label}",
        "" if options.listing is Listing.ENTITIES else options.listing,
        f"{provenance.read_at:%Y-%m-%d}",
        "" if provenance.is_complete else "incomplete",
    )
    return f"{safe_name(' '.join(filter(None, parts)))}{options.format.suffix}"


def _write_page(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export.html_page import build_html_page  # noqa: PLC0415 - see the module

    title = f"Lineage of {material.view.loaded.start_label}"
    account, base_path = material.provenance.account, material.base_path
    return [build_html_page(material.view, title, account=account, base_path=base_path).encode()]


def _draw(material: _Material) -> Picture:
    if material.view.address.view is MainView.TIMELINE:
        from lineage_explorer.export.timeline_picture import draw_timeline  # noqa: PLC0415 - see the module

        return draw_timeline(material.view, material.provenance, material.options.theme)
    from lineage_explorer.export.svg_picture import draw_picture  # noqa: PLC0415 - see the module

    return draw_picture(material.view, material.provenance, material.options.theme)


def _write_svg(material: _Material) -> Iterable[bytes]:
    return [_draw(material).svg.encode()]


def _write_png(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export.png_picture import draw_png  # noqa: PLC0415 - see the module

    return [draw_png(_draw(material))]


def _write_xlsx(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export import table_files, tables  # noqa: PLC0415 - see the module

    records = material.records
    found = (
        tables.build_comparison_table(material.view.loaded.comparison, material.view.address),
        *tables.list_document_tables(material.view),
        tables.build_answer_table(material.view),
        tables.build_path_table(material.view),
        tables.build_entity_table(records),
        tables.build_edge_table(records),
    )
    return [table_files.write_xlsx([table for table in found if table], material.provenance)]


def _write_list(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export import table_files, tables  # noqa: PLC0415 - see the module

    export_format, listing = material.options.format, material.options.listing
    if export_format.slug == "edges-csv":
        listing = Listing.ASSOCIATIONS
    table = tables.choose_table(material.view, material.records, listing)
    if table is None:
        raise InvalidQuery(_explain_missing_list(material.view.address, listing), field="list")
    return table_files.LIST_WRITERS[export_format.slug](table, material.provenance)


def _explain_missing_list(address: Address, listing: Listing) -> str:
    if listing is Listing.PATHS and address.between:
        return "There are no paths to list: one of the two ends was not read at this address."
    wanted = "question=" if listing is Listing.ANSWER else "between="
    return f"This address has no {listing}: “{wanted}” is missing."


def _write_json(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export.json_file import write_json  # noqa: PLC0415 - see the module

    return write_json(material.view, material.records, material.provenance)


def _write_graphml(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export.graphml import write_graphml  # noqa: PLC0415 - see the module

    return write_graphml(material.records, material.provenance)


def _write_dot(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export import graph_drawing, graph_languages  # noqa: PLC0415 - see the module

    drawing = graph_drawing.choose_drawing(material.view, is_grouped=bool(material.options.is_grouped))
    return graph_languages.write_dot(drawing, material.provenance, material.options.theme)


def _write_mermaid(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export import graph_drawing, graph_languages  # noqa: PLC0415 - see the module

    drawing = graph_drawing.choose_drawing(material.view, is_grouped=bool(material.options.is_grouped))
    return [graph_languages.write_mermaid(drawing, material.provenance, material.options.theme).encode()]


def _write_open_lineage(material: _Material) -> Iterable[bytes]:
    from lineage_explorer.export.open_lineage import write_open_lineage  # noqa: PLC0415 - see the module

    return write_open_lineage(material.records, material.provenance)


_WRITERS: Mapping[str, Callable[[_Material], Iterable[bytes]]] = {
    "html": _write_page,
    "svg": _write_svg,
    "png": _write_png,
    "xlsx": _write_xlsx,
    "csv": _write_list,
    "csv-metadata": _write_list,
    "md": _write_list,
    "txt": _write_list,
    "edges-csv": _write_list,
    "json": _write_json,
    "graphml": _write_graphml,
    "dot": _write_dot,
    "mermaid": _write_mermaid,
    "openlineage": _write_open_lineage,
}
