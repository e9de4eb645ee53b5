"""A evidence pack: what is in it, that it can be made again, and that changes are found."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from hashlib import sha256
from ipaddress import ip_network

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from assembly.service_scope import build_scope
from lineage_explorer.export.evidence_pack import write_zip
from lineage_explorer.export.evidence_verification import (
    list_alterations,
    list_differences,
    open_pack,
)
from lineage_explorer.sources.aws.recording_client import open_record
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from server.guard_settings import GuardSettings
from tests.support.demo_identifiers import find_secrets
from tests.support.exported_files import read_csv, read_open_lineage

START = "start={production}"
SECRETS = ("orchard-telecom-ml", "priya-raman", "june-castellanos", "000000000000")
PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/"


@pytest.fixture(scope="module")
def real_names(files):
    """Return accounts, buckets and people of the demo."""
    found = find_secrets(transport.connect(files.account))
    assert found >= {"orchard-telecom-ml", "000000000000", "priya-raman", "tomas-okafor"}
    return found


def open_services(recording, moment, facts):
    client = open_record(recording, region=facts.region)
    account = ExploredAccount(facts.title, client, gaps=facts.gaps, graph_gaps=facts.graph_gaps)
    return build_scope(account, CacheRegistry(), moment=moment).plain


@pytest.fixture(scope="module")
def pack(files):
    return files.read("evidence", START)


@pytest.fixture(scope="module")
def content(pack):
    return open_pack(pack).files


def read_rows(content, slug):
    return read_csv(content[f"tables/{slug}.csv"])


def test_pack_answers_the_five_questions_of_an_auditor(content):
    versions = read_rows(content, "versions")
    assert [(row["version"].split(" · ")[0], row["serving"]) for row in versions] == [
        ("customer-churn v8", "yes"),
        ("customer-churn v7", "no"),
    ]
    data = [row for row in read_rows(content, "data") if row["version"] == "customer-churn v8"]
    assert sum(row["kind"] == "Data" for row in data) == 8
    assert sum(row["kind"] == "Code" for row in data) == 2
    direct = {row["name"].split(" · ")[0] for row in data if row["use"] == "read by training"}
    assert direct == {"train.csv", "validation.csv", "xgboost:1.7-1"}
    metrics = {
        (row["version"], row["role"], row["metric"]): row["last"] for row in read_rows(content, "metrics")
    }
    assert metrics["customer-churn v8", "training", "validation:auc"] == "0.889"
    assert metrics["customer-churn v7", "evaluation", "test:accuracy"] == "0.915"
    parameters = {
        (row["version"], row["role"], row["parameter"]): row["value"]
        for row in read_rows(content, "parameters")
    }
    assert parameters["customer-churn v8", "training", "max_depth"] == "8"
    assert ("customer-churn v8", "training", "validation:auc") not in parameters
    decisions = [(row["decision"], row["decided_by"]) for row in read_rows(content, "approvals")]
    assert ("Approved", "priya-raman") in decisions
    assert ("Approved", "june-castellanos") in decisions
    findings = [row["rule"] for row in read_rows(content, "findings")]
    assert findings == ["evaluation-dropped", "data-unversioned", "image-by-tag", "image-by-tag"]
    report = content["report.html"].decode()
    assert "customer-churn-production serves customer-churn v8, since 9 Nov 2026, confirmed" in report


def test_standards_are_valid(content):
    bill = content["standards/bom.cdx.json"].decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    kinds = {component["type"] for component in json.loads(bill)["components"]}
    assert kinds == {"machine-learning-model", "data", "container", "file"}
    facts = read_open_lineage(content["standards/openlineage.ndjson"])
    assert len(facts.names) == 27
    card = json.loads(content["standards/model-card.json"])
    job = card["training_details"]["training_job_details"]
    assert len(job["training_datasets"]) == 2
    assert {"name": "max_depth", "value": "8"} in job["hyper_parameters"]
    assert card["intended_uses"] == card["business_details"] == {}


def test_raw_answers_are_those_of_the_calls_without_metadata(content):
    calls = json.loads(content["raw/requests.json"])
    raw = {path for path in content if path.startswith("raw/") and path != "raw/requests.json"}
    assert raw == {call["file"] for call in calls if "file" in call}
    assert {"QueryLineage", "DescribeAction", "DescribeModelPackage"} <= {call["operation"] for call in calls}
    assert b"ResponseMetadata" not in b"".join(content[path] for path in raw)
    log = list(csv.DictReader(io.StringIO(content["reading.csv"].decode())))
    assert len(log) == len(calls)
    assert all(row["request_id"] and row["outcome"] == "ok" for row in log)


def test_zip_is_stored_sorted_and_undated(pack, content):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        members = archive.infolist()
    assert [member.filename for member in members] == sorted(content)
    assert {(m.date_time, m.compress_type, m.external_attr >> 16) for m in members} == {
        ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 0o100644)
    }
    sums = dict(reversed(line.split("  ")) for line in content["SHA256SUMS"].decode().splitlines())
    assert sums == {path: sha256(content[path]).hexdigest() for path in content if path != "SHA256SUMS"}


def test_pack_is_made_again_byte_for_byte_anywhere(pack, monkeypatch):
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert list_differences(pack, open_services) == ()
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def test_packs_of_one_moment_differ_only_in_who_read_and_when(files):
    first, second = (open_pack(files.read("evidence", f"{START}&as_of=2026-10-01")).files for _ in range(2))
    differing = {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)}
    assert differing <= {"MANIFEST.json", "SHA256SUMS", "reading.csv"}
    manifest = json.loads(first["MANIFEST.json"])
    assert manifest["sentence"].startswith("20 other entities and 25 associations")
    assert [row["version"].split(" · ")[0] for row in read_rows(first, "versions")] == ["customer-churn v7"]
    assert "As of 1 Oct 2026" in first["picture.svg"].decode()
    assert "Deploy v7" in first["timeline.svg"].decode()
    assert "Deploy v8" not in first["timeline.svg"].decode()
    assert list_differences(files.read("evidence", f"{START}&as_of=2026-10-01"), open_services) == ()


def test_question_of_a_moment_is_answered_as_of_then(files):
    found = open_pack(files.read("evidence", f"{START}&question=endpoint-jobs&as_of=2026-10-01")).files
    assert len(read_rows(found, "answer")) == 3
    assert json.loads(found["MANIFEST.json"])["sentence"].endswith("As of 2026-10-01.")
    assert "v8" not in found["tables/entities.csv"].decode()


def test_comparison_is_part_of_report_and_pack(files):
    package = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/"
    address = f"start={package}6&against={package}7"
    pack = files.read("evidence", address)
    found = open_pack(pack).files
    rows = read_rows(found, "comparison")
    assert len({(row["a_arn"], row["b_arn"]) for row in rows}) == 31
    assert {"fact": "rows", "a": "437402", "b": "441036"}.items() <= rows[1].items()
    assert "17 parts changed" in found["report.html"].decode()
    assert found["comparison.svg"].startswith(b"<svg")
    assert list_differences(pack, open_services) == ()
    assert "17 parts changed" in files.read("report", address).decode()
    only = open_pack(files.read("evidence", f"{address}&only=again")).files
    assert {row["state"] for row in read_rows(only, "comparison")} == {"again"}


def test_endpoint_then_and_now_is_part_of_a_pack(files):
    found = open_pack(files.read("evidence", f"{START}&against={{production}}&as_of=2026-10-01")).files
    assert {row["state"] for row in read_rows(found, "comparison")} == {"b", "changed", "same"}
    assert [row["version"].split(" · ")[0] for row in read_rows(found, "versions")] == ["customer-churn v7"]


@pytest.mark.parametrize("more", ["", "&as_of=2026-10-01", "&against={production}&as_of=2026-10-01"])
def test_packs_of_one_reader_and_time_are_equal_byte_for_byte(files, monkeypatch, more):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795878000")
    first, second = (files.read("evidence", f"{START}{more}") for _ in range(2))
    assert first == second
    manifest = json.loads(open_pack(first).files["MANIFEST.json"])
    assert manifest["times_fixed"]
    assert manifest["first_read"] == manifest["last_read"] == "2026-11-28T15:00:00Z"
    assert list_differences(first, open_services) == ()


def test_wrong_fixed_time_gets_its_sentence(files, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    response = files.export("evidence", START)
    assert response.status_code == 400
    assert "whole seconds since 1970" in response.json["error"]["detail"]


def test_signed_in_reader_is_named_unless_names_are_hidden(files):
    def read(path):
        return files.page.web.get(
            f"/api/v1/export?format={path}&{files.fill(START)}",
            environ_overrides={"REMOTE_ADDR": "127.0.0.1"},
            headers={"X-Forwarded-User": "grace-hill"},
        )

    assert "grace-hill" not in read("report").text  # nobody asked for a sign-in: a header proves nothing
    explored = ExploredAccount(
        "Demo", transport.connect(files.account), read_caller=lambda: "arn:aws:sts::1:assumed-role/R/s"
    )
    settings = GuardSettings(user_header="X-Forwarded-User", trusted_proxies=(ip_network("127.0.0.1/32"),))
    web = create_explorer(explored, settings=settings).server.test_client()
    headers = {"X-Forwarded-User": "grace-hill"}
    report = web.get(f"/api/v1/export?format=report&{files.fill(START)}", headers=headers)
    assert "grace-hill, with the rights of arn:aws:sts::1:assumed-role/R/s" in report.text
    pack = web.get(f"/api/v1/export?format=evidence&{files.fill(START)}", headers=headers).data
    assert json.loads(open_pack(pack).files["MANIFEST.json"])["caller"].startswith("grace-hill")
    hidden = web.get(f"/api/v1/export?format=report&share=1&{files.fill(START)}", headers=headers)
    assert "grace-hill" not in hidden.text


def test_any_altered_byte_is_found(pack):
    assert list_alterations(pack) == ()
    step = len(pack) // 150
    for place in [*range(0, len(pack), step), *range(len(pack) - 40, len(pack))]:
        altered = bytearray(pack)
        altered[place] ^= 1
        assert list_alterations(bytes(altered)), place


def test_what_was_altered_is_named(content):
    changed = {**content, "report.html": content["report.html"] + b" "}
    assert list_alterations(write_zip(changed)) == ("report.html was altered.",)
    fewer = {path: data for path, data in content.items() if path != "picture.svg"}
    assert "picture.svg is missing." in list_alterations(write_zip(fewer))
    assert "extra.txt was added." in list_alterations(write_zip({**content, "extra.txt": b""}))


def test_made_up_report_with_right_hashes_is_not_what_the_raw_answers_give(content):
    manifest = json.loads(content["MANIFEST.json"])
    forged = {**content, "report.html": content["report.html"].replace(b"priya-raman", b"nobody-else")}
    entry = next(item for item in manifest["files"] if item["path"] == "report.html")
    entry["sha256"], entry["bytes"] = sha256(forged["report.html"]).hexdigest(), len(forged["report.html"])
    forged["MANIFEST.json"] = (
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    ).encode()
    del forged["SHA256SUMS"]
    lines = (f"{sha256(forged[path]).hexdigest()}  {path}\n" for path in sorted(forged))
    forged["SHA256SUMS"] = "".join(lines).encode()
    assert list_alterations(write_zip(forged)) == ()
    found = list_differences(write_zip(forged), open_services)
    assert "report.html is not what the raw answers give." in found


@pytest.mark.parametrize("name", ["../out.txt", "/etc/passwd", "a\\..\\b", "C:x", "folder/"])
def test_names_that_lead_out_of_a_pack_are_refused(content, name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("MANIFEST.json", content["MANIFEST.json"])
        archive.writestr(zipfile.ZipInfo(name), b"x")
    assert open_pack(stream.getvalue()).files == {}
    assert list_alterations(stream.getvalue())


def test_hidden_names_leak_nowhere_and_the_pack_says_it_is_no_evidence(files):
    response = files.export("evidence", f"{START}&share=1")
    found = open_pack(response.data).files
    everything = b"\n".join(found.values()).decode()
    assert [secret for secret in SECRETS if secret in everything] == []
    assert not any(path.startswith("raw/") for path in found)
    manifest = json.loads(found["MANIFEST.json"])
    assert (manifest["evidence"], manifest["caller_note"]) == (False, "hidden")
    assert "Not evidence" in found["README"].decode()
    assert "Not evidence" in found["report.html"].decode()
    assert "Not-evidence" in response.headers["Content-Disposition"]
    assert list_alterations(response.data) == ()
    assert list_differences(response.data, open_services) != ()


@pytest.mark.parametrize(
    "address",
    [
        START,
        f"{START}&as_of=2026-10-01",
        f"start={PACKAGE}6&against={PACKAGE}7",
        "start=endpoint/payment-fraud-authorisation&question=endpoint-jobs",
        "start=endpoint/abalone",
    ],
)
def test_no_real_name_of_the_demo_is_in_any_file_where_names_are_hidden(files, real_names, address):
    found = open_pack(files.read("evidence", f"{address}&share=1")).files
    written = {path: content.decode() for path, content in found.items()}
    for form in ("report", "html", "svg", "openlineage", "json", "csv", "graphml", "dot", "mermaid"):
        written[form] = files.export(form, f"{address}&share=1").text
    leaks = [(path, name) for path, text in written.items() for name in real_names if name in text]
    assert leaks == []


def test_no_real_name_is_in_a_story_where_names_are_hidden(files, real_names):
    address = f"?{files.fill(START)}&share=1"
    scenes = [{"title": "A", "note": "", "address": address}]
    story = {"format": "lineage-story/1", "account": "Demo", "names": "hidden", "scenes": scenes}
    page = files.page.web.post("/story", json=story, headers={"Lineage-Open": "story"}).text
    assert re.search(r'"vertices": ?27', page)
    assert [name for name in real_names if name in page.replace(address, "")] == []


def test_question_and_filters_do_not_weaken_the_answers(files):
    found = open_pack(files.read("evidence", f"{START}&question=model-datasets&hide=image")).files
    assert len(read_rows(found, "versions")) == 2
    manifest = json.loads(found["MANIFEST.json"])
    assert manifest["question"] == "model-datasets"
    assert "tables/answer.csv" in found


def test_denied_reading_is_told_and_never_a_pass(files, tmp_path):
    denied = transport.connect(files.account, deny=["DescribeAction", "DescribeModelPackage"])
    explored = ExploredAccount("Demo", denied)
    web = create_explorer(explored, pseudonyms=PseudonymStore(tmp_path / "x.sqlite")).server.test_client()
    response = web.get(f"/api/v1/export?format=evidence&{files.fill(START)}")
    found = open_pack(response.data).files
    manifest = json.loads(found["MANIFEST.json"])
    assert not manifest["complete"]
    assert {item["operation"] for item in manifest["denied"]} == {"DescribeAction", "DescribeModelPackage"}
    missing = "\n".join(manifest["missing"])
    assert "not readable" in missing
    assert "registry" in missing
    assert {row["decided_by"] for row in read_rows(found, "approvals")} == {"not readable"}
    assert list_differences(response.data, open_services) == ()
