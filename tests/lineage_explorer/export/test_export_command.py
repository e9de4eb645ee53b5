"""The command `export`: files, standard output, exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from app import main
from lineage_explorer.command_line import parse_options
from lineage_explorer.query.address import list_parameters
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.commands import ROOT


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """Return an account file with one data set, one job and one model."""
    path = str(tmp_path_factory.mktemp("account") / "account.sqlite")
    store = Store.open(path, create=True)
    client = transport.connect(Account(store))
    data = client.create_artifact(Source={"SourceUri": "s3://b/data.csv"}, ArtifactType="DataSet")[
        "ArtifactArn"
    ]
    job = client.create_trial_component(TrialComponentName="job-aws-training-job")["TrialComponentArn"]
    client.add_association(SourceArn=data, DestinationArn=job, AssociationType="ContributedTo")
    model = client.create_artifact(Source={"SourceUri": "s3://b/model"}, ArtifactType="Model")["ArtifactArn"]
    client.add_association(SourceArn=job, DestinationArn=model, AssociationType="Produced")
    store.close()
    return path


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Write to a folder of the test, with stand-ins of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINEAGE_PSEUDONYMS", str(tmp_path / "names" / "pseudonyms.sqlite"))
    return tmp_path


def run(account, *arguments) -> int:
    return main(["export", *arguments, "--account", account])


def test_file_is_named_for_title_and_day_and_described_beside_it(account, folder, capsys):
    assert run(account, "s3://b/data.csv") == 0
    written, described = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert written.startswith("Lineage-of-data-set-data.csv-20")
    assert described == f"{written}-metadata.json"
    assert json.loads((folder / described).read_text())["rowCount"] == 3
    assert capsys.readouterr().err.startswith(f"{written}: Lineage of data set data.csv\n")


def test_format_follows_the_end_of_the_file_and_the_address_its_options(account, folder):
    assert run(account, "s3://b/data.csv", "--out", "x.json", "--hide", "TrialComponent") == 0
    body = json.loads((folder / "x.json").read_text())
    assert body["vertex_count"] == 2
    assert "hide=TrialComponent" in body["link"]
    assert not (folder / ".x.json.part").exists()


def test_minus_is_standard_output(account, capfdbinary, folder):
    assert run(account, "s3://b/data.csv", "--out", "-", "--format", "edges-csv") == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"source,destination,association_type")
    assert out.count(b"\r\n") == 3
    assert err == b""
    assert [path for path in folder.iterdir() if path.is_file()] == []


def test_what_is_missing_is_said_on_standard_error(account, capfd):
    assert run(account, "s3://b/data.csv", "--out", "-", "--depth", "1") == 0
    assert "Not complete" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "named"),
    [
        (["s3://b/nothing"], 1, "s3://b/nothing"),
        (["arn:aws:sagemaker:us-west-2:000000000000:artifact/gone"], 1, "gone"),
        (["s3://b/data.csv", "--format", "proof"], 2, "proof"),
        (["s3://b/data.csv", "--format", "report", "--as-of", "2999-01-01"], 2, "2999"),
        (["s3://b/data.csv", "--out", "x.foo"], 2, "x.foo"),
        (["s3://b/data.csv", "--out", "no/such/folder/x.csv"], 2, "no/such/folder"),
        (["s3://b/data.csv", "--depth", "11"], 2, "11"),
        (["s3://b/data.csv", "--list", "paths"], 2, "between="),
    ],
)
def test_exit_status_tells_what_went_wrong_in_one_sentence(account, capsys, arguments, status, named):
    assert run(account, *arguments) == status
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("form", ["report", "evidence"])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--depth", "10"], 0),
        (["--depth", "1"], 2),
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 3),
        (["--depth", "1", "--fail-on", "warning"], 2),
    ],
)
def test_status_of_reports_tells_of_gaps_and_findings(account, folder, form, arguments, status):
    out = folder / f"x.{form}"
    assert run(account, "s3://b/data.csv", "--format", form, "--out", str(out), *arguments) == status
    assert out.stat().st_size > 1_000


def test_account_that_cannot_be_read_is_status_3(capsys, folder):
    assert main(["export", "s3://b/data.csv", "--account", str(folder / "none.sqlite")]) == 3
    assert "none.sqlite" in capsys.readouterr().err


def test_options_of_the_account_may_stand_before_or_after_the_command():
    before = parse_options(["--account", "x.sqlite", "export", "START"])
    after = parse_options(["export", "START", "--account", "x.sqlite"])
    assert before.account == after.account == ["x.sqlite"]
    assert before.cache == after.cache == "memory"
    with pytest.raises(SystemExit):
        parse_options(["--live", "export", "START", "--account", "x.sqlite"])


HAS_OWN_OPTION = ("start", "share", "account")


@pytest.mark.parametrize("name", [name for name, _ in list_parameters() if name not in HAS_OWN_OPTION])
def test_every_parameter_of_the_address_is_an_option(name):
    options = parse_options(["export", "START", f"--{name.replace('_', '-')}", "value"])
    value = getattr(options, f"address_{name}")
    assert value in ("value", ["value"])


def test_names_are_hidden_in_files_too(account, folder):
    assert run(account, "s3://b/data.csv", "--share", "--out", "x.json") == 0
    assert "000000000000" not in (folder / "x.json").read_text()


def test_reader_that_closes_its_pipe_ends_the_command_without_a_word(account, folder):
    command = [sys.executable, "app.py", "export", "s3://b/data.csv", "--format", "json", "--out", "-"]
    with subprocess.Popen(
        [*command, "--account", account],
        cwd=ROOT,
        env={**os.environ, "LINEAGE_PSEUDONYMS": str(folder / "names.sqlite")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0
