"""The docs: links lead somewhere, code runs, tables agree with the product."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import tomllib
from contextlib import closing
from itertools import count

import pytest

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from bench.__main__ import SCENARIOS as BENCH_SCENARIOS
from bench.__main__ import build_parser as build_bench_parser
from components import ids
from components.keys import _SHORTCUTS as SHORTCUTS
from docs.scenes import SCENE_NAMES
from lineage_explorer.command_line import _build_parser, parse_options
from lineage_explorer.query.address import (
    _REPEATABLE_PARAMETERS,
    _SINGLE_PARAMETERS,
    describe_grammar,
    get_start,
    parse_address,
    with_start_text,
)
from lineage_explorer.query.lineage_query import MAX_PROPERTIES, MAX_TAGS, MAX_TYPES, Direction
from lineage_explorer.query.view_options import ColorMode, LineStyle, Orientation
from lineage_explorer.questions.registry import QUESTIONS
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from lineage_explorer.views.color_by import SHADE_WORDS
from lineage_explorer.views.edge_elements import EdgeData
from lineage_explorer.views.elements import NodeData
from tests.support.account_clients import http_client
from tests.support.commands import ROOT, run, serve_checkout
from tests.support.doc_pages import DocPage, list_pages, read_page
from tests.support.notebooks import DOCUMENTED_ADDRESS

PAGES = list_pages()
PICTURES = ROOT / "docs" / "pictures"
MAX_PICTURE_BYTES = 150_000
SAMPLE_ARN = "arn:aws:sagemaker:us-west-2:000000000000:artifact/{:032x}"
FOLDERS = "lineage_explorer|sagemaker_account|components|callbacks|routes|server|assets|web|tests|docs|bench"
PACKAGES = "graph|query|questions|sources|layout|views|checks|compare|explore|export"
"""Folders of `lineage_explorer`, which pages may name without it."""

SERVICE_WORDS = {"QueryLineage", "SameAs", "IncludeEdges", "NextToken"}
"""Words of the SageMaker API."""

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder, ending in (
        ("components", ".py"),
        ("lineage_explorer", ".py"),
        ("sagemaker_account/demo", ".py"),
        ("web", ".js"),
    )
    for path in (ROOT / folder).rglob(f"*{ending}")
    if "node_modules" not in path.parts
)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


# --- links, files, pictures ------------------------------------------------------------------------------


@each_page
def test_links_of_a_page_lead_to_files_and_headings(page):
    for target in page.links:
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        file = (page.path.parent / path).resolve() if path else page.path
        assert file.exists(), f"{page.name} links to {target}"
        if anchor and file.suffix == ".md":
            assert anchor in DocPage(file).anchors, f"{page.name} links to {target}"


@each_page
def test_files_that_a_page_names_exist(page):
    if page.name == "CHANGELOG.md":  # tells of files that are gone
        return
    for span in page.spans:
        if re.fullmatch(rf"(?:{FOLDERS})/[\w./-]+", span):
            assert (ROOT / span).exists() or (ROOT / f"{span}.py").exists(), f"{page.name} names {span}"
        elif re.fullmatch(rf"(?:{PACKAGES})/[\w./-]+", span):
            assert (ROOT / "lineage_explorer" / span).exists(), f"{page.name} names {span}"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "/explanation/" in page.name], ids=lambda page: page.name
)
def test_names_of_the_code_in_an_explanation_exist(page):
    for span in page.spans:
        if re.fullmatch(r"[A-Z]\w*[a-z]\w*[A-Z]\w+|[A-Z]+_[A-Z_]+", span) and span not in SERVICE_WORDS:
            assert re.search(rf"\b(?:class )?{span}\b( =|: |[(:])", SOURCES), f"{page.name} names {span}"


def test_pictures_are_those_that_pages_use_and_scenes_make():
    used = {picture for page in PAGES for picture in page.pictures}
    assert used == set(PICTURES.iterdir())
    assert {picture.stem for picture in used} == set(SCENE_NAMES)
    assert len(SCENE_NAMES) == 8


def test_pictures_are_small():
    assert {path.name for path in PICTURES.iterdir() if path.stat().st_size > MAX_PICTURE_BYTES} == set()


@pytest.mark.parametrize("folder", ["how-to", "reference", "explanation"])
def test_contents_of_a_folder_name_each_of_its_pages_once(folder):
    contents = read_page(f"docs/{folder}/README.md")
    files = {path.name for path in contents.path.parent.glob("*.md")} - {"README.md"}
    named = [link for link in contents.links if "/" not in link]
    assert sorted(named) == sorted(files)


@pytest.mark.parametrize(
    ("pages", "limit"),
    [
        (["README.md"], 70),
        (["CONTRIBUTING.md"], 90),
        ([page.name for page in PAGES if "/how-to/" in page.name], 60),
        ([page.name for page in PAGES if "/explanation/" in page.name], 70),
    ],
    ids=["README", "CONTRIBUTING", "how-to", "explanation"],
)
def test_pages_are_short(pages, limit):
    assert [name for name in pages if len(read_page(name).text.splitlines()) > limit] == []


# --- what pages say to press -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if "/how-to/" in page.name or page.name == "docs/tutorial.md"],
    ids=lambda page: page.name,
)
def test_bold_words_of_instructions_are_words_of_the_page(page):
    """Bold is what one presses."""
    for words in page.bold:
        assert is_on_the_page(words.split()), f"{page.name}: “{words}” is nowhere on the page"


def is_on_the_page(words: list[str]) -> bool:
    """Return whether words stand in the sources together; one of several may be computed."""
    literal = [re.escape(word) for word in words]
    computed = [[*literal[:at], r"\{[^}]*\}", *literal[at + 1 :]] for at in range(len(words))]
    choices = [literal, *(computed if len(words) > 1 else [])]
    patterns = [r"(?<!\w)" + r"\s".join(choice) + r"(?!\w)" for choice in choices]
    return any(re.search(pattern, SOURCES, re.IGNORECASE) for pattern in patterns)


def test_a_word_that_is_not_on_the_page_would_be_found():
    assert is_on_the_page(["All", "12", "questions"])
    assert not is_on_the_page(["Unwritten"])
    assert not is_on_the_page(["Upstream", "only"])


# --- tables that agree with the product ------------------------------------------------------------------


URL_PAGE = read_page("docs/reference/url.md")
URL_ROWS = [*URL_PAGE.rows("## What is asked"), *URL_PAGE.rows("## How it is shown")]
REPEATS = {
    "start": "up to 10",
    "lineage_type": "up to 4",
    "type": f"up to {MAX_TYPES}",
    "property": f"up to {MAX_PROPERTIES}",
    "tag": f"up to {MAX_TAGS}",
    "hide": "any number",
    "open": "any number",
    "grow": "up to 24",
    "fold": "up to 24",
    "moved": "up to 24",
    "between": "exactly 2",
}


def codes(cell: str) -> list[str]:
    """Return the code spans of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def test_url_table_lists_each_parameter_once():
    names = [codes(row[0])[0] for row in URL_ROWS]
    assert sorted(names) == sorted([*_SINGLE_PARAMETERS, *_REPEATABLE_PARAMETERS])


