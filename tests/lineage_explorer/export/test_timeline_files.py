"""Timeline and impact list as files: what the page shows, row for row."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections import Counter

from tests.support.html_tree import parse_html

PRODUCTION = "start={production}"
LANES = {
    "Data": 8,
    "Code": 2,
    "Images": 2,
    "Jobs": 4,
    "Models": 2,
    "Versions": 2,
    "Approvals": 4,
    "Deployments": 2,
    "Endpoints": 1,
}
AUC = [0.812, 0.824, 0.779, 0.861, 0.866, 0.871, 0.884, 0.889]
SVG = "{http://www.w3.org/2000/svg}"


def read_csv(files, address):
    return list(csv.DictReader(io.StringIO(files.read("csv", address).decode())))


def read_document(files, address):
    """Return what the page shows at an address, once all of it is there."""
    for _ in range(20):
        screen = files.page._screen(f"?{files.fill(address)}", "on")
        if screen["named"]:
            break
    return parse_html(screen["shown"]["document.html"])


def list_arns(document):
    return [row.attributes["data-arn"] for row in document.find_all("tr") if "data-arn" in row.attributes]


def test_timeline_of_production_is_the_same_on_the_page_in_csv_and_picture(files):
    rows = read_csv(files, f"{PRODUCTION}&list=timeline")
    assert Counter(row["lane"] for row in rows) == LANES
    page = read_document(files, f"{PRODUCTION}&view=timeline")
    assert list_arns(page) == [row["arn"] for row in rows]
    picture = ET.fromstring(files.read("svg", f"{PRODUCTION}&view=timeline"))  # noqa: S314 - it is ours
    drawn = [each.attrib["data-id"] for each in picture.iter(f"{SVG}g") if "data-id" in each.attrib]
    assert sorted(drawn) == sorted(row["arn"] for row in rows)
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert "v8 approved, priya-raman" in texts


def test_versions_that_production_served(files):
    rows = read_csv(files, f"{PRODUCTION}&list=served")
    assert [(row["version"], row["begin"], row["end"]) for row in rows] == [
        ("customer-churn v8", "2026-11-09 07:00", ""),
        ("customer-churn v7", "2026-08-31 07:00", "2026-11-09 07:00"),
    ]


def test_metrics_over_all_versions(files):
    page = read_document(files, f"{PRODUCTION}&direction=Both&view=timeline")
    rows = {
        row.find("th").text: [cell.text for cell in row.find_all("td")]
        for table in page.find_all("table")
        if "metrics" in table.attributes.get("class", "")
        for row in table.find_all("tr")
    }
    assert [float(text) for text in rows["auc"]] == AUC
    gap = "–"  # noqa: RUF001 - a dash, as tables have it
    assert rows["disparate_impact"] == [*[gap] * 5, "0.71", "0.93", gap]


def test_impact_list_is_the_same_on_the_page_and_in_csv(files):
    rows = read_csv(files, f"{PRODUCTION}&list=timeline")
    (train,) = (row["arn"] for row in rows if row["name"] == "train.csv")
    address = f"start={train}&share=1"
    listed = read_csv(files, f"{address}&list=impact")
    page = read_document(files, f"{address}&view=impact")
    assert len(listed) == 25
    assert list_arns(page) == [row["arn"] for row in listed]
    assert {row["owner"] for row in listed} == {"retention"}


def test_nothing_real_is_in_shared_files(files):
    address = f"{PRODUCTION}&view=timeline&share=1"
    for slug in ("csv", "svg"):
        text = files.read(slug, f"{address}&list=timeline").decode()
        for name in ("priya-raman", "june-castellanos", "orchard-telecom-ml", "000000000000"):
            assert name not in text
