"""What is accepted in a file counts on cards and lists, over the API, in reports and in packs."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from assembly.service_scope import build_scope
from lineage_explorer.checks.accepted_findings import AcceptedFinding, find_accepted_file
from lineage_explorer.explore.check_store import CheckScope, count_known_findings
from lineage_explorer.export.evidence_verification import list_differences, open_pack
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.sources.aws.recording_client import open_record
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.store import Store
from tests.support.screen_reader import read_final_screen

ENDPOINT = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production"
RULE, REASON, NAME = "evaluation-dropped", "checked by hand with Ms Stone", "ada-fox"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("accepted")


@pytest.fixture(scope="module")
def account(folder):
    with closing(Store.open(str(folder / "demo.sqlite"), create=True)) as store:
        yield demo.build(store)


def open_web(account, folder, accepted):
    explored = ExploredAccount("Demo", transport.connect(account), accepted=accepted)
    names = PseudonymStore(folder / "names.sqlite")
    return create_explorer(explored, pseudonyms=names).server.test_client()


@pytest.fixture(scope="module")
def eight(account, folder):
    body = open_web(account, folder, ()).get(f"/api/v1/checks?start={ENDPOINT}").json
    return next(each["arn"] for each in body["findings"] if each["rule"] == RULE)


@pytest.fixture(scope="module")
def accepted(eight):
    return (AcceptedFinding(RULE, eight, REASON, NAME, date(2999, 1, 1)),)


@pytest.fixture(scope="module")
def web(account, folder, accepted):
    return open_web(account, folder, accepted)


def get_screen(web, search):
    return read_final_screen(web, f"?{search}").text


def test_api_says_who_accepted_it_and_why(web):
    body = web.get(f"/api/v1/checks?start={ENDPOINT}").json
    (finding,) = (each for each in body["findings"] if each["rule"] == RULE)
    assert finding["accepted"] == f"Accepted by {NAME} until 1 Jan 2999: {REASON}"
    assert "1 finding accepted" in body["sentence"]
    assert {each["rule"]: each["verdict"] for each in body["rules"]}[RULE] == "passed"


def test_cards_and_lists_no_longer_count_it(account, folder, accepted, eight):
    counts = []
    for findings in ((), accepted):
        explored = ExploredAccount("Demo", transport.connect(account), accepted=findings)
        names = PseudonymStore(folder / "names.sqlite")
        services = build_scope(explored, CacheRegistry(), pseudonyms=names).plain
        assert services.checks.read_within(services, CheckScope((eight,)), seconds=None)
        counts.append(count_known_findings(services.checks, CheckScope((eight,)))[eight])
    assert counts[0] == counts[1] + 1


def test_page_shows_it_as_accepted_and_says_what_a_browser_keeps(web, eight):
    screen = get_screen(web, f"start={eight}&view=checks")
    assert REASON in screen
    assert "in this browser alone" in screen


def test_report_and_pack_print_it_and_the_pack_is_made_again(web):
    assert REASON in web.get(f"/api/v1/export?format=report&start={ENDPOINT}").text
    content = web.get(f"/api/v1/export?format=evidence&start={ENDPOINT}").data
    files = open_pack(content).files
    rows = csv.DictReader(io.StringIO(files["tables/findings.csv"].decode()))
    assert any(REASON in " ".join(row.values()) for row in rows if row["rule"] == RULE)
    assert json.loads(files["MANIFEST.json"])["account"]["accepted"][0]["name"] == NAME

    def open_services(recording, moment, facts):
        client = open_record(recording, region=facts.region)
        explored = ExploredAccount(facts.title, client, accepted=facts.accepted)
        return build_scope(explored, CacheRegistry(), moment=moment).plain

    assert list_differences(content, open_services) == ()


def test_hidden_names_are_hidden_in_acceptances(web):
    for path in ("checks?", "export?format=report&"):
        text = web.get(f"/api/v1/{path}start={ENDPOINT}&share=1").text
        assert "hidden" in text
        assert not any(name in text for name in (NAME, "Stone", "000000000000"))
    pack = web.get(f"/api/v1/export?format=evidence&start={ENDPOINT}&share=1").data
    everything = b"".join(open_pack(pack).files.values()).decode()
    assert not any(name in everything for name in (NAME, "Stone"))


def test_file_beside_an_account_file_is_found(tmp_path):
    account = tmp_path / "before.sqlite"
    assert find_accepted_file(str(account)) is None
    beside = tmp_path / "before.sqlite.accepted.json"
    beside.write_text("[]")
    assert find_accepted_file(str(account)) == beside
    assert find_accepted_file("postgresql://host/before.sqlite") is None


def test_several_starts_are_all_checked(web):
    one = web.get(f"/api/v1/checks?start={ENDPOINT}").json
    fraud = ENDPOINT.replace("customer-churn-production", "payment-fraud-authorisation")
    other = web.get(f"/api/v1/checks?start={fraud}").json
    starts = [web.get(f"/api/v1/lineage?start={each}").json["start"] for each in (ENDPOINT, fraud)]
    both = web.get(f"/api/v1/checks?start={starts[0]}&start={starts[1]}").json
    found = {(each["rule"], each["arn"]) for each in both["findings"]}
    apart = {(each["rule"], each["arn"]) for body in (one, other) for each in body["findings"]}
    assert found >= {(rule, arn) for rule, arn in apart if rule != "data-unversioned"}  # one for a scope
    assert len(found) > len(one["findings"])
    assert both["title"] == f"{one['title']} and {other['title']}"
    assert both["link"].count("start=") == 2


def test_checks_of_a_past_day_name_it_and_link_to_it(web):
    body = web.get(f"/api/v1/checks?start={ENDPOINT}&as_of=2026-10-01").json
    assert "as of 2026-10-01" in body["sentence"]
    assert body["as_of"] == "2026-10-01T23:59:59Z"
    assert "as_of=2026-10-01" in body["link"]
    assert "evaluation-dropped" not in body["counts"]  # version 8 was made later
    assert body["notes"]


def test_a_day_and_now_have_reports_of_their_own(web):
    now = web.get(f"/api/v1/checks?start={ENDPOINT}").json
    assert now["as_of"] is None
    assert now["notes"] == []
    assert "evaluation-dropped" in now["counts"]


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-01-01", "choose a later moment"), ("2099-01-01", "in the future"), ("soon", "not a date")],
)
def test_a_day_on_which_nothing_can_be_said_is_refused(web, day, words):
    response = web.get(f"/api/v1/checks?start={ENDPOINT}&as_of={day}")
    assert response.status_code == 400
    assert words in response.json["error"]["detail"]


def test_page_shows_the_checks_of_a_day_and_keeps_to_it(web):
    start = web.get(f"/api/v1/lineage?start={ENDPOINT}").json["start"]
    for query in (f"?start={start}&view=checks&as_of=2026-10-01", "?view=checks&as_of=2026-10-01"):
        text = get_screen(web, query.removeprefix("?"))
        assert "as of 2026-10-01" in text
        assert "as_of=2026-10-01" in text.partition("Findings as CSV")[0]


def test_findings_on_cards_are_those_of_the_day(account, folder, eight):
    names = PseudonymStore(folder / "names-of-days.sqlite")
    explored = ExploredAccount("Demo", transport.connect(account))
    services = build_scope(explored, CacheRegistry(), pseudonyms=names).find("")
    period = Period(datetime(2026, 11, 10, tzinfo=UTC), is_day=True)
    services.checks.read_within(services, CheckScope((eight,)), seconds=None)
    assert count_known_findings(services.checks, CheckScope((eight,)))
    assert not count_known_findings(services.checks, CheckScope((eight,), period))
    services.checks.read_within(services, CheckScope((), period), seconds=None)
    assert count_known_findings(services.checks, CheckScope((eight,), period))
