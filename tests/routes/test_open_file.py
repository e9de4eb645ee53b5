"""Files that readers open on the page: what they get, who sees them, and for how long."""

from __future__ import annotations

import io
import json
from contextlib import closing

import pytest

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.transport import connect
from tests.support.screen_reader import read_final_screen

PREFIX = "arn:aws:sagemaker:eu-west-1:444455556666:"
DATA, MODEL = f"{PREFIX}artifact/data", f"{PREFIX}artifact/model"
JOB = f"{PREFIX}experiment-trial-component/fit-aws-training-job"
QUERY = {
    "Vertices": [
        {"Arn": MODEL, "Type": "Model", "LineageType": "Artifact"},
        {"Arn": JOB, "Type": "TrainingJob", "LineageType": "TrialComponent"},
        {"Arn": DATA, "Type": "DataSet", "LineageType": "Artifact"},
    ],
    "Edges": [
        {"SourceArn": DATA, "DestinationArn": JOB, "AssociationType": "ContributedTo"},
        {"SourceArn": JOB, "DestinationArn": MODEL, "AssociationType": "Produced"},
    ],
}
NAMES = {
    "ArtifactSummaries": [
        {"ArtifactArn": DATA, "ArtifactName": "visits", "CreationTime": "2026-03-01T10:00:00Z"},
    ]
}


@pytest.fixture
def workers(tmp_path):
    """Return clients of two workers over an empty account that share a folder."""
    with closing(Store.open(str(tmp_path / "empty.sqlite"), create=True)) as store:
        account = ExploredAccount(
            "Empty", connect(Account(store)), f"disk:{tmp_path / 'cache'}", lambda: "empty"
        )
        stand_ins = PseudonymStore(tmp_path / "pseudonyms.sqlite")
        yield [create_explorer(account, pseudonyms=stand_ins).server.test_client() for _ in range(2)]


def post(client, *files, headers=(("Lineage-Open", "1"),)):
    parts = [(io.BytesIO(content), name) for name, content in files]
    return client.post("/open", data={"file": parts}, headers=dict(headers))


def open_query(client):
    return post(client, ("q.json", json.dumps(QUERY).encode())).json


def get_screen(client, opened, more=""):
    return read_final_screen(client, f"?start={opened['start']}&file={opened['file']}{more}").sent


def read_notice(shown):
    return json.dumps(shown["notice.children"], ensure_ascii=False)


def test_any_worker_draws_a_file_that_one_of_them_opened(workers):
    opened = open_query(workers[0])
    assert opened["start"] == MODEL
    for client in workers:
        screen = get_screen(client, opened)
        assert {node["data"]["id"] for node in screen["drawing"]["elements"]["nodes"]} == {DATA, JOB, MODEL}
        assert screen["shown"]["account.children"] == "q.json · eu-west-1"


def test_links_of_an_opened_file_stay_in_it(workers):
    opened = open_query(workers[0])
    home = read_final_screen(workers[0], f"?file={opened['file']}").sent
    assert f"file={opened['file']}" in home["shown"]["home.href"]
    assert home["shown"]["welcome.html"].count(f"file={opened['file']}") >= 2


def test_the_first_screen_of_a_file_says_what_it_lacks(workers):
    opened = open_query(workers[0])
    home = read_final_screen(workers[0], f"?file={opened['file']}").sent
    assert "Names, sources and times of 3 entities are not in the file" in home["shown"]["welcome.html"]


def test_a_picture_says_that_details_are_not_in_the_file(workers):
    screen = get_screen(workers[0], open_query(workers[0]))
    assert "Details missing for 3 entities (not in the file)" in screen["shown"]["completeness.html"]


def test_files_that_are_opened_together_are_one_account(workers):
    opened = post(
        workers[0], ("q.json", json.dumps(QUERY).encode()), ("names.json", json.dumps(NAMES).encode())
    ).json
    titles = {
        node["data"]["title"] for node in get_screen(workers[0], opened)["drawing"]["elements"]["nodes"]
    }
    assert "visits" in titles


def test_names_of_an_opened_file_are_hidden_like_others(workers):
    opened = open_query(workers[0])
    screen = get_screen(workers[0], opened, "&share=1")
    assert screen["drawing"]["elements"]["nodes"]
    assert "444455556666" not in json.dumps(screen)


def test_an_address_without_the_hash_does_not_see_the_file(workers):
    opened = open_query(workers[0])
    screen = workers[0].get(f"/screen?start={opened['start']}").json
    assert screen["drawing"] is None
    assert "not known in this account" in read_notice(screen["shown"])


def test_an_unknown_hash_gets_a_sentence_and_the_way_out(workers):
    for path in (f"/screen?file={'0' * 64}", f"/screen?start=churn&file={'0' * 64}"):
        shown = workers[0].get(path).json["shown"]
        assert "no longer here" in read_notice(shown)
        assert "Open a file" in shown["welcome.html"]
    assert workers[0].get(f"/?start=churn&file={'0' * 64}").status_code == 200


def test_a_hash_that_is_none_is_named(workers):
    shown = workers[0].get("/screen?file=letters").json["shown"]
    assert "“letters” is not the hash of an opened file" in read_notice(shown)


def test_a_wrong_file_is_told_what_it_is(workers):
    answer = post(workers[0], ("shot.png", b"\x89PNG\r\n\x1a\n"))
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "UnreadableFile"
    assert answer.json["error"]["detail"].startswith("shot.png is a PNG picture.")


def test_a_name_with_folders_or_without_end_is_shortened(workers):
    answer = post(workers[0], ("secret/" + "n" * 300 + ".png", b"\x89PNG\r\n\x1a\n"))
    assert "secret" not in answer.json["error"]["detail"]
    assert len(answer.json["error"]["detail"]) < 250


def test_a_request_above_the_limit_is_refused_unread(workers):
    size = {"CONTENT_LENGTH": str(21 * 1024**2)}
    answer = workers[0].post("/open", headers={"Lineage-Open": "1"}, environ_overrides=size)
    assert answer.status_code == 422
    assert answer.json["error"]["detail"].startswith("This is larger than 20 MB.")


def test_a_request_of_another_site_is_refused(workers):
    assert post(workers[0], ("q.json", json.dumps(QUERY).encode()), headers=()).status_code == 422


def test_a_request_without_files_is_refused(workers):
    assert "No file was sent" in post(workers[0]).json["error"]["detail"]
