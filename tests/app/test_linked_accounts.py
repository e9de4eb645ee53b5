"""One picture over two accounts, each read over HTTP with credentials of its own."""

from __future__ import annotations

import json
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest

from app import main
from assembly.accounts import connect_accounts
from assembly.explorer import create_app
from assembly.service_scope import build_scope
from lineage_explorer.api.operations import OPERATIONS_BY_NAME, ReadLimits
from lineage_explorer.command_line import parse_options
from lineage_explorer.errors import CredentialsMissing, InvalidQuery
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from sagemaker_account.recorded_account import open_service
from sagemaker_account.store import Store
from tests.support.linked_accounts import DATA, MODELS, REGIONS, THIRD, build_linked_accounts
from tests.support.screen_reader import read_final_screen

KEYS = {"data": "AKIADATA", "models": "AKIAMODELS"}


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    with ExitStack() as stack:
        yield build_linked_accounts(tmp_path_factory.mktemp("linked"), stack)


@pytest.fixture(autouse=True)
def profiles(monkeypatch, tmp_path):
    """Configure a profile with keys of its own for each account."""
    lines = [
        f"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = s\n" for name, key in KEYS.items()
    ]
    (tmp_path / "credentials").write_text("\n".join(lines))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def open_scope(tmp_path, urls, *names, **settings):
    """Yield the services of accounts that a settings file names."""
    numbers = {"data": DATA, "models": MODELS}
    tables = {
        name: {"profile": name, "region": REGIONS[numbers[name]], "endpoint_url": urls[name]}
        for name in names
    }
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps(tables))
    with ExitStack() as stack:
        first, others = connect_accounts(parse_options(["--accounts", str(file)]), stack)
        yield build_scope(
            first,
            CacheRegistry(),
            others=others,
            pseudonyms=PseudonymStore(tmp_path / "book.sqlite"),
            **settings,
        )


def ask(scope, name, search):
    """Return the body of an operation of the API."""
    run = OPERATIONS_BY_NAME[name].run
    return scope.run(search, lambda services, search: run(services, search, ReadLimits()))


@pytest.fixture
def served(linked, tmp_path):
    """Serve both accounts to an explorer; yield it with what notes the calls."""
    with linked.serve() as (recorders, urls), open_scope(tmp_path, urls, "models", "data") as scope:
        yield scope, recorders


def test_one_picture_spans_two_accounts_each_read_with_its_own_key(served, linked):
    scope, recorders = served
    arns = linked.arns
    graph = scope.plain.source.read(LineageQuery(arns["endpoint"]))
    assert set(graph.vertices) == set(arns.values())
    assert len(graph.associations) == 8  # 2 of the data account, 3 of the models account, 3 SameAs
    assert graph.distances[arns["raw"]] == 6
    assert {name: recorder.keys for name, recorder in recorders.items()} == {
        name: {key} for name, key in KEYS.items()
    }
    assert "QueryLineage" in {operation for operation, _ in recorders["data"].calls}


def test_each_entity_is_described_by_its_own_account(served, linked):
    scope, recorders = served
    body = ask(scope, "lineage", f"?start={linked.arns['endpoint']}")
    names = {vertex.arn: vertex.name for vertex in body.vertices}
    assert names[linked.arns["raw"]] == "raw"
    described = {operation for operation, _ in recorders["data"].calls if operation.startswith("Describe")}
    assert described >= {"DescribeArtifact", "DescribeTrialComponent"}
    assert recorders["data"].keys == {KEYS["data"]}


def test_third_account_is_a_stub_and_the_view_is_partial(served, linked):
    scope, _ = served
    body = ask(scope, "lineage", f"?start={linked.arns['endpoint']}")
    assert not body.complete
    assert any(f"Account {THIRD} (us-west-2) is not configured here" in gap for gap in body.gaps)
    assert any("--role NAME=arn:aws:iam::333333333333:role/ROLE,region=us-west-2" in gap for gap in body.gaps)
    graph = scope.plain.source.read(LineageQuery(linked.arns["endpoint"]))
    assert [arn for arn, vertex in graph.vertices.items() if vertex.stub] == [linked.arns["third model"]]


def test_start_in_an_account_that_is_not_configured_is_shown_and_its_gap_told(served, linked):
    scope, _ = served
    body = ask(scope, "lineage", f"?start={linked.arns['third model']}")
    assert {vertex.arn for vertex in body.vertices} >= {linked.arns["third model"], linked.arns["model"]}
    assert not body.complete
    (gap,) = [gap for gap in body.gaps if f"Account {THIRD} (us-west-2) is not configured here" in gap]
    assert "--role NAME=arn:aws:iam::333333333333:role/ROLE" in gap
    graph = scope.plain.source.read(LineageQuery(linked.arns["third model"]))
    assert not [arn for arn, vertex in graph.vertices.items() if vertex.stub]


