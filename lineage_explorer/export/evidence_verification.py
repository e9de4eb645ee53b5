"""The command `verify`: whether a pack is as it was made.

A pack is untrusted: nothing of it is written anywhere, no name in it is used as a path, and it is read in
memory, up to a limit.
"""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from lineage_explorer.checks.accepted_findings import AcceptedFinding, parse_accepted
from lineage_explorer.checks.check_report import RULES_BY_ID
from lineage_explorer.errors import InvalidQuery, LineageError
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.export.evidence_pack import (
    CALLS,
    MANIFEST,
    OTHER_RAW,
    OTHER_READING,
    PACK_FORMAT,
    RAW,
    READING,
    SUMS,
    build_pack,
    format_sums,
    write_zip,
)
from lineage_explorer.export.evidence_reading import EvidenceRequest, Readings, make_evidence
from lineage_explorer.export.evidence_standards import VERSION
from lineage_explorer.query.moments import parse_moment
from lineage_explorer.sources.recording import CallError, RecordedCall, Recording

MAX_PACK_BYTES = 2_000_000_000
MAX_FILES = 100_000

_REBUILD_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class PackFiles:
    """Files of a pack that was opened.

    Attributes:
        files: Content by path.
        faults: One sentence for each thing that no pack has.
    """

    files: Mapping[str, bytes]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedAccountFacts:
    """What a manifest tells of the account that was read.

    Attributes:
        title: Its title for readers.
        region: Its region.
        gaps, graph_gaps: What the account, a copy, did not tell.
        accepted: Findings that somebody had accepted.
        file: Hash of the opened file that it was; empty for an account.
    """

    title: str
    region: str
    gaps: tuple[str, ...]
    graph_gaps: tuple[str, ...]
    accepted: tuple[AcceptedFinding, ...] = ()
    file: str = ""


RecordOpener = Callable[[Recording, datetime, RecordedAccountFacts], ExplorerServices]
"""Returns services that answer from a record alone."""


def open_pack(content: bytes) -> PackFiles:
    """Return the files of a pack, and its faults."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if faults := tuple(_list_member_faults(members)):
                return PackFiles({}, faults)
            files = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        return PackFiles({}, (f"It is not a readable ZIP file: {error}.",))
    return PackFiles(files, () if write_zip(files) == content else (_NOT_AS_WRITTEN,))


_NOT_AS_WRITTEN = "The ZIP file itself was altered or packed again: its order, times or attributes differ."


def _list_member_faults(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield why members are not read at all."""
    if len(members) > MAX_FILES:
        yield f"It has {len(members):,} files, more than any pack."
        return
    counts = Counter(member.filename for member in members)
    for member in members:
        name = member.filename
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
            yield f"“{name}” points outside the pack."
        elif member.is_dir() or counts[name] > 1:
            yield f"“{name}” is a folder, or is there twice."
        elif member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
            yield f"“{name}” is compressed or encrypted; files of a pack are stored."
    if sum(member.file_size for member in members) > MAX_PACK_BYTES:
        yield "It is larger than any pack."


def list_alterations(content: bytes) -> tuple[str, ...]:
    """Return what was altered in a pack; empty if nothing."""
    pack = open_pack(content)
    if not pack.files:
        return pack.faults or ("It is empty.",)
    return (*_list_file_alterations(pack.files), *pack.faults)


def _list_file_alterations(files: Mapping[str, bytes]) -> Iterator[str]:
    manifest = _read_manifest(files)
    if manifest is None:
        yield f"{MANIFEST} is missing, or none of {PACK_FORMAT}."
        return
    known = manifest["files"]
    for path in sorted(known.keys() | files.keys() - {MANIFEST, SUMS}):
        if path not in files:
            yield f"{path} is missing."
        elif path not in known:
            yield f"{path} was added."
        elif known[path] != (len(files[path]), sha256(files[path]).hexdigest()):
            yield f"{path} was altered."
    if SUMS not in files:
        yield f"{SUMS} is missing."
        return
    own = sha256(files[MANIFEST]).hexdigest()
    digests = {**{path: digest for path, (_, digest) in known.items()}, MANIFEST: own}
    if files[SUMS] != format_sums(digests):
        is_own_there = f"{own}  {MANIFEST}\n".encode() in files[SUMS]
        yield f"{SUMS} was altered." if is_own_there else f"{MANIFEST} or {SUMS} was altered."


def _read_manifest(files: Mapping[str, bytes]) -> dict[str, Any] | None:
    """Return a manifest, with files as a mapping; None if invalid."""
    try:
        manifest = json.loads(files[MANIFEST])
        if manifest["format"] != PACK_FORMAT:
            return None
        known = {item["path"]: (item["bytes"], item["sha256"]) for item in manifest["files"]}
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return {**manifest, "files": known}


