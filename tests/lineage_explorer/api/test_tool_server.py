"""Tools of agents, asked by the protocol's own client."""

from __future__ import annotations

import csv
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from app import main
from lineage_explorer.api.agent_tools import MAX_CODE_LENGTH, TOOLS, run_tool
from sagemaker_account.store import Store
from tests.support.commands import ROOT
from tests.support.demo_file import write_demo

PAGE = "http://127.0.0.1:8050"
TRAIN = "s3://sagemaker-us-west-2-000000000000/experiments-demo/train.csv"
BY_NAME = {tool.name: tool for tool in TOOLS}


@pytest.fixture
def use(demo_scope):
    """Return a function that uses a tool."""
    return lambda name, **arguments: run_tool(demo_scope, BY_NAME[name], arguments, page_url=f"{PAGE}/")


def test_agent_finds_whom_a_change_reaches(use):
    name = "s3://orchard-telecom-ml/churn/runs/{}/train/train.csv"
    old = use("impact", start=name.format("jjhww2j16b21"))
    assert old.text.startswith("35 entities depend on data set train.csv. No endpoint serves it now.")
    assert "- former: customer-churn-staging" in old.text
    new = use("impact", start=name.format("dxzqrhrcf8mu"), limit=2)
    assert "2 endpoints serve it now: customer-churn-production and customer-churn-staging." in new.text
    assert "owner retention by tag “team” of the entity" in new.text
    assert "2 of 25: go on with cursor=" in new.text
    Draft202012Validator(BY_NAME["impact"].output_schema).validate(new.content)
    assert use("impact", start="nothing-like-this").content is None


def test_agent_asks_about_a_day_of_the_past(use):
    endpoint = "endpoint/customer-churn-production"
    asked = use("ask", start=endpoint, question="endpoint-jobs", as_of="2026-10-01")
    assert asked.text.startswith("3 jobs went into customer-churn-production")
    file = use("export", start=endpoint, format="csv", list="served")
    assert "customer-churn v7" in file.text


def test_agent_walks_from_a_file_to_the_endpoints_that_derive_from_it(tmp_path):
    """Which endpoints derive from train.csv?"""
    path = str(tmp_path / "demo.sqlite")
    write_demo(path)
    server = StdioServerParameters(
        command=sys.executable, args=["app.py", "mcp", "--account", path], cwd=str(ROOT)
    )

    async def walk():
        async with Client(server) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert list(tools) == list(BY_NAME)
            assert all(tool.annotations.read_only_hint for tool in tools.values())

            found = await client.call_tool("search", {"text": "train.csv"})
            assert found.content[0].text.startswith("10 matches for “train.csv”.")
            found = await client.call_tool("search", {"text": TRAIN})
            (match,) = found.structured_content["matches"]
            asked = await client.call_tool("questions", {"start": match["arn"]})
            slugs = {each["wording"]: each["slug"] for each in asked.structured_content["questions"]}
            slug = slugs["Which endpoints derive from this data set?"]
            answer = await client.call_tool("ask", {"start": match["arn"], "question": slug})
            Draft202012Validator(tools["ask"].output_schema).validate(answer.structured_content)
            first, *lines = answer.content[0].text.splitlines()
            assert first == "6 endpoints derive from train.csv; 4 deleted."
            assert [line for line in lines if "(Endpoint, deleted" in line] == lines[2:6]
            assert lines[-1].startswith(f"In the explorer: {PAGE}/?start=arn:")

            asked = {"start": match["arn"], "question": slug, "format": "csv", "list": "answer"}
            file = await client.call_tool("export", asked)
            Draft202012Validator(tools["export"].output_schema).validate(file.structured_content)
            rows = list(csv.DictReader(file.structured_content["text"].splitlines()))
            assert len(rows) == 6

            wrong = await client.call_tool("ask", {"start": match["arn"], "question": "why"})
            assert wrong.is_error
            assert "“why” is not a question" in wrong.content[0].text
            unknown = await client.call_tool("guess", {})
            assert unknown.is_error

    # A thread of its own has no event loop; in that of the tests, those of browsers leave one running.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(anyio.run, walk).result()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("search", {"text": "churn"}),
        ("questions", {}),
        ("ask", {"start": TRAIN, "question": "blast-radius"}),
        ("lineage", {"start": TRAIN, "type": ["Endpoint", "Model"], "depth": 3}),
        ("entity", {"arn": TRAIN}),
        ("serving", {"start": "endpoint/churn-scoring", "as_of": "2026-06-01"}),
        ("checks", {"start": "endpoint/customer-churn-production"}),
        ("checks", {"start": "endpoint/customer-churn-production", "as_of": "2026-10-01"}),
        ("impact", {"start": "endpoint/customer-churn-production", "as_of": "2026-10-01"}),
        ("export", {"start": TRAIN, "format": "mermaid", "direction": "Descendants"}),
    ],
)
def test_results_fit_the_schema_and_begin_with_a_sentence(use, name, arguments):
    result = use(name, **arguments)
    Draft202012Validator(BY_NAME[name].output_schema).validate(result.content)
    assert result.text.splitlines()[0].endswith(".")
    schema = BY_NAME[name].input_schema
    Draft202012Validator(schema).validate(arguments)
    assert schema["type"] == "object"


