"""Every format says what the page's table says, row for row, whatever the address asks."""

from __future__ import annotations

import json
import re

import pytest

from lineage_explorer.export.formats import FORMATS
from tests.support.exported_files import (
    read_csv,
    read_dot,
    read_graphml,
    read_json,
    read_open_lineage,
    read_sheet,
    read_svg,
)

START = "start={production}"
ADDRESSES = (
    START,
    f"{START}&direction=Ascendants",
    f"{START}&direction=Ascendants&depth=2",
    f"{START}&direction=Both",
    f"{START}&direction=Both&depth=3",
    f"{START}&depth_up=3&depth_down=1",
    f"{START}&type=Model",
    f"{START}&type=Model&type=DataSet&direction=Ascendants",
    f"{START}&type=Model&paths=0",
    f"{START}&lineage_type=Action",
    f"{START}&created_after=2026-10-01",
    f"{START}&created_before=2026-09-01&paths=0",
    f"{START}&property=ModelPackageVersion:8",
    f"{START}&type=Nothing",
    f"{START}&hide=job",
    f"{START}&hide=job&hide=data",
    f"{START}&hide=Approval&hide=image",
    f"{START}&hide=TrialComponent&type=DataSet",
    f"{START}&depth=1&grow=all:{{production}}",
    f"{START}&depth=2&grow=up:{{production}}&hide=image",
    f"{START}&direction=Both&hide=data",
    f"{START}&lens=status&hide=status:none",
    f"{START}&lens=age",
    f"{START}&flow=down&edges=association",
    f"{START}&question=endpoint-jobs",
    f"{START}&question=model-datasets",
    f"{START}&question=relationships&hide=job",
    "start={ep}&between={ep}&between={mp}",
    "start={ep}&between={ep}&between={train}&path=1",
    f"{START}&share=1",
    f"{START}&share=1&direction=Both",
    f"{START}&share=1&hide=job",
    f"{START}&share=1&question=endpoint-jobs",
    "start={mp}",
    "start={mp}&direction=Descendants",
    "start={mp}&hide=Endpoint",
    "start={tcP}&direction=Both&depth=2",
    "start={tcP}&fold={tcP}",
    "start={tcT}&direction=Ascendants&hide=image",
    "start={tcT}&share=1&type=Model",
)
each_address = pytest.mark.parametrize("address", ADDRESSES)

FINDINGS = re.compile(r"( · )?\d+ findings?$")
"""What the page adds once another test has checked the lineage."""

TABLE_KEYS = {
    "Name": "name",
    "Type": "type",
    "Category": "category",
    "Distance": "distance",
    "Created": "created",
    "By": "created_by",
}


@each_address
def test_lists_equal_the_table_of_the_page_row_for_row(files, address):
    head, *shown = files.read_table(address)
    rows = read_csv(files.read("csv", address))
    columns = [head.index(title) for title in (*TABLE_KEYS, "Status")]
    keys = TABLE_KEYS.values()
    assert [[*(row[key] for key in keys), row["state"] or row["status"]] for row in rows] == [
        [FINDINGS.sub("", row[column]) for column in columns] for row in shown
    ]


@each_address
def test_graphs_have_the_vertices_of_the_list_and_the_same_edges(files, address):
    rows = read_csv(files.read("csv", address))
    names = {row["arn"]: row["name"] for row in rows}
    edges = sorted(
        (row["source"], row["destination"], row["association_type"])
        for row in read_csv(files.read("edges-csv", address))
    )
    graphml, about = read_graphml(files.read("graphml", address))
    parsed, body = read_json(files.read("json", address))
    events = read_open_lineage(files.read("openlineage", address))
    for graph in (graphml, parsed, events):
        assert graph.names == names
        assert graph.edges == edges
    assert list(parsed.names) == [row["arn"] for row in rows]
    assert (body["vertex_count"], body["edge_count"]) == (len(names), len(edges))
    assert about["complete"] is body["complete"]


@each_address
def test_pictures_have_the_cards_and_lines_of_the_page(files, address):
    drawn = files.page._screen(f"?{files.fill(address)}", "on")["drawing"]["elements"]
    cards, lines, words = read_svg(files.read("svg", address))
    assert cards == {node["data"]["id"]: node["data"]["title"] for node in drawn["nodes"]}
    assert lines == sorted((edge["data"]["source"], edge["data"]["target"]) for edge in drawn["edges"])
    for node in drawn["nodes"]:
        assert node["data"]["label"] in words


