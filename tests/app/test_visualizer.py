"""The notebook's call: arguments, the page it writes, its return value."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import boto3
import pytest

from lineage_explorer.errors import InvalidArn, UnexpectedResponse
from lineage_explorer.export import html_page
from lineage_explorer.export.html_page import build_html_page
from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.query.address import Address
from lineage_explorer.query.view_options import PathQuery
from sagemaker_account.transport import connect
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, VERTICES, arn, build_graph
from tests.support.html_reader import HtmlReader
from tests.support.saved_responses import association_ends, edge, reference_response, vertex
from visualizer import Visualizer, arrange_graph

LINE = {
    "Vertices": [
        vertex(DATA, LineageType.ARTIFACT, "DataSet"),
        vertex(JOB, LineageType.TRIAL_COMPONENT, "TrainingJob"),
        vertex(MODEL, LineageType.ARTIFACT, "Model"),
    ],
    "Edges": [edge(DATA, JOB), edge(JOB, MODEL, "Produced")],
}
HOSTILE = """</script><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;"""


@pytest.fixture
def render_page(tmp_path):
    """Return a function that renders a response and reads the page back."""

    def draw(response: Any, name: str = "Endpoint", **arguments: Any) -> HtmlReader:
        written = Visualizer().render(response, name, folder=tmp_path, **arguments)
        return HtmlReader(Path(written).read_text(encoding="utf-8"))

    return draw


# --- what is written -------------------------------------------------------------------------------------


def page(read, entities=None, **options):
    """Return the saved page of a graph that was read."""
    return build_html_page(arrange_graph(read, entities or {}, **options), "Endpoint")


def test_render_writes_a_page_into_the_folder_generated(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written = Visualizer().render(reference_response(), "Endpoint")
    assert os.fspath(written) == str(written) == str(Path("generated", "Endpoint.html"))
    assert (tmp_path / "generated" / "Endpoint.html").is_file()


def test_rendering_the_same_name_replaces_the_page(tmp_path):
    Visualizer().render(reference_response(), "Endpoint", folder=tmp_path)
    written = Visualizer().render(LINE, "Endpoint", folder=tmp_path)
    assert set(HtmlReader(written.path.read_text()).nodes) == {DATA, JOB, MODEL}
    assert list(tmp_path.iterdir()) == [written.path]


def test_page_refers_to_nothing_outside_itself(render_page):
    written = render_page(reference_response())
    for tag, attributes, _ in written.found:
        assert "src" not in attributes, tag
        assert (attributes.get("href") or "#").startswith(("#", "data:")), tag
    (style,) = (text for _, text in written.all("style"))
    assert {address[:5] for address in re.findall(r'url\("?([^")]+)', style)} == {"data:"}
    assert "@import" not in style


def test_the_policy_of_the_page_names_each_of_its_scripts_and_allows_no_connection(render_page):
    written = render_page(reference_response())
    policy = next(a["content"] for a, _ in written.all("meta") if "http-equiv" in a) or ""
    scripts = [text for attributes, text in written.all("script") if "id" not in attributes]
    assert policy.startswith("default-src 'none'")
    assert len(scripts) == policy.count("'sha256-") == 3  # theme, Cytoscape.js, the page's own
    for script in scripts:
        assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy


def test_equal_responses_in_any_order_give_equal_pages():
    there = build_graph()
    back = build_graph(vertices=reversed(there.vertices.values()), associations=reversed(there.associations))
    assert page(there) == page(back)


def test_license_of_inlined_code_is_kept(render_page):
    vendor = Path(html_page.__file__).parent / "vendor"
    assert "Permission is hereby granted, free of charge" in (vendor / "LICENSE").read_text()
    assert any("Cytoscape Consortium" in text for _, text in render_page(LINE).all("script"))


# --- what is drawn ---------------------------------------------------------------------------------------


def test_every_vertex_and_association_is_drawn_with_arrows_downstream(render_page):
    response = reference_response()
    written = render_page(response)
    assert set(written.nodes) == {item["Arn"] for item in response["Vertices"]}
    assert set(written.edges) == association_ends(response)
    assert "20 entities and 26 associations." in written.text
    assert "Read 15 Apr 2026, 12:00 UTC" in written.text


def test_list_repeats_the_graph_from_left_to_right(render_page):
    rows = [
        attributes["data-arn"]
        for attributes, _ in render_page(LINE).all("button")
        if "data-arn" in attributes
    ]
    assert rows == [DATA, JOB, MODEL]


def test_legend_counts_the_drawn_vertices(render_page):
    legend = re.search(r'class="legend">(.*?)</div>', render_page(LINE).text)
    assert legend
    assert re.findall(r"</span>(\w+)<span class=\"count\">(\d+)", legend[1]) == [
        ("Data", "1"),
        ("Job", "1"),
        ("Model", "1"),
    ]


def test_vertex_without_a_type_is_drawn_by_its_lineage_type(render_page):
    response = {"Vertices": [vertex(DATA, LineageType.ARTIFACT), {"Arn": JOB}], "Edges": [edge(DATA, JOB)]}
    nodes = render_page(response).nodes
    assert (nodes[DATA]["type_title"], nodes[JOB]["type_title"]) == ("Artifact", "Trial component")


def test_vertex_known_only_from_an_association_is_a_stub(render_page):
    nodes = render_page(
        {"Vertices": LINE["Vertices"], "Edges": [*LINE["Edges"], edge(MODEL, ENDPOINT)]}
    ).nodes
    assert [name for name, node in nodes.items() if "stub" in node["classes"]] == [ENDPOINT]


@pytest.mark.parametrize(
    "response", [{"Vertices": LINE["Vertices"], "Edges": []}, {"Vertices": LINE["Vertices"]}]
)
def test_an_answer_without_associations_shows_its_vertices(render_page, response):
    written = render_page(response)
    assert set(written.nodes) == {DATA, JOB, MODEL}
    assert written.edges == []


@pytest.mark.parametrize("response", [{"Vertices": [], "Edges": []}, {}, {"ResponseMetadata": {}}, []])
def test_an_answer_without_vertices_makes_a_page_that_says_so(render_page, response):
    written = render_page(response)
    assert written.drawing["state"] == "empty"
    assert '<body class="saved bare">' in written.text


def test_repeated_vertices_are_merged(render_page):
    again = {
        "Vertices": [vertex(DATA, LineageType.ARTIFACT), *LINE["Vertices"], *LINE["Vertices"]],
        "Edges": [edge(DATA, JOB, None), *LINE["Edges"], *LINE["Edges"]],
    }
    written = render_page(again)
    assert written.nodes[DATA]["type"] == "DataSet"
    assert sorted(written.edges) == sorted(association_ends(LINE))
    assert {item["data"]["association"] for item in written.drawing["elements"]["edges"]} == {
        "ContributedTo",
        "Produced",
    }


def test_cycles_and_loops_are_drawn(render_page):
    turning = {"Vertices": LINE["Vertices"], "Edges": [*LINE["Edges"], edge(MODEL, JOB), edge(JOB, JOB)]}
    assert set(render_page(turning).edges) == association_ends(turning)


@pytest.mark.parametrize("kept", [list, tuple, iter])
def test_result_pages_are_merged_into_one_graph(render_page, kept):
    first = {"Vertices": LINE["Vertices"][:1], "Edges": LINE["Edges"][:1], "NextToken": "more"}
    second = {"Vertices": LINE["Vertices"][1:], "Edges": LINE["Edges"][1:]}
    written = render_page(kept([first, second]))
    assert (set(written.nodes), written.drawing["state"]) == ({DATA, JOB, MODEL}, "complete")


def test_missing_next_result_page_is_reported(render_page):
    written = render_page({**LINE, "NextToken": "more"})
    assert written.drawing["state"] == "partial"
    assert "ask again with its NextToken" in written.text


def test_malformed_arn_is_omitted_and_reported(render_page):
    masked = "arn:aws:sagemaker:us-west-2:XXXXXXXXXXXX:artifact/<b>"
    odd = {"Vertices": [*LINE["Vertices"], {"Arn": masked}], "Edges": [*LINE["Edges"], edge(masked, JOB)]}
    written = render_page(odd)
    assert set(written.nodes) == {DATA, JOB, MODEL}
    assert "artifact/&lt;b&gt;”" in written.text


def test_json_text_is_quoted_and_the_way_to_read_it_told(render_page):
    with pytest.raises(UnexpectedResponse, match=r"“\{\"Vertices\": \[\]\}” .* json\.loads"):
        render_page('{"Vertices": []}')


def test_nothing_is_refused_in_a_sentence(render_page):
    with pytest.raises(UnexpectedResponse, match="None was passed"):
        render_page(None)


@pytest.mark.parametrize("wrong", [{"ArtifactArn": DATA}, [LINE, {"Tags": []}], ["text"]])
def test_other_values_than_query_lineage_responses_are_refused(render_page, wrong):
    with pytest.raises(UnexpectedResponse, match="is not a response of QueryLineage"):
        render_page(wrong)


# --- the start -------------------------------------------------------------------------------------------


def test_no_vertex_is_marked_as_start_without_a_start(render_page):
    written = render_page(LINE)
    assert {node["role"] for node in written.nodes.values()} == {"match"}
    assert written.drawing["start"] == ""


def test_the_start_is_marked(render_page):
    written = render_page(LINE, start=MODEL)
    assert [name for name, node in written.nodes.items() if node["role"] == "start"] == [MODEL]
    assert written.drawing["start"] == MODEL


def test_start_that_the_response_omits_is_drawn(render_page):
    """`IncludeEdges=False` returns everything but the start."""
    assert (
        render_page({"Vertices": LINE["Vertices"], "Edges": []}, start=ENDPOINT).nodes[ENDPOINT]["role"]
        == "start"
    )


def test_a_start_that_is_no_lineage_arn_is_refused(render_page):
    with pytest.raises(InvalidArn) as refusal:
        render_page(LINE, start="s3://bucket/train.csv")
    assert "an S3 URI" not in str(refusal.value)


def test_only_the_rarer_account_is_foreign_without_a_start(render_page):
    twin = arn(LineageType.ARTIFACT, "data", account="111122223333")
    nodes = render_page({"Vertices": LINE["Vertices"], "Edges": [edge(twin, DATA, "SameAs")]}).nodes
    assert {name: node["account"] for name, node in nodes.items() if node["account"]} == {
        twin: "111122223333"
    }


# --- names -----------------------------------------------------------------------------------------------


def test_titles_come_from_names_sources_or_descriptions(render_page):
    described = {"TrialComponentName": "Train-aws-training-job", "Status": {"PrimaryStatus": "Completed"}}
    names = {DATA: "s3://bucket/churn/train.csv", MODEL: "The model", JOB: described, ENDPOINT: "not drawn"}
    nodes = render_page(LINE, names=names).nodes
    assert {name: node["label"] for name, node in nodes.items()} == {
        DATA: "train.csv",
        MODEL: "The model",
        JOB: "Train",
    }
    assert (nodes[DATA]["source_uri"], nodes[JOB]["status"]) == ("s3://bucket/churn/train.csv", "Completed")


def test_client_describes_entities_without_a_given_name(tmp_path):
    class Client:
        """Describes one artifact; every other call fails as in botocore."""

        meta = boto3.client("sagemaker", region_name="us-west-2").meta

        def describe_artifact(self, *, ArtifactArn: str) -> dict[str, Any]:  # noqa: N803 - boto3's spelling
            return {
                "ArtifactArn": ArtifactArn,
                "Source": {"SourceUri": f"s3://bucket/{ArtifactArn[-4:]}.csv"},
            }

    only = {"Vertices": [LINE["Vertices"][0], LINE["Vertices"][2]]}
    written = Visualizer(Client()).render(only, "Data", folder=tmp_path, names={MODEL: "The model"})
    nodes = HtmlReader(written.path.read_text()).nodes
    assert {name: node["label"] for name, node in nodes.items()} == {DATA: "data.csv", MODEL: "The model"}


# --- safety ----------------------------------------------------------------------------------------------


def test_markup_in_names_titles_and_types_stays_text(render_page):
    response = {
        "Vertices": [vertex(DATA, LineageType.ARTIFACT, HOSTILE), LINE["Vertices"][1]],
        "Edges": LINE["Edges"],
    }
    harmless, hostile = render_page(LINE), render_page(response, HOSTILE, names={JOB: HOSTILE}, start=DATA)
    for tag in ("script", "img", "style", "iframe"):
        assert len(hostile.all(tag)) == len(harmless.all(tag)), tag
    assert hostile.nodes[JOB]["title"] == hostile.nodes[DATA]["type_title"] == HOSTILE
    assert [text for _, text in hostile.all("h1")] == [HOSTILE]


def test_lone_surrogate_in_a_name_is_rendered(render_page):
    assert render_page(LINE, "half \ud83d", names={DATA: "\udcff.csv"}).nodes[DATA]["title"] == "\udcff.csv"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Endpoint", "Endpoint.html"),
        ("Endpoint.html", "Endpoint.html"),
        ("模型 7", "模型-7.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("/absolute", "absolute.html"),
        ("..\\up", "up.html"),
        ("a:b*c?", "a-b-c.html"),
        ("nul", "nul-.html"),
        (".", "lineage.html"),
        ("", "lineage.html"),
        ("\x00", "lineage.html"),
        ("端" * 200, f"{'端' * 66}.html"),
    ],
)
def test_a_name_becomes_a_safe_file_in_the_folder(tmp_path, name, file):
    folder = tmp_path / "inner" / "folder"
    written = Visualizer().render(LINE, name, folder=folder)
    assert written.path == folder / file
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [written.path]


def test_symbolic_link_in_the_folder_is_replaced_and_not_followed(tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_text("mine")
    folder = tmp_path / "generated"
    folder.mkdir()
    (folder / "Endpoint.html").symlink_to(outside)
    Visualizer().render(LINE, "Endpoint", folder=folder)
    assert outside.read_text() == "mine"


# --- what comes back -------------------------------------------------------------------------------------


def test_notebook_shows_the_page_in_a_sandboxed_frame(tmp_path):
    written = Visualizer().render(reference_response(), "Endpoint", folder=tmp_path)
    (frame,) = (attributes for attributes, _ in HtmlReader(written._repr_html_()).all("iframe"))
    assert frame["srcdoc"] == written.path.read_text()
    assert frame["sandbox"] == "allow-scripts"


def test_page_uses_the_descriptions_of_the_explorer():
    known = Entity(ENDPOINT, LineageType.CONTEXT, name="churn-live", status="InService")
    written = HtmlReader(page(build_graph(), {ENDPOINT: known}))
    assert (written.nodes[ENDPOINT]["title"], written.nodes[ENDPOINT]["status"]) == (
        "churn-live",
        "InService",
    )


def test_page_of_a_path_query_highlights_and_lists_the_paths():
    entities = {ENDPOINT: Entity(ENDPOINT, LineageType.CONTEXT, name="<live>")}
    text = page(build_graph(), entities, address=Address(between=PathQuery(ENDPOINT, JOB, path_number=1)))
    rows = {arn: text.split(f'data-arn="{arn}"')[1].split("</li>")[0] for arn in VERTICES}
    assert "1 path from training job train to endpoint &lt;live&gt;: 1 step between. Path 1: " in text
    assert [("Path end" in rows[arn], "On a path" in rows[arn]) for arn in (DATA, JOB, MODEL, ENDPOINT)] == [
        (False, False),
        (True, False),
        (False, True),
        (True, False),
    ]


def test_page_omits_paths_to_an_end_outside_the_graph():
    gone = Arn(DATA.replace("/data", "/gone"))
    assert page(build_graph(), address=Address(between=PathQuery(gone, JOB))) == page(build_graph())


def test_page_says_what_the_client_may_not_describe(tmp_path, small_account):
    client = connect(small_account.service, deny=["DescribeArtifact", "ListArtifacts"])
    start = small_account.arns["endpoint"]
    response = client.query_lineage(StartArns=[start], Direction="Ascendants", IncludeEdges=True)
    written = Visualizer(client).render(response, "Endpoint", start=start, folder=tmp_path)
    assert "Details missing for 2 entities (access denied to DescribeArtifact)" in written.path.read_text()


def test_names_that_are_given_are_not_missed(tmp_path, small_account):
    client = connect(small_account.service, deny=["DescribeArtifact", "ListArtifacts"])
    start, arns = small_account.arns["endpoint"], small_account.arns
    response = client.query_lineage(StartArns=[start], Direction="Ascendants", IncludeEdges=True)
    given = {arns["data"]: "rows", arns["model"]: "trees"}
    written = Visualizer(client).render(response, "Endpoint", start=start, names=given, folder=tmp_path)
    assert "Details missing" not in written.path.read_text()
