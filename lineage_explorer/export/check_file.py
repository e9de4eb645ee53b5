"""Findings of checks as a file: CSV, Excel, Markdown or text."""

from __future__ import annotations

from collections.abc import Iterable

from lineage_explorer.checks.check_report import CheckReport
from lineage_explorer.checks.check_table import FINDING_COLUMNS, list_finding_rows
from lineage_explorer.checks.rule import Verdict
from lineage_explorer.errors import TooSlow
from lineage_explorer.explore.moment_filter import find_check_scope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.export import table_files
from lineage_explorer.export.export_options import ExportOptions
from lineage_explorer.export.exported_file import ExportedFile
from lineage_explorer.export.formats import ExportFormat
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.safe_name import safe_name
from lineage_explorer.export.tables import Column, Table
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.query.address import Address, MainView, format_link

_FOR_PROGRAMS = ("reason", "references", "fix", "arn")


def can_hold_findings(address: Address, export_format: ExportFormat) -> bool:
    """Return whether an address shows checks, and a format lists them."""
    is_list = export_format.slug == "xlsx" or export_format.slug in table_files.LIST_WRITERS
    return address.view is MainView.CHECKS and is_list


def export_checks(
    services: ExplorerServices, options: ExportOptions, address: Address, *, seconds: float
) -> ExportedFile:
    """Check an address, or the account, and list the findings.

    Raises:
        SourceError: Nothing could be read, or not in time.
    """
    report = services.checks.read_within(services, find_check_scope(address), seconds=seconds)
    if report is None:
        raise TooSlow(
            "Reading for the checks is not finished yet. Ask again: it continues where it stopped.",
            operation="ListAssociations",
        )
    provenance = _describe(report, address, services.account_title)
    table = build_finding_table(report)
    chunks: Iterable[bytes] = (
        [table_files.write_xlsx([table], provenance)]
        if options.format.slug == "xlsx"
        else table_files.LIST_WRITERS[options.format.slug](table, provenance)
    )
    media_type = options.format.media_type
    return ExportedFile(
        _format_name(provenance, options.format.suffix),
        f"{media_type}; charset=utf-8" if options.format.is_text else media_type,
        provenance,
        chunks,
    )


def build_finding_table(report: CheckReport) -> Table:
    """Return one row for each finding, the most severe first."""
    columns = tuple(
        Column(key, key.title(), meaning, for_readers=key not in _FOR_PROGRAMS)
        for key, meaning in FINDING_COLUMNS.items()
    )
    rows = tuple(tuple(row[key] for key in FINDING_COLUMNS) for row in list_finding_rows(report))
    return Table("Findings", columns, rows)


def _describe(report: CheckReport, address: Address, account: str) -> Provenance:
    doubts = [
        f"Not judged: {result.rule.title.lower()}."
        for result in report.results
        if result.verdict is Verdict.NOT_JUDGED
    ]
    return Provenance(
        title=report.heading,
        sentence=report.sentence,
        address=format_link(address),
        account=escape_invisible(account),
        read_at=report.read_at,
        is_complete=not report.gaps,
        notes=(*report.notes, *doubts),
        gaps=report.gaps,
    )


def _format_name(provenance: Provenance, suffix: str) -> str:
    state = "" if provenance.is_complete else "incomplete"
    words = (provenance.title, f"{provenance.read_at:%Y-%m-%d}", state)
    return f"{safe_name(' '.join(filter(None, words)))}{suffix}"
