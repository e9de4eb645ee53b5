"""Pack of evidence: a ZIP file with a report and its proofs.

Everything in it but who read and when follows from the raw answers, the address, the moment and the version
of the explorer, byte by byte.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.compared_sides import ComparedSides
from lineage_explorer.explore.timeline_content import TimelineContent, build_view_timeline
from lineage_explorer.explore.view import View
from lineage_explorer.export.document import Document
from lineage_explorer.export.evidence_reading import Evidence, OtherPlace
from lineage_explorer.export.evidence_standards import VERSION, build_bill_of_materials, build_model_card
from lineage_explorer.export.export_options import Theme
from lineage_explorer.export.graph_records import build_records
from lineage_explorer.export.html_page import build_html_page
from lineage_explorer.export.open_lineage import write_open_lineage
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.report_document import (
    NOT_EVIDENCE,
    ReportMaterial,
    build_document,
    find_worst,
)
from lineage_explorer.export.report_html import write_report
from lineage_explorer.export.svg_picture import draw_picture
from lineage_explorer.export.table_files import escape_formula, write_csv
from lineage_explorer.export.timeline_picture import draw_timeline
from lineage_explorer.query.compare_query import CompareQuery, format_period
from lineage_explorer.query.lineage_query import Request
from lineage_explorer.query.moments import format_moment
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.recording import RecordedCall, convert_to_plain

PACK_FORMAT = "lineage-evidence/1"

MANIFEST, SUMS, README = "MANIFEST.json", "SHA256SUMS", "README"
READING, OTHER_READING = "reading.csv", "reading-against.csv"
RAW, OTHER_RAW = "raw", "raw-against"
CALLS = "requests.json"

_STAMP = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Pack:
    """Pack of evidence.

    Attributes:
        content: The ZIP file.
        provenance: Where its view comes from; complete only if its five answers are as well.
        worst: Level of the worst finding in it; empty if there is none.
    """

    content: bytes
    provenance: Provenance
    worst: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.content).hexdigest()


def build_pack(evidence: Evidence, *, caller: str) -> Pack:
    """Return the pack of some evidence.

    Args:
        evidence: What was read.
        caller: Who read it; empty if that is not known. Hidden where names are.
    """
    document = _build_document(evidence, caller)
    files = dict(_list_files(evidence, document))
    manifest = _describe(evidence, caller, files)
    return Pack(
        write_zip(_add_sums({**files, MANIFEST: format_json(manifest)})),
        evidence.provenance,
        find_worst(document),
    )


def format_json(value: Any) -> bytes:
    """Return JSON with sorted keys, one member a line."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _add_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    digests = {path: sha256(content).hexdigest() for path, content in files.items()}
    return {**files, SUMS: format_sums(digests)}


