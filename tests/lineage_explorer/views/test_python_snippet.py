"""The Python script that repeats a view's requests."""

import sys
from types import ModuleType

import pytest

from lineage_explorer.query.lineage_query import Request
from lineage_explorer.views.python_snippet import format_python_script

ARN = "arn:aws:sagemaker:eu-west-1:000000000000:artifact/{}"


def build_query(name, **members):
    return Request("QueryLineage", {"StartArns": [ARN.format(name)], "Direction": "Ascendants", **members})


def describe(name):
    return Request("DescribeArtifact", {"ArtifactArn": ARN.format(name)})


class Recorder:
    """A fake client that returns two pages and records its requests."""

    def __init__(self):
        self.sent = []

    def __getattr__(self, method):
        def call(**request):
            self.sent.append((method, request))
            return {
                **dict.fromkeys(("Vertices", "Tags", "Results"), ()),
                **({} if "NextToken" in request else {"NextToken": "2"}),
            }

        return call


@pytest.fixture
def run_script(monkeypatch, capsys):
    """Run a script with a fake boto3; return its region and requests."""

    def run(script):
        """Run a script with a fake boto3; return its region and requests."""
        recorder, regions = Recorder(), []
        boto3 = ModuleType("boto3")
        boto3.client = lambda _service, region_name=None: (regions.append(region_name), recorder)[1]
        monkeypatch.setitem(sys.modules, "boto3", boto3)
        exec(compile(script, "script", "exec"), {})  # noqa: S102 - what a reader does with it
        capsys.readouterr()
        return regions[0], recorder.sent

    return run


def test_the_script_sends_each_request_to_its_last_page(run_script):
    request = build_query("a", Filters={"Types": ["Model"]}, IncludeEdges=True, MaxDepth=10)

    region, sent = run_script(format_python_script([request]))

    assert region == "eu-west-1"
    assert sent == [
        ("query_lineage", dict(request.parameters)),
        ("query_lineage", {**request.parameters, "NextToken": "2"}),
    ]


def test_operation_without_pages_is_called_once(run_script):
    _, sent = run_script(format_python_script([describe("a")]))

    assert sent == [("describe_artifact", {"ArtifactArn": ARN.format("a")})]


def test_requests_that_differ_in_one_member_become_a_loop(run_script):
    requests = [build_query("a"), describe("a"), describe("b"), describe("c")]
    script = format_python_script(requests)

    assert script.count("describe_artifact") == 1
    assert [request for method, request in run_script(script)[1] if method == "describe_artifact"] == [
        dict(request.parameters) for request in requests[1:]
    ]


def test_requests_that_differ_in_more_are_written_out(run_script):
    requests = [build_query("a", MaxDepth=1), build_query("b", MaxDepth=2), build_query("b", MaxDepth=3)]
    script = format_python_script(requests)

    firsts = [request for _, request in run_script(script)[1] if "NextToken" not in request]
    assert firsts == [dict(request.parameters) for request in requests]
    assert script.count("for value in [") == 1


@pytest.mark.parametrize("value", ['a "quoted" one', "back\\slash", "line\nbreak", "l'été 📊", "</script>"])
def test_text_values_survive_quoting(run_script, value):
    _, sent = run_script(format_python_script([Request("ListTags", {"ResourceArn": value})]))

    assert sent[0] == ("list_tags", {"ResourceArn": value})


@pytest.mark.parametrize("value", ["a\rb", "\x1b[201~; rm", "\u202e", "\u2028", "\x7f\x85", "\ud800", "\0"])
def test_text_that_does_not_print_is_escaped(run_script, value):
    """A terminal that the script is pasted into sees none of it."""
    script = format_python_script([Request("ListTags", {"ResourceArn": value})])
    assert script.replace("\n", "").isprintable()
    assert run_script(script)[1][0] == ("list_tags", {"ResourceArn": value})


def test_long_values_get_lines_of_their_own():
    script = format_python_script(
        [Request("Search", {"SearchExpression": {"Filters": [{"Value": "x" * 90}] * 3}})]
    )

    assert max(map(len, script.splitlines())) < 130


def test_unknown_region_falls_back_to_the_default_region(run_script):
    region, _ = run_script(format_python_script([Request("ListTags", {"ResourceArn": "x"})]))

    assert region is None


def test_a_script_without_lists_needs_no_paging():
    assert "def pages" not in format_python_script([describe("a")])


def test_no_requests_give_a_script_without_requests(run_script):
    assert run_script(format_python_script([]))[1] == []