def test_account_that_denies_is_told_and_leaves_the_rest(linked, tmp_path):
    with (
        linked.serve(data="QueryLineage") as (_, urls),
        open_scope(tmp_path, urls, "models", "data") as scope,
    ):
        graph = scope.plain.source.read(LineageQuery(linked.arns["endpoint"]))
    assert linked.arns["raw"] not in graph.vertices
    assert graph.vertices[linked.arns["data features"]].stub
    assert any(
        gap.startswith(f"Account {DATA} (us-west-2) could not be read") for gap in graph.read_status.gaps
    )


def test_depth_counts_across_accounts(served, linked):
    scope, _ = served
    graph = scope.plain.source.read(LineageQuery(linked.arns["endpoint"], Direction.ASCENDANTS, 5))
    assert linked.arns["prepare"] in graph.vertices
    assert linked.arns["raw"] not in graph.vertices


@pytest.mark.parametrize("include_paths", [True, False])
def test_filters_find_matches_beyond_the_crossing(served, linked, include_paths):
    scope, _ = served
    filters = Filters(types=("DataSet",))
    query = LineageQuery(linked.arns["endpoint"], filters=filters, include_paths=include_paths)
    graph = scope.plain.source.read(query)
    matches = {linked.arns[name] for name in ("features", "data features", "raw")}
    assert graph.matches == matches
    extra = {linked.arns[name] for name in ("prepare", "train", "model", "third model")}
    assert set(graph.vertices) & extra == ({linked.arns["prepare"], linked.arns["train"], linked.arns["model"]}
                                           if include_paths else set())  # fmt: skip


def test_pasted_arn_of_another_account_leads_there(served, linked):
    scope, recorders = served
    raw = linked.arns["raw"]
    web = create_app(scope).server.test_client()
    target = urlsplit(web.get(f"/?start={raw}").headers["Location"])
    assert parse_qs(target.query) == {"start": [raw], "account": ["data"]}
    screen = read_final_screen(web, f"?start={raw}").sent
    assert parse_qs(screen["moved"].lstrip("?"))["account"] == ["data"]
    assert screen["drawing"]["vertices"] == len(linked.arns)
    assert recorders["data"].keys == {KEYS["data"]}


def test_arn_that_is_nowhere_says_how_to_add_its_account(served):
    scope, _ = served
    arn = "arn:aws:sagemaker:eu-central-1:999999999999:context/x"
    with pytest.raises(
        Exception, match=r"999999999999 \(eu-central-1\) is not configured here.*--role NAME="
    ):
        ask(scope, "lineage", f"?start={arn}")
    with pytest.raises(Exception, match=r"999999999999 .* is not configured here"):
        ask(scope, "lineage", "?start=arn:aws:sagemaker:eu-central-1:999999999999:endpoint/x")


def test_unknown_account_names_those_that_exist(served):
    scope, _ = served
    with pytest.raises(InvalidQuery, match=r"“nobody” is not an account .* has models, data"):
        ask(scope, "search", "?text=raw&account=nobody")


def test_account_of_the_address_is_searched(served, linked):
    scope, _ = served
    found = ask(scope, "search", "?text=raw&account=data")
    assert [match.arn for match in found.matches] == [linked.arns["raw"]]


def wait_for_home(web, search):
    """Return the first screen once all its parts have come."""
    return read_final_screen(web, search).sent["shown"]


def test_first_screen_offers_shared_groups_and_the_other_accounts(served, linked):
    scope, recorders = served
    shown = wait_for_home(create_app(scope).server.test_client(), "")
    welcome, menu = shown["welcome.html"], shown["account-list.html"]
    assert "Account 111111111111 · us-west-2" in welcome
    assert f"start={linked.arns['data features']}&amp;account=data" in welcome
    assert "Account 333333333333 (us-west-2) is not configured here" in welcome
    assert 'href="./?account=data"' in menu
    assert menu.count("<a ") == 2
    assert "ListLineageGroups" in {operation for operation, _ in recorders["models"].calls}


def test_unknown_account_keeps_the_page_usable(served):
    scope, _ = served
    web = create_app(scope).server.test_client()
    assert web.get("/?account=nobody").status_code == 200
    shown = web.get("/screen?account=nobody").json["shown"]
    assert shown["lineage.data-state"] == "error"
    assert 'href="./?account=data"' in shown["account-list.html"]