def format_sums(digests: Mapping[str, str]) -> bytes:
    """Return hashes by path as `sha256sum -c` takes them."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file whose bytes depend on its files alone.

    They are sorted and stored, without times and owners: compression differs by version of its library.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, _STAMP)
            member.create_system, member.external_attr = _UNIX, _MODE << 16
            archive.writestr(member, files[path])
    return stream.getvalue()


def _build_document(evidence: Evidence, caller: str) -> Document:
    calls, compared = evidence.recording.list_used(), evidence.compared
    material = ReportMaterial(
        evidence.view,
        evidence.answers,
        evidence.provenance,
        picture=draw_evidence(evidence.picture, evidence),
        requests=() if evidence.is_redacted else tuple(_list_requests(calls)),
        period=evidence.request.period,
        reader=caller,
        is_redacted=evidence.is_redacted,
        checks=evidence.checks,
        checks_gap=evidence.checks_gap,
        compared=_find_sides(evidence),
        compared_picture=draw_evidence(compared, evidence) if compared else "",
    )
    return build_document(material)


def draw_evidence(view: View, evidence: Evidence) -> str:
    """Return a picture; empty if it would have too many cards."""
    provenance = evidence.provenance
    if compared := view.loaded.comparison:
        title = f"{compared.label_b} against {compared.label_a}"
        provenance = replace(provenance, title=title, sentence=compared.sentence)
    try:
        return draw_picture(view, provenance, Theme.LIGHT).svg
    except InvalidQuery:
        return ""


def _draw_timeline(evidence: Evidence) -> str:
    """Return the picture of the timeline; empty if no time is known."""
    view = replace(evidence.view, content=TimelineContent(build_view_timeline(evidence.view)))
    try:
        return draw_timeline(view, evidence.provenance, Theme.LIGHT).svg
    except InvalidQuery:
        return ""


def _list_requests(calls: tuple[RecordedCall, ...]) -> Iterator[Request]:
    """Yield the calls without their further pages."""
    for call in calls:
        if "NextToken" not in call.request:
            yield Request(call.operation, call.request)


def _list_files(evidence: Evidence, document: Document) -> Iterator[tuple[str, bytes]]:
    """Yield everything but what tells of the files themselves."""
    calls, provenance = evidence.recording.list_used(), evidence.provenance
    records = build_records(evidence.view)
    yield README, _write_readme(evidence).encode()
    yield "report.html", write_report(document, links=True).encode()
    word = "As of" if provenance.is_of_past else "Read"
    title = f"Lineage of {evidence.page.loaded.start_label}"
    yield "page.html", build_html_page(evidence.page, title, account=provenance.account, word=word).encode()
    if picture := draw_evidence(evidence.picture, evidence):
        yield "picture.svg", picture.encode()
    if evidence.compared and (picture := draw_evidence(evidence.compared, evidence)):
        yield "comparison.svg", picture.encode()
    if timeline := _draw_timeline(evidence):
        yield "timeline.svg", timeline.encode()
    for grid in document.list_grids():
        yield f"tables/{grid.slug}.csv", b"".join(write_csv(grid.table))
    bill = build_bill_of_materials(evidence.answers, address=provenance.address, moment=evidence.moment)
    yield "standards/bom.cdx.json", format_json(bill)
    yield "standards/model-card.json", format_json(build_model_card(evidence.answers))
    yield "standards/openlineage.ndjson", b"".join(write_open_lineage(records, provenance))
    yield READING, _write_reading(calls, is_redacted=evidence.is_redacted)
    if not evidence.is_redacted:
        yield from _list_raw(calls, RAW)
    if evidence.other:
        others = evidence.other.recording.list_used()
        yield OTHER_READING, _write_reading(others, is_redacted=evidence.is_redacted)
        if not evidence.is_redacted:
            yield from _list_raw(others, OTHER_RAW)


def _name_raw(folder: str, number: int, call: RecordedCall) -> str:
    return f"{folder}/{number:04}-{call.operation}.json"


def _list_raw(calls: tuple[RecordedCall, ...], folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield what the API answered, and the list of the requests."""
    index = []
    for number, call in enumerate(calls, start=1):
        entry: dict[str, Any] = {"operation": call.operation, "request": call.request}
        if call.error:
            entry["error"] = {
                "code": call.error.code,
                "message": call.error.message,
                "status": call.error.status,
            }
        else:
            entry["file"] = _name_raw(folder, number, call)
            yield entry["file"], format_json(call.response)
        index.append(entry)
    yield f"{folder}/{CALLS}", format_json(index)


_READING_COLUMNS = ("number", "operation", "answered_at", "request_id", "outcome", "message")


def _write_reading(calls: tuple[RecordedCall, ...], *, is_redacted: bool) -> bytes:
    """Return when each call was answered, and what was denied.

    Where names are hidden, ids of requests and the API's messages are left out: they name people.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_READING_COLUMNS)
    for number, call in enumerate(calls, start=1):
        outcome = call.error.code if call.error else "ok"
        message = call.error.message if call.error and not is_redacted else ""
        request_id = "" if is_redacted else call.request_id
        cells = (call.operation, format_moment(call.read_at), request_id, outcome, message)
        writer.writerow((number, *(escape_formula(cell) for cell in cells)))
    return stream.getvalue().encode()


def _describe(evidence: Evidence, caller: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the manifest: question, reading, and the hash of each file."""
    provenance, view, calls = evidence.provenance, evidence.view, evidence.recording.list_used()
    query = view.address.query
    return {
        "format": PACK_FORMAT,
        "evidence": not evidence.is_redacted,
        "version": VERSION,
        "address": provenance.address,
        "asked": evidence.request.search,
        "as_of": evidence.request.as_of or None,
        "moment": format_moment(evidence.moment),
        "question": view.address.question_slug,
        "title": provenance.title,
        "sentence": provenance.sentence,
        "query": convert_to_plain(
            {
                "start": query.start,
                "direction": str(query.direction),
                "depth": query.depth,
            }
            if query
            else {}
        ),
        "account": {
            "title": provenance.account,
            "region": evidence.region,
            "file": evidence.file or None,
            "gaps": evidence.account_gaps,
            "graph_gaps": evidence.account_graph_gaps,
            "accepted": [each.entry for each in evidence.accepted],
        },
        "caller": None if evidence.is_redacted else caller or None,
        "caller_note": "hidden" if evidence.is_redacted else "" if caller else "not allowed or not known",
        "times_fixed": evidence.recording.fixed_at is not None,
        **_describe_calls(calls),
        "compared": _describe_comparison(evidence),
        "pages": view.graph.read_status.pages,
        "frontier": sorted({str(limit.arn) for limit in view.loaded.extended.depth_limits}),
        "hidden": sorted(view.visible.filtered.hidden),
        "names_hidden": evidence.is_redacted,
        "complete": provenance.is_complete,
        "notes": provenance.notes,
        "gaps": provenance.gaps,
        "missing": evidence.answers.missing,
        "files": [
            {"path": path, "bytes": len(files[path]), "sha256": sha256(files[path]).hexdigest()}
            for path in sorted(files)
        ],
    }