@pytest.mark.parametrize("address", [START, f"{START}&hide=job&type=DataSet", f"{START}&share=1"])
def test_dot_has_the_vertices_of_the_list(files, address):
    rows = read_csv(files.read("csv", address))
    assert read_dot(files.read("dot", address)).names == {row["arn"]: row["name"] for row in rows}
    assert len(read_dot(files.read("dot", address)).edges) == len(read_csv(files.read("edges-csv", address)))


@pytest.mark.parametrize("address", [START, f"{START}&type=Model", f"{START}&share=1&hide=data"])
def test_spreadsheet_has_the_rows_of_the_lists(files, address):
    book = files.read("xlsx", address)
    rows = read_csv(files.read("csv", address))
    sheet = read_sheet(book, "Entities")
    assert [row["ARN"] for row in sheet] == [row["arn"] for row in rows]
    assert [str(row["Distance"]) for row in sheet] == [row["distance"] for row in rows]
    edges = read_csv(files.read("edges-csv", address))
    assert [(row["Source"], row["Destination"]) for row in read_sheet(book, "Associations")] == [
        (row["source"], row["destination"]) for row in edges
    ]
    about = {row["Fact"]: row["Text"] for row in read_sheet(book, "About")}
    assert about["Complete"] == "yes"
    assert about["Address"].startswith("/?start=arn:")


def test_answer_is_the_list_of_the_page(files):
    address = f"{START}&question=endpoint-jobs"
    rows = read_csv(files.read("csv", f"{address}&list=answer"))
    body = json.loads(files.read("json", address))
    assert [row["name"] for row in rows] == [item["name"] for item in body["answer"]["items"]]
    assert len(rows) > 3
    assert [row["Name"] for row in read_sheet(files.read("xlsx", address), "Answer")] == [
        row["name"] for row in rows
    ]


def test_paths_are_listed_step_by_step(files):
    address = "start={ep}&between={ep}&between={train}"
    rows = read_csv(files.read("csv", f"{address}&list=paths"))
    listed = json.loads(files.read("json", address))["paths"]["listed"]
    found = [[row["arn"] for row in rows if row["path"] == str(number + 1)] for number in range(len(listed))]
    assert found == listed
    assert len(listed) > 1
    assert rows[0]["association"] == ""


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("list=answer", "question="),
        ("list=paths", "between="),
        ("list=paths&between={production}&between={mp}", "not read"),
    ],
)
def test_list_that_the_address_has_not_is_refused_by_name(files, more, named):
    response = files.export("csv", f"{START}&{more}")
    assert response.status_code == 400
    assert named in response.json["error"]["detail"]


@pytest.mark.parametrize("slug", [each.slug for each in FORMATS if each.is_text])
def test_every_text_says_when_it_was_read_and_from_which_address(files, slug):
    response = files.export(slug, f"{START}&hide=job")
    text = response.text
    if slug in ("csv", "edges-csv"):
        assert response.headers["Lineage-Complete"] == "true"
        assert "hide=job" in response.headers["Lineage-Address"]
        described = files.page.web.get(response.headers["Link"].partition(">")[0].strip("<"))
        text = json.dumps(json.loads(described.text), ensure_ascii=False)
        assert [column["name"] for column in described.json["tableSchema"]["columns"]] == (
            response.text.split("\r\n")[0].split(",")
        )
    assert "hide=job" in text
    assert f"{response.headers['Lineage-Read-At']:.10}" in text or "UTC" in text
    assert "Complete: all 27 entities" in text
    assert "Hidden: 4 entities (Job)" in text


def test_file_of_an_incomplete_answer_says_so_in_its_name_and_its_text(files):
    response = files.export("json", f"{START}&depth=2")
    assert response.json["complete"] is False
    assert response.headers["Lineage-Complete"] == "false"
    assert "incomplete.json" in response.headers["Content-Disposition"]
    assert any("may continue" in note for note in response.json["notes"])


def test_grouped_picture_becomes_one_of_every_entity_on_demand(files):
    address = f"{START}&direction=Both"
    grouped, _, _ = read_svg(files.read("svg", address))
    whole, _, _ = read_svg(files.read("svg", f"{address}&grouped=0"))
    assert len(grouped) < 45 < len(whole)
    assert whole.keys() == {row["arn"] for row in read_csv(files.read("csv", address))}
    mermaid = files.export("mermaid", f"{address}&grouped=1").text
    assert mermaid.count('["') == len(grouped)
