"""Commands, options and their errors: one sentence and exit status 2."""

from __future__ import annotations

import os
import socket
import urllib.request
from urllib.error import HTTPError

import pytest

from app import main
from lineage_explorer.command_line import parse_options
from sagemaker_account.store import Store
from server.guard_settings import build_settings
from tests.support.commands import serve_checkout


def test_the_explorer_serves_the_demo_and_prints_its_address():
    with serve_checkout("--port", "0") as address, urllib.request.urlopen(f"{address}/health") as answer:
        assert answer.status == 200


def test_the_endpoint_answers_any_client(tmp_path):
    file = tmp_path / "account.sqlite"
    with serve_checkout("endpoint", "--port", "0", "--account", str(file)) as address:
        request = urllib.request.Request(
            address,
            data=b"{}",
            headers={
                "X-Amz-Target": "SageMaker.ListArtifacts",
                "Content-Type": "application/x-amz-json-1.1",
            },
        )
        with urllib.request.urlopen(request) as answer:
            assert answer.read() == b'{"ArtifactSummaries":[]}'
    assert file.exists()


def test_an_option_can_be_set_by_the_environment(tmp_path):
    Store.open(str(tmp_path / "mine.sqlite"), create=True).close()
    with (
        serve_checkout("--port", "0", LINEAGE_ACCOUNT=str(tmp_path / "mine.sqlite")) as address,
        urllib.request.urlopen(f"{address}/screen") as screen,
    ):
        assert b"mine.sqlite" in screen.read()


def test_server_that_cannot_store_pseudonyms_does_not_redact(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main(["--port", "0", "--share", "--pseudonyms", str(tmp_path / "file" / "pseudonyms.sqlite")]) == 2
    assert "--pseudonyms" in capsys.readouterr().err


def test_port_in_use_is_reported(tmp_path, capsys):
    Store.open(str(tmp_path / "mine.sqlite"), create=True).close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--account", str(tmp_path / "mine.sqlite")]) == 2
    assert f"127.0.0.1:{port}" in capsys.readouterr().err


def test_unknown_operation_to_deny_is_reported(tmp_path, capsys):
    assert (
        main(["endpoint", "--account", str(tmp_path / "a.sqlite"), "--port", "0", "--deny", "ListTogs"]) == 2
    )
    assert "ListTogs" in capsys.readouterr().err


def test_an_account_file_that_does_not_exist_is_refused(tmp_path, capsys):
    assert main(["--account", str(tmp_path / "none.sqlite")]) == 2
    assert "none.sqlite" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_file_of_another_format_is_refused(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("not an account\n" * 100)
    assert main(["--account", str(tmp_path / "notes.txt")]) == 2
    assert "notes.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--port", "70000"], "70000"),
        (["--port", "many"], "many"),
        (["--workers", "0"], "0 is not a number of workers"),
        (["--workers", "many"], "many is not a number of workers"),
        (["--base-path", "/a b"], "/a b is not a path"),
        (["--base-path", "https://tools.example/"], "is not a path"),
        (["--colour"], "--colour"),
        (["serve"], "serve"),
        (["endpoint", "--throttle", "2"], "2"),
        (["endpoint", "--latency", "-5"], "-5"),
        (["endpoint", "--throttle", "0.7", "--fail", "0.6"], "0.7"),
        (["--live", "--account", "x.sqlite"], "--account"),
    ],
)
def test_a_wrong_option_ends_with_status_2_and_names_it(arguments, named, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["endpoint"]])
@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--host", "0.0.0.0"], "--token"),
        (["--host", ""], "--public"),
        (["--user-header", "X-User"], "--trusted-proxy"),
        (["--token", "x", "--public"], "--public"),
        (["--trusted-proxy", "proxy"], "proxy"),
        (["--allow-frame", "wiki"], "--allow-frame"),
    ],
)
def test_a_server_that_strangers_could_use_does_not_start(command, options, named, capsys):
    assert main([*command, *options]) == 2
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1


def test_a_token_is_made_printed_and_let_in(tmp_path):
    Store.open(str(tmp_path / "mine.sqlite"), create=True).close()
    arguments = ["--port", "0", "--account", str(tmp_path / "mine.sqlite"), "--token"]
    with serve_checkout(*arguments) as address:
        page, _, token = address.partition("?token=")
        with pytest.raises(HTTPError, match="401") as refusal:
            urllib.request.urlopen(f"{page}screen")
        refusal.value.close()
        request = urllib.request.Request(f"{page}screen", headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["Server"] is None
            assert b"mine.sqlite" in answer.read()


def test_tokens_of_the_environment_are_used_and_new_ones_differ(monkeypatch):
    monkeypatch.setenv("LINEAGE_TOKEN", "of-the-environment")
    assert build_settings(parse_options([])).token == "of-the-environment"
    made = {build_settings(parse_options(["--token"])).token for _ in range(2)}
    assert len(made) == 2
    assert all(len(token) >= 32 for token in made)


def test_invalid_environment_value_is_reported(monkeypatch, capsys):
    monkeypatch.setenv("LINEAGE_PORT", "eighty")
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == 2
    assert "eighty" in capsys.readouterr().err


def test_live_without_credentials_prints_advice(monkeypatch, tmp_path, capsys):
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert main(["--live", "--region", "us-west-2", "--port", "0"]) == 2
    assert "aws configure" in capsys.readouterr().err


def test_help_explains_every_option(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    for option in (
        "--host",
        "--port",
        "--account",
        "--live",
        "--profile",
        "--region",
        "--endpoint-url",
        "--cache",
        "--share",
        "--pseudonyms",
        "endpoint",
    ):
        assert option in shown
