"""Every question has one answer: on the page, from the API, in the terminal."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode

import pytest

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_app
from assembly.service_scope import build_scope
from docs.questions_guide import _find_start
from lineage_explorer.api.ask_command import run_ask_command
from lineage_explorer.command_line import parse_options
from lineage_explorer.questions.registry import QUESTIONS
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from tests.support.demo_file import open_demo
from tests.support.html_tree import parse_html
from tests.support.question_accounts import build_services
from tests.support.screen_reader import read_final_screen


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield transport.connect(account)


@pytest.fixture(scope="module")
def scope(client, tmp_path_factory):
    names = PseudonymStore(tmp_path_factory.mktemp("names") / "pseudonyms.sqlite")
    return build_scope(ExploredAccount("Demo", client), CacheRegistry(), pseudonyms=names)


@pytest.fixture(scope="module")
def web(scope):
    return create_app(scope).server.test_client()


@pytest.fixture(scope="module")
def services(client):
    return build_services(client)


def read_page(web, search):
    """Return the answer panel of the page, once it is there."""
    return parse_html(read_final_screen(web, search).sent["shown"]["answer.html"])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_question_is_answered_as_on_the_page(question, web, scope, services, capsysbinary):
    start = _find_start(services, question)
    search = f"?{urlencode({'start': start, 'question': question.slug})}"
    panel = read_page(web, search)
    rows = panel.find_all(
        lambda node: node.tag == "tr" and ("data-arn" in node.attributes or "data-value" in node.attributes)
    )
    api = web.get(f"/api/v1/answer{search}")
    body = api.json

    assert body["sentence"] == panel.find("h2").text
    assert [item["identifier"] for item in body["items"]] == [
        row.attributes.get("data-arn") or row.attributes["data-value"] for row in rows
    ]
    assert body["count"] == len(body["items"]) > 0
    assert body["code"].strip() == panel.find("pre").text
    assert (body["wording"], body["complete"], body["gaps"]) == (question.wording, True, [])
    for item, row in zip(body["items"], rows, strict=True):
        for fact in (item["title"], item["status"], item["created_by"], item["source"]):
            assert (fact or "") in row.text

    def ask(*options):
        run_ask_command(parse_options(["ask", start, question.slug, *options]), scope)
        return capsysbinary.readouterr().out.decode()

    assert ask("--json") == api.text + "\n"
    table = list(csv.DictReader(io.StringIO(ask("--csv"))))
    assert [row["identifier"] for row in table] == [item["identifier"] for item in body["items"]]
    lines = ask().splitlines()
    assert lines[0] == body["sentence"]
    assert len(lines) == len(body["items"]) + 3
    for line, item in zip(lines[3:], body["items"], strict=True):
        assert line.startswith(item["title"])
    assert json.loads(api.text) == body