def test_long_lists_come_in_pages_that_say_how_to_go_on(use):
    first = use("ask", start=TRAIN, question="blast-radius", limit=3)
    assert f"3 of {first.content['count']}: go on with cursor={first.content['next']}" in first.text
    second = use("ask", start=TRAIN, question="blast-radius", limit=3, cursor=first.content["next"])
    assert (
        first.content["items"] + second.content["items"]
        == (use("ask", start=TRAIN, question="blast-radius", limit=6).content["items"])
    )


def test_results_are_bounded(use):
    arn = "arn:aws:sagemaker:us-west-2:000000000000:model-package-group/customer-churn"
    answer = use("ask", start=arn, question="blast-radius")
    assert len(answer.content["code"]) <= MAX_CODE_LENGTH
    image = use("search", text="246618743249.dkr.ecr.us-west-2.amazonaws.com").content["matches"]
    for match in image[:1]:
        entity = use("entity", arn=match["arn"]).content
        assert len(entity["children"]) <= 50


def test_gaps_follow_the_sentence(build_demo_scope):
    scope = build_demo_scope("DescribeEndpoint")
    result = run_tool(
        scope, BY_NAME["serving"], {"start": "endpoint/customer-churn-production"}, page_url=PAGE
    )
    assert result.text.splitlines()[1].startswith("Not complete: Access denied: ")


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("search", {"text": "churn", "depth": 1}, "“depth” is not an argument here: use text, account."),
        ("ask", {"start": "train.csv", "question": "picture"}, "matches 10 entities"),
        ("lineage", {"start": "nothing of this name"}, "No match"),
        ("entity", {}, "“arn” is missing"),
    ],
)
def test_errors_say_what_is_wrong(use, name, arguments, said):
    result = use(name, **arguments)
    assert result.content is None
    assert said in result.text


def test_missing_package_is_explained(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel", None)
    path = str(tmp_path / "a.sqlite")
    Store.open(path, create=True).close()
    assert main(["mcp", "--account", path]) == 2
    assert "pip install 'lineage-explorer[mcp]'" in capsys.readouterr().err


def test_hidden_names_are_in_no_result(demo_scope):
    scope = replace(demo_scope, always_redact=True)
    for name, arguments in (
        ("search", {"text": "s3://orchard-telecom-ml"}),
        ("search", {"text": "customer-churn"}),
        ("ask", {"start": "endpoint/customer-churn-production", "question": "endpoint-datasets"}),
        ("lineage", {"start": "endpoint/customer-churn-production"}),
        ("entity", {"arn": "endpoint/customer-churn-production"}),
    ):
        result = run_tool(scope, BY_NAME[name], arguments, page_url=PAGE)
        assert "telecom" not in f"{result.text} {result.content}"
        assert "000000000000" not in f"{result.text} {result.content}"


def test_export_that_is_long_or_no_text_is_linked(use):
    picture = use("export", start=TRAIN, format="png")
    assert picture.content["text"] is None
    assert picture.text.splitlines()[-2].startswith(f"As a file: {PAGE}/api/v1/export?format=png&start=arn:")
    page = use("export", start=TRAIN, format="html")
    assert page.content["text"] is None
    assert "does not fit here" in page.text
