"""The command `check` and the body of checks: output, exit statuses, accepted findings."""

from __future__ import annotations

import csv
import io
import json

import pytest

from app import main
from lineage_explorer.errors import LineageError
from tests.lineage_explorer.api.conftest import run_operation
from tests.support.demo_file import write_demo

PRODUCTION = "endpoint/customer-churn-production"
FOCUS_COUNTS = {"evaluation-dropped": 1, "data-unversioned": 1, "image-by-tag": 2}


@pytest.fixture(scope="module")
def account_file(tmp_path_factory):

    path = str(tmp_path_factory.mktemp("demo") / "demo.sqlite")
    write_demo(path)
    return path


@pytest.fixture
def check(account_file, capsysbinary, tmp_path):
    """Return a function that runs the command: status, output, errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        names = str(tmp_path / "pseudonyms.sqlite")
        status = main(["check", *arguments, "--account", account_file, "--pseudonyms", names])
        said = capsysbinary.readouterr()
        return status, said.out.decode(), said.err.decode()

    return run


def test_report_says_what_was_found_passed_and_not_judged(check):
    status, out, err = check(PRODUCTION)

    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == (
        "1 error, 1 warning and 2 notes in customer-churn-production; "
        "22 of 30 rules passed and 1 could not be judged."
    )
    assert "      error: customer-churn v8 lacks ChurnBias, which version 7 had." in lines
    assert "  + Endpoints serve approved versions (serving-unapproved): passed 1 of 1" in lines
    assert any(line.startswith("      not judged (2 times): Who made it") for line in lines)


def write_accepted(tmp_path, *entries):
    path = tmp_path / "accepted.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return str(path)


@pytest.fixture
def accepted(get_body):
    """Return the acceptance of the production endpoint's only error."""
    (error,) = [each for each in get_body("checks", start=PRODUCTION).findings if each.severity == "error"]
    return {
        "rule": error.rule,
        "arn": error.arn,
        "reason": "Bias was checked by hand",
        "name": "Mara",
        "expires": "2999-01-01",
    }


def test_accepted_findings_are_printed_and_do_not_fail(check, tmp_path, accepted):
    status, out, _ = check(PRODUCTION, "--accepted", write_accepted(tmp_path, accepted))

    assert status == 0
    assert "accepted: customer-churn v8 lacks ChurnBias, which version 7 had. " in out
    assert "Accepted by Mara until 1 Jan 2999: Bias was checked by hand" in out
    assert "1 finding accepted" in out.splitlines()[0]
    assert check(PRODUCTION, "--accepted", write_accepted(tmp_path, accepted), "--fail-on", "warning")[0] == 1


def test_acceptance_ends(check, tmp_path, accepted):
    old = {**accepted, "expires": "2026-01-01"}

    status, out, _ = check(PRODUCTION, "--accepted", write_accepted(tmp_path, old))

    assert status == 1
    assert "Accepted by" not in out


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"rule": "no-rule", "reason": "r", "name": "n"}, "“no-rule” is not a rule"),
        ({"rule": "cycle", "name": "n"}, "entry 1: “reason” is missing"),
        ({"rule": "cycle", "reason": "r"}, "entry 1: “name” is missing"),
        ({"rule": "cycle", "reason": "r", "name": "n", "expires": "soon"}, "“soon” is not a date"),
        ({"rule": "cycle", "reason": 3, "name": "n"}, "“reason” is not text"),
    ],
)
def test_wrong_acceptance_gets_a_sentence(check, tmp_path, entry, said):
    status, out, err = check(PRODUCTION, "--accepted", write_accepted(tmp_path, entry))

    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(("content", "said"), [("{}", "does not hold a list"), ("[", "is not JSON")])
def test_file_of_another_kind_gets_a_sentence(check, tmp_path, content, said):
    path = tmp_path / "accepted.json"
    path.write_text(content, encoding="utf-8")

    assert said in check(PRODUCTION, "--accepted", str(path))[2]
    assert "cannot be read" in check(PRODUCTION, "--accepted", str(tmp_path / "none.json"))[2]


def test_unknown_start_ends_with_status_1(check):
    status, _, err = check("nothing-of-this-name")

    assert status == 1
    assert "nothing-of-this-name" in err


def test_json_is_the_body_of_the_api(check, get_body):
    body = json.loads(check(PRODUCTION, "--json")[1])

    assert body["counts"] == get_body("checks", start=PRODUCTION).counts == FOCUS_COUNTS
    assert body["link"].endswith("&view=checks")


def test_csv_has_a_row_for_each_finding(check):
    rows = list(csv.DictReader(io.StringIO(check(PRODUCTION, "--csv")[1])))

    assert [row["severity"] for row in rows] == ["error", "warning", "note", "note"]
    assert rows[0]["sentence"] == "customer-churn v8 lacks ChurnBias, which version 7 had."


def test_account_is_checked_without_a_start(get_body):
    body = get_body("checks")

    assert body.start is None
    assert body.count == len(body.findings) == sum(body.counts.values()) == 74
    assert body.not_judged.keys() == {"approver-is-author", "job-unfinished"}
    assert set(body.passed) == {rule.rule for rule in body.rules}
    assert body.complete
    assert body.link == "/?view=checks"


def test_findings_come_in_pages(get_body):
    first = get_body("checks", limit=70)
    second = get_body("checks", limit=70, cursor=first.next)

    assert len(first.findings) == 70
    assert len(second.findings) == 4
    assert second.next is None


def test_denied_reads_are_gaps_and_no_passes(build_demo_scope):
    body = run_operation(build_demo_scope("DescribeAction"), "checks", start=PRODUCTION)

    assert not body.complete
    assert any("DescribeAction" in gap for gap in body.gaps)
    assert {"approver-unnamed", "serving-unapproved", "approved-untested"} <= body.not_judged.keys()
    verdicts = {rule.rule: rule.verdict for rule in body.rules}
    assert verdicts["approver-unnamed"] == "not judged"


def test_account_of_which_nothing_is_listed_is_an_error(build_demo_scope):
    lists = [f"List{kind}s" for kind in ("Artifact", "Action", "Context", "TrialComponent")]

    with pytest.raises(LineageError, match="denied"):
        run_operation(build_demo_scope(*lists), "checks")


def test_a_day_of_the_past_is_named_and_says_what_is_not_known(check):
    status, out, _ = check(PRODUCTION, "--as-of", "2026-10-01")
    assert status == 0
    lines = out.splitlines()
    assert "in customer-churn-production as of 2026-10-01" in lines[0]
    assert any("what was deleted since is not" in line for line in lines[:4])
    assert any(line.startswith("  ? Endpoints serve approved versions") for line in lines)
    assert not any("ChurnBias" in line for line in lines)


def test_an_account_of_a_past_day_has_only_what_was_made_by_then(check):
    _, out, _ = check("--as-of", "2026-10-01", "--json")
    then = json.loads(out)
    _, out, _ = check("--json")
    now = json.loads(out)
    assert then["entities"] < now["entities"]
    assert then["as_of"] == "2026-10-01T23:59:59Z"
    assert then["link"].endswith("as_of=2026-10-01")
    passed = {each["rule"] for each in then["rules"] if each["verdict"] == "passed"}
    assert not passed & {"serving-unapproved", "cycle", "source-twice", "owner-unknown", "near-quota"}


def test_a_day_that_is_none_is_refused(check):
    status, out, err = check("--as-of", "soon")
    assert (status, out) == (2, "")
    assert "not a date" in err
