"""Reports as files: a printable page, and an evidence pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.export.evidence_pack import build_pack, draw_evidence
from lineage_explorer.export.evidence_reading import (
    Evidence,
    EvidenceRequest,
    Readings,
    make_evidence,
    read_evidence,
)
from lineage_explorer.export.export_options import ExportOptions
from lineage_explorer.export.exported_file import ExportedFile
from lineage_explorer.export.report_document import (
    ReportMaterial,
    build_document,
    find_worst,
    list_query_requests,
)
from lineage_explorer.export.report_html import write_report
from lineage_explorer.export.safe_name import safe_name


def export_report(
    services: ExplorerServices, options: ExportOptions, search: str, *, seconds: float
) -> ExportedFile:
    """Return a report or an evidence pack.

    Args:
        services: The services.
        options: The format, and the moment that it is about.
        search: The address, without options.
        seconds: How long reading may take.

    Raises:
        LineageError: Something is invalid, or nothing could be read.
    """
    request = EvidenceRequest(search)
    caller = "" if services.is_redacted else services.read_caller()
    if options.format.slug == "evidence":
        evidence = read_evidence(services, request, seconds=seconds)
        pack = build_pack(evidence, caller=caller)
        return _wrap(options, evidence, pack.content, pack.worst)
    moment = request.period.begin if request.period else datetime.now(UTC)
    evidence = make_evidence(services, Readings(), request, moment, seconds=seconds)
    if request.period is None:
        read_at = evidence.view.graph.read_status.finished_at
        evidence = replace(evidence, provenance=replace(evidence.provenance, read_at=read_at))
    document = build_document(_collect_material(evidence, caller))
    return _wrap(options, evidence, write_report(document).encode(), find_worst(document))


def _collect_material(evidence: Evidence, caller: str) -> ReportMaterial:
    status, compared = evidence.view.graph.read_status, evidence.compared
    return ReportMaterial(
        evidence.view,
        evidence.answers,
        evidence.provenance,
        picture=draw_evidence(evidence.picture, evidence),
        requests=list_query_requests(evidence.view),
        period=evidence.request.period,
        reader=caller,
        read=(status.started_at, status.finished_at),
        is_redacted=evidence.is_redacted,
        checks=evidence.checks,
        checks_gap=evidence.checks_gap,
        compared=compared.loaded.comparison if compared else None,
        compared_picture=draw_evidence(compared, evidence) if compared else "",
    )


def _wrap(options: ExportOptions, evidence: Evidence, content: bytes, worst: str) -> ExportedFile:
    provenance = evidence.provenance
    parts = (
        "Not evidence" if evidence.is_redacted and options.format.slug == "evidence" else "",
        options.format.title,
        evidence.view.loaded.start_label,
        f"{evidence.moment:%Y-%m-%d}",
        "" if provenance.is_complete else "incomplete",
    )
    name = f"{safe_name(' '.join(filter(None, parts)))}{options.format.suffix}"
    media_type = options.format.media_type
    if options.format.is_text:
        media_type = f"{media_type}; charset=utf-8"
    return ExportedFile(name, media_type, provenance, [content], worst=worst)