def test_hidden_names_hide_those_of_accounts(linked, tmp_path):
    with (
        linked.serve() as (_, urls),
        open_scope(tmp_path, urls, "models", "data", always_redacted=True) as scope,
    ):
        web = create_app(scope).server.test_client()
        raw = linked.arns["raw"]
        target = web.get(f"/?start={raw}&account=data").headers["Location"]
        assert "account=account-2" in target
        texts = [target, web.get(f"/screen?{target.partition('?')[2]}").get_data(as_text=True)]
        texts += [json.dumps(wait_for_home(web, "?share=1"), ensure_ascii=False)]
        texts += [web.get("/screen?account=nobody").get_data(as_text=True)]
        body = ask(scope, "lineage", f"?start={linked.arns['endpoint']}")
        texts += [repr(body)]
        hidden = (DATA, MODELS, THIRD, "AKIA", "account=data", "models ·", "data ·")
        assert [(word, text[max(0, text.find(word) - 80):][:200]) for text in texts for word in hidden
                if word in text] == []  # fmt: skip
        assert any("is not configured here" in gap for gap in body.gaps)


def test_commands_choose_an_account(linked, tmp_path, capsys):
    with linked.serve() as (_, urls), open_scope(tmp_path, urls, "models", "data"):
        accounts = ["--accounts", str(tmp_path / "accounts.json")]
        assert main(["ask", "raw", *accounts, "--account-name", "data", "--json"]) == 0
        assert linked.arns["raw"] in capsys.readouterr().out
        assert main(["ask", "raw", *accounts, "--account-name", "nobody"]) == 2
        assert "“nobody” is not an account" in capsys.readouterr().err


def test_a_snapshot_copies_the_account_that_is_chosen(linked, tmp_path, capsys):
    with linked.serve() as (recorders, urls), open_scope(tmp_path, urls, "models", "data"):
        accounts = ["--accounts", str(tmp_path / "accounts.json")]
        for options, name in (([], "models"), (["--account-name", "data"], "data")):
            out = str(tmp_path / f"{name}.sqlite")
            assert main([*accounts, "snapshot", out, *options]) == 0
            assert {each: recorder.keys for each, recorder in recorders.items() if recorder.calls} == {
                name: {KEYS[name]}
            }
            recorders[name].calls.clear()
            assert main(["ask", "features", "--account", out, "--json"]) == 0
            found = linked.arns["data features" if name == "data" else "features"]
            assert found in capsys.readouterr().out
        assert main(["snapshot", str(tmp_path / "x.sqlite"), *accounts, "--account-name", "nobody"]) == 2
        assert "“nobody” is not an account here: use models, data." in capsys.readouterr().err
        assert not (tmp_path / "x.sqlite").exists()


def test_a_snapshot_takes_a_role(linked, tmp_path, monkeypatch):
    asked = []

    def connect(**settings):
        asked.append(settings)
        return transport.connect(linked.accounts[DATA])

    monkeypatch.setattr(session, "connect", connect)
    monkeypatch.setattr(session, "read_caller_arn", lambda _client, **_settings: "reader")
    role = "arn:aws:iam::111111111111:role/Reader"
    out = str(tmp_path / "data.sqlite")
    assert main(["snapshot", out, "--role", f"data={role},region=us-west-2,external_id=secret"]) == 0
    (settings,) = asked
    assert (settings["role"], settings["external_id"]) == (role, "secret")
    with closing(Store.open(out)) as store:
        assert open_service(store).provenance.read_by == "reader"


def test_account_without_credentials_spoils_no_other(linked, tmp_path):
    with linked.serve() as (_, urls):
        tables = {
            "models": {"profile": "models", "region": REGIONS[MODELS], "endpoint_url": urls["models"]},
            "data": {"profile": "nowhere", "region": REGIONS[DATA], "account_id": DATA},
        }
        file = tmp_path / "accounts.json"
        file.write_text(json.dumps(tables))
        with ExitStack() as stack:
            first, others = connect_accounts(parse_options(["--accounts", str(file)]), stack)
            book = PseudonymStore(tmp_path / "book.sqlite")
            scope = build_scope(first, CacheRegistry(), others=others, pseudonyms=book)
            graph = scope.plain.source.read(LineageQuery(linked.arns["endpoint"]))
            assert linked.arns["train"] in graph.vertices
            assert any("(nowhere)" in gap for gap in graph.read_status.gaps)
            with pytest.raises(CredentialsMissing, match="nowhere"):
                ask(scope, "search", "?text=raw&account=data")