def test_url_table_says_which_parameters_repeat():
    repeats = {codes(row[0])[0]: row[3] for row in URL_ROWS}
    assert repeats == dict.fromkeys(_SINGLE_PARAMETERS, "no") | REPEATS


@pytest.mark.parametrize(
    ("parameter", "choices"),
    [
        ("direction", Direction),
        ("lens", ColorMode),
        ("edges", LineStyle),
        ("flow", Orientation),
        ("lineage_type", ["Artifact", "TrialComponent", "Action", "Context"]),
    ],
)
def test_url_table_lists_the_values_of_a_choice(parameter, choices):
    (row,) = [row for row in URL_ROWS if codes(row[0]) == [parameter]]
    assert sorted(codes(row[1])) == sorted(choices)


def test_url_table_gives_the_defaults_of_the_grammar():
    shown = {codes(row[0])[0]: codes(row[2]) for row in URL_ROWS}
    for name, value in describe_grammar()["defaults"].items():
        assert shown[name] == [value], name


def test_url_page_lists_the_words_of_hide():
    listed = {word for row in URL_PAGE.rows("## hide") for word in codes(row[0])}
    assert listed >= SHADE_WORDS
    for word in listed:
        assert parse_address(f"start={SAMPLE_ARN.format(1)}&hide={word}").hidden_kinds == (word,)


