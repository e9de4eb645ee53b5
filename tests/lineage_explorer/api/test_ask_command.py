"""The command `ask`: output, exit statuses, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from app import main
from lineage_explorer.questions.registry import QUESTIONS
from tests.support.commands import ROOT
from tests.support.demo_file import write_demo

PRODUCTION = "endpoint/customer-churn-production"


@pytest.fixture(scope="module")
def account_file(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("demo") / "demo.sqlite")
    write_demo(path)
    return path


@pytest.fixture
def ask(account_file, capsysbinary, tmp_path):
    """Return a function that runs the command: status, output, errors."""

    def run(*arguments):
        names = str(tmp_path / "pseudonyms.sqlite")
        status = main(["ask", *arguments, "--account", account_file, "--pseudonyms", names])
        said = capsysbinary.readouterr()
        return status, said.out.decode(), said.err.decode()

    return run


def test_answer_is_a_sentence_and_an_aligned_list(ask):
    status, out, err = ask(PRODUCTION, "endpoint-models")
    sentence, empty, head, *rows = out.splitlines()
    assert (status, empty, err) == (0, "", "")
    assert sentence.startswith("4 models are behind customer-churn-production")
    place = head.index("Now")
    assert [row[place:].split("  ")[0] for row in rows] == [
        "In service",
        "In service",
        "Replaced",
        "Replaced",
    ]
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_without_a_slug_its_questions_are_listed(ask):
    status, out, _ = ask(PRODUCTION)
    assert status == 0
    assert out.splitlines()[3].split() == [
        "endpoint-models",
        "Which",
        "models",
        "are",
        "behind",
        "this",
        "endpoint?",
    ]
    body = json.loads(ask(PRODUCTION, "--json")[1])
    assert [each["slug"] for each in body["questions"]] == [line.split()[0] for line in out.splitlines()[3:]]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("nothing of this name", "picture"), 1, "nothing of this name"),
        ((f"arn:aws:sagemaker:us-west-2:000000000000:artifact/{'0' * 32}", "picture"), 1, "is not known"),
        (("train.csv", "picture"), 2, "matches 10 entities"),
        ((PRODUCTION, "endpoint-model"), 2, "Did you mean endpoint-models, "),
        (("", "picture"), 2, "start"),
    ],
)
def test_exit_status_tells_what_is_wrong(ask, arguments, status, said):
    found, out, err = ask(*arguments)
    assert (found, out) == (status, "")
    assert said in err


def test_wrong_slug_lists_those_that_there_are(ask):
    _, _, err = ask(PRODUCTION, "why")
    assert all(f"\n{question.slug} " in err for question in QUESTIONS)


def test_wrong_options_end_with_status_2(capsys):
    with pytest.raises(SystemExit) as end:
        main(["ask", PRODUCTION, "picture", "--json", "--csv"])
    assert end.value.code == 2
    assert "--csv" in capsys.readouterr().err


def test_account_that_cannot_be_read_ends_with_status_3(capsys, monkeypatch, tmp_path):
    assert main(["ask", PRODUCTION, "picture", "--account", str(tmp_path / "none.sqlite")]) == 3
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "any")
    arguments = ["--live", "--region", "us-west-2", "--endpoint-url", "http://127.0.0.1:9"]
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert main(["ask", PRODUCTION, "picture", *arguments]) == 3
    assert "none.sqlite" in capsys.readouterr().err


def test_hidden_names_are_in_no_output(ask):
    for options in ((), ("--json",), ("--csv",)):
        status, out, err = ask(PRODUCTION, "endpoint-datasets", "--share", *options)
        assert status == 0
        assert "telecom" not in out + err
        assert "000000000000" not in out + err


def test_pipe_that_closes_early_ends_quietly(account_file):
    command = [sys.executable, "app.py", "ask", PRODUCTION, "--json", "--account", account_file]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def test_lines_fit_the_terminal(ask, monkeypatch):
    """Names stay whole; a narrow terminal goes without sources."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((80, 24)))
    out = ask(PRODUCTION, "endpoint-models")[1].replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert max(map(len, out.splitlines())) <= 80
    assert "\nChurnTrain model · run dxzqrhrc · 24 Aug " in out
    assert "s3://" not in out
