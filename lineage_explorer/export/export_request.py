"""Exports for doors that ask once: HTTP and the command line."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import resolve_start
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.explore.whole_view import WHOLE_SECONDS
from lineage_explorer.export.export_options import (
    REPORT_FORMATS,
    ExportOptions,
    describe_csv,
    split_export_options,
)
from lineage_explorer.export.exported_file import ExportedFile, export_view
from lineage_explorer.query.address import MainView, drop_parameter, parse_address


def run_export(
    services: ExplorerServices,
    search: str,
    *,
    layout_id: str = "",
    is_stopped: bool = False,
    seconds: float = WHOLE_SECONDS,
) -> ExportedFile:
    """Export what a query string asks for: an address and options.

    Args:
        services: The services.
        search: The query string.
        layout_id: Id of the layout on the screen, which a picture then continues.
        is_stopped: Whether to take what was read so far, as the screen does.
        seconds: How long reading may take.

    Raises:
        LineageError: Something in it is invalid, or nothing could be read.
    """
    deadline = monotonic() + seconds
    options, address_search = split_export_options(search)
    parse_address(drop_parameter(address_search, "start"))  # what is wrong costs no call
    if options.format.slug in REPORT_FORMATS:
        from lineage_explorer.export.report_files import export_report  # noqa: PLC0415 - rarely used

        return export_report(services, options, address_search, seconds=seconds)
    address = parse_address(resolve_start(services.catalog, address_search, seconds=seconds))
    if address.view is MainView.CHECKS:
        from lineage_explorer.export.check_file import (  # noqa: PLC0415 - takes long to import
            can_hold_findings,
            export_checks,
        )

        if can_hold_findings(address, options.format):
            left = max(0.0, deadline - monotonic())
            return _add_description(export_checks(services, options, address, seconds=left), search, options)
    read_mode = ReadMode.STOP if is_stopped else ReadMode.CONTINUE
    request = ViewRequest(address, read_mode, previous_layout=layout_id)
    exported = export_view(services, options, request, seconds=max(0.0, deadline - monotonic()))
    return _add_description(exported, search, options)


def _add_description(exported: ExportedFile, search: str, options: ExportOptions) -> ExportedFile:
    """Return a file with where a CSV file is described."""
    is_csv = options.format.media_type == "text/csv"
    return replace(exported, described_by=describe_csv(search)) if is_csv else exported
