"""Comparisons across places: a snapshot, or an opened file, and the account of today."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from assembly.explored_account import ExploredAccount, OtherAccount
from assembly.explorer import create_explorer
from assembly.service_scope import build_scope
from lineage_explorer.errors import LineageError
from lineage_explorer.export.evidence_pack import format_json, write_zip
from lineage_explorer.export.evidence_verification import list_alterations, list_differences, open_pack
from lineage_explorer.query.address import parse_address
from lineage_explorer.sources.accounts.account_settings import AccountSettings
from lineage_explorer.sources.aws.recording_client import open_record
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.screen_reader import read_final_screen

SEVEN = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/7"
ENDPOINT = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production"
SECRETS = ("orchard-telecom-ml", "priya-raman", "june-castellanos", "000000000000", "before-sale")


@dataclass
class Places:
    """An explorer over an account, and over its snapshot of yesterday.

    Attributes:
        web: The explorer.
        seven: ARN of version 7.
        gone: ARN of what was deleted since.
        file: Hash of an opened file with the lineage of version 7, as it was.
    """

    web: Any
    seven: str
    gone: str
    file: str

    def compare(self, **values: str) -> dict[str, Any]:
        """Return what the API answers."""
        query = "&".join(f"{name}={value}" for name, value in values.items())
        body: dict[str, Any] = self.web.get(f"/api/v1/compare?{query}").json
        return body


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    before, now = folder / "before.sqlite", folder / "now.sqlite"
    with closing(Store.open(str(before), create=True)) as store:
        demo.build(store)
    shutil.copy(before, now)
    with closing(Store.open(str(now))) as store, closing(Store.open(str(before))) as old:
        client: Any = transport.connect(Account(store))
        seven = client.list_artifacts(SourceUri=SEVEN)["ArtifactSummaries"][0]["ArtifactArn"]
        saved = client.query_lineage(
            StartArns=[seven], Direction="Both", IncludeEdges=True, MaxDepth=1, MaxResults=50
        )
        client.update_artifact(ArtifactArn=seven, Properties={"rows": "1"})
        gone = client.list_associations(DestinationArn=seven, SourceType="Approval")["AssociationSummaries"]
        arn = gone[0]["SourceArn"]
        for way in ("SourceArn", "DestinationArn"):
            for each in client.list_associations(**{way: arn})["AssociationSummaries"]:
                client.delete_association(SourceArn=each["SourceArn"], DestinationArn=each["DestinationArn"])
        client.delete_action(ActionName=arn.rpartition("/")[2])
        snapshot = ExploredAccount("before-sale", transport.connect(Account(old)), name="before-sale")
        web = create_explorer(
            ExploredAccount("Demo", client),
            others=[OtherAccount(AccountSettings("before-sale"), lambda: snapshot)],
            pseudonyms=PseudonymStore(folder / "names.sqlite"),
        ).server.test_client()
        content = json.dumps({key: saved[key] for key in ("Vertices", "Edges")}, default=str).encode()
        opened = web.post(
            "/open", data={"file": [(io.BytesIO(content), "v7.json")]}, headers={"Lineage-Open": "1"}
        )
        yield Places(web, seven, arn, opened.json["file"])


def find_part(body, arn):
    return next(part for part in body["parts"] if arn in (part["a_arn"], part["b_arn"]))


def test_snapshot_and_account_differ_in_what_was_changed_and_deleted(places):
    body = places.compare(
        start=places.seven, account="before-sale", against=places.seven, against_account="main"
    )
    assert body["complete"]
    changed, gone = find_part(body, places.seven), find_part(body, places.gone)
    assert {"fact": "auc", "stage": "model", "a": "0.884", "b": ""} in changed["facts"]
    assert {"fact": "rows", "stage": "model", "a": "", "b": "1"} in changed["facts"]
    assert (gone["state"], gone["why"]) == ("a", "not in Demo")
    assert body["counts"]["changed"] == body["counts"]["a"] == 1
    assert (body["counts"]["b"], body["counts"]["again"], body["counts"]["unknown"]) == (0, 0, 0)
    assert body["title_a"].endswith("in before-sale")
    assert body["title_b"].endswith("in Demo")


def test_other_way_round_mirrors(places):
    body = places.compare(start=places.seven, against=places.seven, against_account="before-sale")
    assert find_part(body, places.gone)["state"] == "b"
    assert (body["counts"]["changed"], body["counts"]["a"], body["counts"]["b"]) == (1, 0, 1)


def test_place_against_itself_shows_no_difference(places):
    body = places.compare(
        start=places.seven, account="before-sale", against=places.seven, against_account="before-sale"
    )
    assert {state for state, number in body["counts"].items() if number} == {"same"}


def test_versions_of_two_places_are_compared(places):
    eight = SEVEN.replace("/7", "/8")
    here = places.compare(start=SEVEN, account="before-sale", against=eight)
    across = places.compare(start=SEVEN, account="before-sale", against=eight, against_account="main")
    assert across["counts"] == here["counts"]


def test_opened_file_is_compared_with_the_account(places):
    body = places.compare(start=places.seven, file=places.file, against=places.seven, against_account="main")
    assert "in v7.json" in body["title_a"]
    assert find_part(body, places.gone)["state"] == "a"
    assert not body["complete"]  # the file tells no properties
    mirrored = places.compare(start=places.seven, against=places.seven, against_file=places.file)
    assert mirrored["counts"]["a"] == body["counts"]["b"]
    assert mirrored["counts"]["b"] == body["counts"]["a"]


def test_page_and_files_show_both_places(places):
    search = f"start={places.seven}&account=before-sale&against={places.seven}&against_account=main"
    text = read_final_screen(places.web, f"?{search}").text
    assert "in before-sale" in text
    assert "against_account" in text  # links keep it
    table = places.web.get(f"/api/v1/export?format=csv&{search}").text
    assert "rows,,1" in table
    report = places.web.get(f"/api/v1/export?format=report&{search}").text
    assert "in before-sale" in report


def test_hidden_names_stay_hidden_across_places(places):
    search = f"start={places.seven}&account=before-sale&against={places.seven}&against_account=main&share=1"
    body = places.web.get(f"/api/v1/compare?{search}").json
    assert body["counts"]["changed"] == body["counts"]["a"] == 1
    told = json.dumps({**body, "link": ""}, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in told] == []
    assert "account-2" in body["link"]
    assert [secret for secret in SECRETS if secret in body["link"]] == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"against_account": "nowhere"}, "is not an account of this explorer"),
        ({"against_account": "no name"}, "is not an account name"),
        ({"against_file": "abc"}, "is not the hash of an opened file"),
        ({"against_file": "0" * 64}, "no longer"),
        ({"against_file": "0" * 64, "against_account": "main"}, "leave one out"),
    ],
)
def test_places_that_are_not_there_get_their_sentence(places, values, words):
    body = places.compare(start=places.seven, against=places.seven, **values)
    assert words in json.dumps(body["error"], ensure_ascii=False)


def open_services(recording, moment, facts):
    """Return services that answer from the record of one place."""
    client = open_record(recording, region=facts.region)
    account = ExploredAccount(
        facts.title, client, gaps=facts.gaps, graph_gaps=facts.graph_gaps, file=facts.file
    )
    return build_scope(account, CacheRegistry(), moment=moment).plain


def read_pack(places, search, more=""):
    response = places.web.get(f"/api/v1/export?format=evidence&{search}{more}")
    assert response.status_code == 200, response.text
    return response.data


@pytest.fixture(scope="module", params=["account", "file", "from a file"])
def across(request, places):
    """Return the address of a comparison of each kind of places, and what names its other place."""
    seven = places.seven
    return {
        "account": (f"start={seven}&against={seven}&against_account=before-sale", "before-sale"),
        "file": (f"start={seven}&against={seven}&against_file={places.file}", places.file),
        "from a file": (f"start={seven}&file={places.file}&against={seven}&against_account=main", "main"),
    }[request.param]


def test_pack_says_what_was_compared_with_what(places, across):
    search, name = across
    files = open_pack(read_pack(places, search)).files
    compared = json.loads(files["MANIFEST.json"])["compared"]
    other = compared["against"]["place"]
    assert name in (other["account"], (other["file"] or {}).get("sha256"))
    if other["file"]:
        assert other["file"]["name"] == "v7.json"
    if "&file=" in search:
        assert compared["start"]["place"]["file"] == {"name": "v7.json", "sha256": places.file}
    assert compared["start"]["arn"] == compared["against"]["arn"] == places.seven
    assert compared["is_across"]
    assert other["calls"] == len(json.loads(files["raw-against/requests.json"]))
    assert f"Compared with: {other['title']}" in files["README"].decode()
    assert places.gone in files["tables/comparison.csv"].decode()


def test_pack_holds_the_raw_pages_of_both_places(places, across):
    files = open_pack(read_pack(places, across[0])).files
    for folder, log in (("raw", "reading.csv"), ("raw-against", "reading-against.csv")):
        calls = json.loads(files[f"{folder}/requests.json"])
        raw = {path for path in files if path.startswith(f"{folder}/") and "requests.json" not in path}
        assert raw == {call["file"] for call in calls if "file" in call}
        assert "QueryLineage" in {call["operation"] for call in calls}
        assert len(files[log].splitlines()) == len(calls) + 1


@pytest.mark.parametrize("more", ["", "&only=changed"])
def test_pack_of_two_places_is_made_again_byte_for_byte(places, across, monkeypatch, more):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795878000")
    first, second = (read_pack(places, across[0], more) for _ in range(2))
    assert first == second
    assert list_alterations(first) == ()
    assert list_differences(first, open_services) == ()


def test_pack_of_two_places_and_moments_is_made_again(places):
    search = f"start={places.seven}&against={places.seven}&against_account=before-sale"
    pack = read_pack(places, search, "&as_of=2026-09-01&against_as_of=2026-11-01")
    told = json.loads(open_pack(pack).files["MANIFEST.json"])["compared"]
    assert (told["start"]["as_of"], told["against"]["as_of"]) == ("2026-09-01", "2026-11-01")
    assert list_differences(pack, open_services) == ()


def test_any_altered_byte_of_the_other_place_is_found(places, across):
    pack = read_pack(places, across[0])
    begin = pack.index(b"raw-against/")
    for place in range(begin, len(pack), max(1, (len(pack) - begin) // 60)):
        altered = bytearray(pack)
        altered[place] ^= 1
        assert list_alterations(bytes(altered)), place


def test_other_places_answers_cannot_be_made_up(places, across):
    files = dict(open_pack(read_pack(places, across[0])).files)
    path = next(each for each in sorted(files) if each.startswith("raw-against/") and "QueryLineage" in each)
    body = json.loads(files[path])
    files[path] = format_json({**body, "Edges": body["Edges"][1:]})
    found = list_differences(write_zip(files), open_services)
    assert "MANIFEST.json is not what the raw answers give." in found


def test_pack_without_the_other_places_answers_cannot_be_made_again(places, across):
    files = open_pack(read_pack(places, across[0])).files
    fewer = {path: content for path, content in files.items() if not path.startswith("raw-against/")}
    assert "raw-against/requests.json is missing." in list_alterations(write_zip(fewer))
    with pytest.raises(LineageError):
        list_differences(write_zip(fewer), open_services)


def test_nothing_of_the_other_place_leaks_where_names_are_hidden(places, across):
    files = open_pack(read_pack(places, across[0], "&share=1")).files
    assert not any(path.startswith("raw") for path in files)
    everything = "\n".join(content.decode() for content in files.values())
    assert [secret for secret in (*SECRETS, "v7.json") if secret in everything] == []
    assert len(files["reading-against.csv"].splitlines()) > 1
    assert not json.loads(files["MANIFEST.json"])["evidence"]


def test_pack_of_a_place_that_is_not_there_gets_its_sentence(places):
    search = f"start={places.seven}&against={places.seven}&against_account=nowhere"
    response = places.web.get(f"/api/v1/export?format=evidence&{search}")
    assert response.status_code == 400
    assert "is not an account of this explorer" in response.json["error"]["detail"]


def test_address_keeps_the_places():
    address = parse_address(f"?start={ENDPOINT.replace('endpoint/', 'context/')}&against=x&against_account=b")
    assert address.compared.against_account == "b"