def list_differences(content: bytes, open_record: RecordOpener) -> tuple[str, ...]:
    """Make a pack again from its raw answers; return what differs.

    Raises:
        LineageError: It cannot be made again.
    """
    files = open_pack(content).files
    manifest = _read_manifest(files)
    if manifest is None or f"{RAW}/{CALLS}" not in files:
        return ("It cannot be made again: there are no raw answers in it.",)
    try:
        readings = Readings(
            _read_recording(files, RAW, READING), _read_recording(files, OTHER_RAW, OTHER_READING)
        )
        if manifest["times_fixed"]:
            readings.own.fixed_at = max((call.read_at for call in readings.list_used()), default=None)
        account = manifest["account"]
        facts = RecordedAccountFacts(
            account["title"],
            account["region"],
            tuple(account["gaps"]),
            tuple(account["graph_gaps"]),
            tuple(parse_accepted(each, RULES_BY_ID, MANIFEST) for each in account["accepted"]),
            account["file"] or "",
        )
        other_facts = _read_other_facts(manifest["compared"])
        moment = parse_moment("moment", manifest["moment"])
        request = EvidenceRequest(manifest["asked"])
        caller = manifest["caller"] or ""
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, InvalidQuery):
        return ("It cannot be made again: its manifest or its raw answers are damaged.",)
    services = open_record(readings.own, moment, facts)
    if other_facts:
        others = open_record(readings.other, moment, other_facts)
        services = replace(services, open_place=lambda _search: others)
    readings.begin_pass()
    evidence = make_evidence(services, readings, request, moment, seconds=_REBUILD_SECONDS)
    made = open_pack(build_pack(evidence, caller=caller).content).files
    return tuple(_explain_differences(files, made, version=manifest["version"]))


def _explain_differences(
    files: Mapping[str, bytes], made: Mapping[str, bytes], *, version: str
) -> Iterator[str]:
    differing = [path for path in sorted(files.keys() | made.keys()) if files.get(path) != made.get(path)]
    if differing and version != VERSION:
        yield f"It was made by version {version}; this is {VERSION}, which may write files differently."
    for path in differing:
        if path not in made:
            yield f"{path} does not come from the raw answers."
        elif path not in files:
            yield f"{path} comes from the raw answers and is missing."
        else:
            yield f"{path} is not what the raw answers give."


def _read_other_facts(compared: Mapping[str, Any] | None) -> RecordedAccountFacts | None:
    """Return what a manifest tells of the other place, if any."""
    if not compared or not compared["is_across"]:
        return None
    place = compared["against"]["place"]
    return RecordedAccountFacts(
        place["title"],
        place["region"],
        tuple(place["gaps"]),
        tuple(place["graph_gaps"]),
        file=place["file"]["sha256"] if place["file"] else "",
    )


def _read_recording(files: Mapping[str, bytes], folder: str, log: str) -> Recording:
    """Return the record of a place; empty without one.

    When calls were answered is in its log, which is part of what a pack is made of.
    """
    recording = Recording()
    if f"{folder}/{CALLS}" not in files:
        return recording
    times = _read_times(files[log])
    for number, entry in enumerate(json.loads(files[f"{folder}/{CALLS}"]), start=1):
        error = entry.get("error")
        read_at, request_id = times.get(number, (datetime.now(UTC), ""))
        recording.put(
            RecordedCall(
                entry["operation"],
                entry["request"],
                {} if error else json.loads(files[entry["file"]]),
                CallError(error["code"], error["message"], int(error["status"])) if error else None,
                read_at,
                request_id,
            )
        )
    return recording


def _read_times(log: bytes) -> dict[int, tuple[datetime, str]]:
    import csv  # noqa: PLC0415 - only here

    reader = csv.DictReader(io.StringIO(log.decode(), newline=""))
    return {
        int(row["number"]): (parse_moment("answered_at", row["answered_at"]), row["request_id"])
        for row in reader
    }


def run_verify_command(options: argparse.Namespace, open_record: RecordOpener) -> int:
    """Print what was altered in a pack; return the exit status."""
    path = Path(options.file)
    try:
        if path.stat().st_size > MAX_PACK_BYTES:
            raise LineageError(f"“{path}” is larger than any evidence pack.")
        content = path.read_bytes()
    except OSError as error:
        raise LineageError(f"“{path}” cannot be read: {error.strerror}.") from error
    found = list_alterations(content)
    if not found and options.rebuild:
        found = list_differences(content, open_record)
    lines = [*found, f"{path}: altered" if found else f"{path}: as it was made"]
    print("\n".join(lines))  # noqa: T201 - a command prints
    manifest = _read_manifest(open_pack(content).files)
    if not found and manifest and not manifest.get("evidence"):
        print("It is not evidence: names are hidden in it.")  # noqa: T201 - as above
    return 1 if found else 0