def test_url_page_says_what_another_start_drops():
    text = re.search(r"Another start drops (.*?);", URL_PAGE.text, re.DOTALL)[1]
    grammar = describe_grammar()
    assert sorted(codes(text)) == sorted([*grammar["dropped_by_focus"], *grammar["dropped_off_path"]])


def subparser(command: str) -> argparse.ArgumentParser:
    """Return the parser of a command; the explorer's is the main one."""
    parser = _build_parser()
    commands = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return commands.choices.get(command, parser)


OPTION_TABLES = {
    "explore": "## Options of the explorer",
    "endpoint": "## Options of `endpoint`",
    "snapshot": "## Options of `snapshot`",
}
ARGUMENTS = {"explore": [], "endpoint": ["endpoint"], "snapshot": ["snapshot", "OUT"]}
each_command = pytest.mark.parametrize("command", OPTION_TABLES)


def option_rows(command: str) -> list[list[str]]:
    return list(read_page("docs/reference/commands.md").rows(OPTION_TABLES[command]))


@each_command
def test_option_table_lists_each_option_of_a_command(command):
    actions = [action for action in subparser(command)._actions if action.option_strings]
    names = [action.option_strings[-1] for action in actions if action.dest != "help"]
    assert sorted(codes(row[0])[0] for row in option_rows(command)) == sorted(names)


@each_command
def test_option_table_gives_defaults(command):
    options = vars(parse_options(ARGUMENTS[command]))
    for row in option_rows(command):
        value = options[codes(row[0])[0].removeprefix("--").replace("-", "_")]
        if codes(row[2]) and value is not None:
            assert codes(row[2]) == [f"{value:g}" if isinstance(value, float) else str(value)], row


@each_command
def test_environment_variables_of_the_option_table_set_their_options(command, monkeypatch):
    arguments = ARGUMENTS[command]
    values = {"--port": "8123", "--latency": "0.5", "--throttle": "0.5", "--fail": "0.5", "--log": "json"}
    values["--workers"] = "3"
    for row in option_rows(command):
        option, variable = codes(row[0])[0], codes(row[1])[0]
        name = option.removeprefix("--").replace("-", "_")
        before = getattr(parse_options(arguments), name)
        monkeypatch.setenv(variable, values.get(option, "other"))
        assert getattr(parse_options(arguments), name) != before, option
        monkeypatch.delenv(variable)


def test_make_table_lists_the_targets_for_people():
    named = {codes(row[0])[0] for row in read_page("docs/reference/commands.md").rows("## Make")}
    assert named == {f"make {target}" for target in make_targets()} - {
        "make browser",
        "make headless",
        "make redis",
        "make postgres",
    }


def make_targets() -> list[str]:
    return re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()


@pytest.mark.parametrize("section", SHORTCUTS)
def test_key_table_is_the_list_that_the_page_shows(section):
    rows = [(codes(row[0])[0], row[1]) for row in read_page("docs/reference/keys.md").rows(f"## {section}")]
    assert rows == list(SHORTCUTS[section])