def _describe_calls(calls: tuple[RecordedCall, ...]) -> dict[str, Any]:
    """Return how many calls there were, when, and what was denied."""
    moments = [call.read_at for call in calls]
    denied = sorted({(call.operation, call.error.code) for call in calls if call.error})
    return {
        "first_read": _format_optional(min(moments, default=None)),
        "last_read": _format_optional(max(moments, default=None)),
        "calls": len(calls),
        "denied": [{"operation": operation, "code": code} for operation, code in denied],
    }


def _describe_comparison(evidence: Evidence) -> dict[str, Any] | None:
    """Return what was compared with what, and where each side was read.

    The name of a file may name somebody: where names are hidden, its hash alone is told.
    """
    sides, address, other = _find_sides(evidence), evidence.view.address, evidence.other
    if sides is None or address.query is None:
        return None
    compared = address.compared or CompareQuery()
    title, hides = evidence.provenance.account, evidence.is_redacted
    own_place = _describe_place(title, evidence.region, evidence.file, address.account, hides=hides)
    start = {
        "arn": address.query.start,
        "title": sides.label_a,
        "as_of": format_period(compared.as_of) if compared.as_of else None,
        "place": own_place,
    }
    against: dict[str, Any] = {
        "arn": sides.against,
        "title": sides.label_b,
        "as_of": format_period(compared.against_as_of) if compared.against_as_of else None,
        "place": own_place,
    }
    if other:
        against["place"] = {
            **_describe_place(other.title, other.region, other.file, other.account, hides=hides),
            **_describe_calls(other.recording.list_used()),
            "region": other.region,
            "gaps": other.gaps,
            "graph_gaps": other.graph_gaps,
        }
    told: dict[str, Any] = convert_to_plain(
        {
            "start": start,
            "against": against,
            "sentence": sides.sentence,
            "gaps": sides.gaps,
            "is_across": other is not None,
        }
    )
    return told


def _describe_place(title: str, region: str, file: str, account: str, *, hides: bool) -> dict[str, Any]:
    name = title.removesuffix(f" · {region}")
    return {
        "title": title,
        "file": {"name": None if hides else name, "sha256": file} if file else None,
        "account": None if file else account or title,
    }


def _find_sides(evidence: Evidence) -> ComparedSides | None:
    return evidence.compared.loaded.comparison if evidence.compared else None


def _format_optional(moment: datetime | None) -> str | None:
    return format_moment(moment) if moment else None


def _format_other(other: OtherPlace, *, hides: bool) -> str:
    if not other.file:
        return f"Compared with: {other.title}"
    return f"Compared with: {'a file' if hides else other.title}, SHA-256 {other.file}"


def _write_readme(evidence: Evidence) -> str:
    provenance = evidence.provenance
    is_evidence, other = not evidence.is_redacted, evidence.other
    lines = [
        provenance.title,
        provenance.sentence,
        "",
        *([] if is_evidence else [NOT_EVIDENCE, ""]),
        f"Account: {provenance.account}",
        *([_format_other(other, hides=evidence.is_redacted)] if other else []),
        f"Address: {provenance.address}",
        f"Moment: {format_moment(evidence.moment)}",
        f"Complete: {'yes' if provenance.is_complete else 'no, see MANIFEST.json and report.html'}",
        "",
        "report.html      the report, for reading and printing",
        "page.html        the lineage to walk through, without a network",
        "picture.svg      the same as a picture",
        "tables/          every table of the report",
        "standards/       CycloneDX ML-BOM, OpenLineage events, fields of a SageMaker model card",
        *(
            ["raw/             what the API answered, and requests.json with what it was asked"]
            if is_evidence
            else []
        ),
        *(
            ["raw-against/     the same of the place that it is compared with"]
            if is_evidence and other
            else []
        ),
        "reading.csv      when each call was answered, and what was denied",
        *(["reading-against.csv  the same of that place"] if other else []),
        "MANIFEST.json    what was asked, how it was read, and the hash of each file",
        "SHA256SUMS       the same hashes for sha256sum",
        "",
        "To check that nothing was altered since:",
        "    sha256sum -c SHA256SUMS",
        "    python app.py verify FILE.zip" + (" --rebuild" if is_evidence else ""),
        "The hashes show changes only to those who know the hash of the whole file from elsewhere:",
        "sign it, or keep it where nobody can overwrite it.",
        "",
        f"{format_count(len(evidence.answers.missing), 'point')} under “What is missing?” in the report.",
        "This pack tells what SageMaker's lineage holds. Whether that meets a rule is for people to judge.",
    ]
    return "\n".join(lines) + "\n"