def test_http_page_lists_the_routes_of_the_explorer(account_client, tmp_path):
    app = create_explorer(ExploredAccount("", account_client), pseudonyms=PseudonymStore(tmp_path / "names"))
    rules = {rule.rule for rule in app.server.url_map.iter_rules()}
    own = {rule for rule in rules if not re.match(r"/(_|assets|static|<)", rule)}
    page = read_page("docs/reference/http.md")
    assert {codes(row[0])[0].partition("?")[0] for row in page.rows("## The explorer")} == own


def test_page_hooks_are_ids_of_the_page():
    known = {value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
    named = {span[1:] for span in read_page("docs/reference/page-hooks.md").spans if span.startswith("#")}
    assert named - known == set()
    assert named >= {"lineage", "graph", "notice", "status", "details", "answer", "start", "run"}


@pytest.mark.parametrize(
    ("heading", "shape"), [("## Data of a node", NodeData), ("## Data of an edge", EdgeData)]
)
def test_page_hooks_are_data_of_the_elements(heading, shape):
    rows = read_page("docs/reference/page-hooks.md").rows(heading)
    assert {key for row in rows for key in codes(row[0])} <= shape.__annotations__.keys()


# --- code ------------------------------------------------------------------------------------------------


def commands(page: DocPage) -> list[str]:
    """Return the commands that a page tells to run: shell blocks and code spans."""
    lines = [line.partition("  #")[0].strip() for block in page.blocks("") for line in block.splitlines()]
    known = r"(?:make|python|\.venv/bin/python|lineage-explorer|pip)\b.*"
    return [text for text in [*lines, *page.spans] if re.fullmatch(known, text)]


def check_command(text: str) -> None:
    """Fail if a command names a target, option, module or extra that does not exist."""
    words = [word for word in shlex.split(text) if word != "…"]
    match words:
        case ["make", "test", argument]:
            assert argument.startswith("ARGS=")  # of pytest
        case ["make", *targets]:
            assert {target for target in targets if "=" not in target} <= set(make_targets())
            for arguments in (word.removeprefix("ARGS=") for word in targets if word.startswith("ARGS=")):
                parse_options(shlex.split(arguments))
        case [_, "-m", "bench", *names]:
            assert set(names) <= BENCH_SCENARIOS.keys()
        case [_, "-m", "docs.screenshots", *names]:
            assert set(names) <= set(SCENE_NAMES)
        case [_, "-m", "pytest", *files]:
            assert all((ROOT / file).exists() for file in files)
        case ["pip", "install", *requirements]:
            project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
            extras = re.findall(r"\.\[(\w+)\]", " ".join(requirements))
            assert set(extras) <= project["optional-dependencies"].keys()
        case ["python", "app.py", *arguments] | ["lineage-explorer", *arguments]:
            parse_options(arguments)
        case ["pip"] | [_]:
            pass
        case _:
            pytest.fail(f"what does “{text}” run?")


@each_page
def test_commands_of_a_page_exist(page):
    if page.name == "CHANGELOG.md":  # tells of commands that are gone
        return
    for text in commands(page):
        try:
            check_command(text)
        except SystemExit:
            pytest.fail(f"{page.name}: “{text}” has an option that does not exist")


def test_a_command_with_an_unknown_option_would_be_found():
    with pytest.raises(SystemExit):
        check_command("python app.py --colour red")
    with pytest.raises(AssertionError):
        check_command("make coffee")


@each_page
def test_options_that_a_page_names_exist(page):
    commands = (*OPTION_TABLES, "ask", "check", "doctor", "export", "mcp", "verify")
    known = {option for command in commands for option in subparser(command)._option_string_actions}
    known |= build_bench_parser()._option_string_actions.keys() | {"--hypothesis-profile"}
    named = {match for span in page.spans for match in re.findall(r"(?<![\w-])--[a-z][a-z-]*", span)}
    assert named - known == set(), page.name


@pytest.fixture(scope="module")
def endpoint():
    with serve_checkout("endpoint", "--port", "0") as address:
        yield address


@pytest.fixture(scope="module")
def account_client(endpoint):
    with closing(http_client(endpoint)) as client:
        yield client


PREPARED = """
import boto3

sm_client = client = boto3.client("sagemaker")
contexts = client.list_contexts(ContextType="Endpoint")["ContextSummaries"]
arn = next(c["ContextArn"] for c in contexts if c["Source"]["SourceUri"].endswith("/customer-churn-production"))
response = client.query_lineage(StartArns=[arn], Direction="Ascendants", IncludeEdges=True)
"""
"""What the code of a page may take for granted: a client, a start and a response."""


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.blocks("python")], ids=lambda page: page.name
)
def test_python_of_a_page_runs_against_the_embedded_account(page, endpoint, tmp_path):
    code = "\n".join([PREPARED, *page.blocks("python")]).replace(DOCUMENTED_ADDRESS, endpoint)
    variables = {
        "AWS_ENDPOINT_URL_SAGEMAKER": endpoint,
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
        "PYTHONPATH": str(ROOT),
        "PATH": "",
    }
    run(sys.executable, "-c", code, cwd=tmp_path, env=variables)
    if ".render(" in code:
        assert (tmp_path / "generated" / "Endpoint.html").stat().st_size > 100_000


# --- addresses -------------------------------------------------------------------------------------------


def fill_placeholders(text: str) -> str:
    """Replace `<ARN>` and the like by values, each ARN by another."""
    numbers = count(1)
    text = re.sub("<ARN>", lambda _: SAMPLE_ARN.format(next(numbers)), text)
    return text.replace("<how far>", "up").replace("<slug>", QUESTIONS[0].slug)


def find_addresses(page: DocPage) -> list[str]:
    """Return the whole addresses in a page, placeholders filled."""
    spans = [fill_placeholders(span) for span in page.spans if span.startswith("/?")]
    return [span.removeprefix("/") for span in spans if span != "/?<address>"]


def find_fragments(page: DocPage) -> list[str]:
    """Return the parameters with values that a page names."""
    known = {*_SINGLE_PARAMETERS, *_REPEATABLE_PARAMETERS}
    spans = [span for span in page.spans if re.match(r"(\w+)=.", span)]
    return [fill_placeholders(span) for span in spans if span.partition("=")[0] in known]


@each_page
def test_addresses_of_a_page_show_something(page, account_client):
    for search in find_addresses(page):
        if start := get_start(search):
            found = SageMakerCatalog(account_client).resolve(start)
            assert found, f"{page.name}: {start} is not in the demo account"
            search = with_start_text(search, found[0].arn)  # noqa: PLW2901 - as the page is redirected
        address = parse_address(search)
        assert address.query is not None
        assert address.unknown == ()


@each_page
def test_parameters_of_a_page_have_values_that_can_be_asked(page):
    for fragment in find_fragments(page):
        context = [] if fragment.startswith(("start=", "view=browse")) else [f"start={SAMPLE_ARN.format(0)}"]
        if fragment.startswith("path="):
            context += [f"between={SAMPLE_ARN.format(number)}" for number in (1, 2)]
        assert parse_address("&".join([*context, fragment])).unknown == (), f"{page.name}: {fragment}"


def test_docs_hold_addresses_to_check():
    assert sum(len(find_addresses(page)) for page in PAGES) >= 6
    assert sum(len(find_fragments(page)) for page in PAGES) >= 20


# --- the changelog ---------------------------------------------------------------------------------------


def test_changelog_has_the_version_of_the_package():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (.+)$", read_page("CHANGELOG.md").text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d", headings[1])


def test_changelog_entries_are_one_line_each():
    lines = read_page("CHANGELOG.md").text.partition("## [Unreleased]")[2].splitlines()
    assert [line for line in lines if line.startswith((" ", "\t")) or len(line) > 120] == []
