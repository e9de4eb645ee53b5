"""No redacted response reveals a secret name of the demo account."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from components import ids
from lineage_explorer.export.formats import FORMATS
from lineage_explorer.graph.model import Arn, LineageType, Vertex
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.questions.registry import QUESTIONS, find_questions
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from tests.support.demo_file import open_demo
from tests.support.demo_identifiers import entities, find_revealed, find_secrets, shared_with

Sent: TypeAlias = Callable[[str], str]

PRODUCTION = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production"
BUCKET = "s3://orchard-telecom-ml"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Iterator[Any]:
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield transport.connect(account)


@pytest.fixture(scope="module")
def secret_names(client) -> set[str]:
    """Return the names that must not appear."""
    return find_secrets(client)


@pytest.fixture(scope="module")
def browser(client, tmp_path_factory) -> FlaskClient:
    book = PseudonymStore(tmp_path_factory.mktemp("sharing") / "pseudonyms.sqlite")
    return create_explorer(
        ExploredAccount("Demo account · us-west-2 · profile mara", client), pseudonyms=book
    ).server.test_client()


@pytest.fixture(scope="module")
def starts(client) -> dict[tuple[str, str], Arn]:
    """Return an entity of each kind, type and account."""
    found = {}
    for kind, summary in entities(client):
        arn = Arn(summary[f"{kind}Arn"])
        found.setdefault((kind, summary.get(f"{kind}Type", "")), arn)
    foreign = next(shared_with(client))
    return {**found, ("Artifact", "DataSet of another account"): Arn(foreign)}


def redacted_address(start: str, **more: str) -> str:
    """Return an address that redacts, with the start's real name."""
    return "?" + urlencode({"start": start, "share": "1", **more})


def revealed_names(answer: Any, kept: set[str]) -> list[str]:
    """Return the secret names that a response reveals."""
    return find_revealed(answer.get_data(as_text=True).replace("\\n", "") + str(answer.headers), kept)


def run_callback(browser: FlaskClient, output: str, inputs: dict[str, Any], state: dict[str, Any]) -> Any:
    """Return the response of a callback."""
    parts = [part.rpartition(".") for part in output.strip(".").split("...")]
    outputs = [{"id": name, "property": property_} for name, _, property_ in parts]

    def spelled(values: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {"id": place.rpartition(".")[0], "property": place.rpartition(".")[2], "value": value}
            for place, value in values.items()
        ]

    return browser.post(
        "/_dash-update-component",
        json={
            "output": output,
            "outputs": outputs if output.startswith("..") else outputs[0],
            "inputs": spelled(inputs),
            "changedPropIds": [place for place, value in inputs.items() if value is not None],
            "state": spelled(state),
        },
    )


def submit_redacted_form(browser: FlaskClient, start: str, **more: Any) -> Any:
    """Return the response to Run on a redacted home screen."""
    state = {f"{name}.value": more.get(name) for name in ids.CONTROLS}
    state |= {"start.value": start, "depth.value": more.get("depth", 10), "direction.value": "UpAndDown"}
    return run_callback(
        browser,
        "..address.search...asked.data..",
        {"run.n_clicks": 1},
        state | {"paths.checked": True, "view.value": "graph", "address.search": "?share=1"},
    )


def test_account_has_names_to_redact(secret_names):
    assert {"000000000000", "111122223333", "orchard-telecom-ml", "mara-lindqvist"} < secret_names
    assert len(secret_names) > 10


def test_home_screen_reveals_no_name(browser, secret_names):
    assert revealed_names(browser.get("/screen?share=1"), secret_names) == []


@pytest.mark.parametrize("more", [{}, {"view": "table"}, *({"lens": str(lens)} for lens in ColorMode)])
def test_screens_reveal_no_name(browser, secret_names, starts, more):
    for start in starts.values():
        answer = browser.get(f"/screen{redacted_address(start, **more)}")
        assert answer.json["drawing"]["elements"]
        assert revealed_names(answer, secret_names) == [], start


@pytest.mark.parametrize("how", ["grow", "fold", "between"])
def test_expanded_collapsed_and_path_screens_reveal_no_name(browser, secret_names, starts, how):
    start = starts["Context", "Endpoint"]
    nodes = browser.get(f"/screen{redacted_address(start)}").json["drawing"]["elements"]["nodes"]
    # Names decide the order, and stand-ins are random: the first node may be a group.
    end = next(node for node in nodes if not node["data"]["id"].startswith("group:"))
    values = {"grow": [f"both:{start}"], "fold": [end["data"]["id"]], "between": [start, end["data"]["id"]]}
    answer = browser.get(f"/screen?{urlencode({'start': start, 'share': 1, how: values[how]}, doseq=True)}")
    assert answer.json["drawing"]
    assert revealed_names(answer, secret_names) == []


def test_question_answers_reveal_no_name(browser, secret_names, starts):
    fits = {
        question.slug: start
        for (kind, type_), start in starts.items()
        for question in find_questions(Vertex(start, LineageType(kind), type_ or None))
    }
    assert fits.keys() == {question.slug for question in QUESTIONS}
    for slug, start in fits.items():
        answer = browser.get(f"/screen{redacted_address(start, question=slug)}")
        assert answer.json["drawing"]
        assert revealed_names(answer, secret_names) == [], (start, slug)
        saved = browser.get(f"/api/v1/export{redacted_address(start, question=slug)}&format=html")
        assert f'data-question="{slug}"' in saved.text
        assert revealed_names(saved, secret_names) == [], (start, slug)


def test_details_reveal_no_name(browser, secret_names, starts):
    for start in starts.values():
        answer = run_callback(
            browser,
            "facts.data",
            {"lineage.data-key": "new", "peek.data": None},
            {"address.search": redacted_address(start)},
        )
        assert "stand" not in answer.json["response"]["facts"]
        assert revealed_names(answer, secret_names) == [], start


def test_details_of_a_registered_version_reveal_no_name(browser, client, secret_names):
    package = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/7"
    start = client.list_artifacts(SourceUri=package)["ArtifactSummaries"][0]["ArtifactArn"]
    address = redacted_address(start)
    answer = run_callback(
        browser, "facts.data", {"lineage.data-key": "new", "peek.data": None}, {"address.search": address}
    )
    for text in ("Model registry", "Metrics reports", "Registered", "Changed"):
        assert text in answer.text
    assert revealed_names(answer, secret_names) == []
    responses = browser.get(f"/described{address}&of={start}")
    assert responses.status_code == 422
    assert revealed_names(responses, secret_names) == []


@pytest.mark.parametrize("slug", [each.slug for each in FORMATS if each.is_text])
def test_files_reveal_no_name(browser, secret_names, starts, slug):
    for start in starts.values():
        answer = browser.get(f"/api/v1/export{redacted_address(start)}&format={slug}")
        assert answer.status_code == 200
        assert revealed_names(answer, secret_names) == [], start


def test_spreadsheets_reveal_no_name(browser, secret_names, starts):
    answer = browser.get(f"/api/v1/export{redacted_address(starts['Context', 'Endpoint'])}&format=xlsx")
    archive = ZipFile(io.BytesIO(answer.data))
    text = " ".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "endpoint" in text
    assert [name for name in secret_names if name in text] == []


@pytest.mark.parametrize("typed", ["churn", "orchard-telecom-ml", "mara", "train.csv", "111122223333"])
def test_suggestions_reveal_no_name(browser, secret_names, typed):
    answer = run_callback(browser, "hits.children", {"typed.data": typed}, {"address.search": "?share=1"})
    assert revealed_names(answer, secret_names) == []


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (PRODUCTION, {}),
        (f"{BUCKET}/churn", {}),
        (f"{BUCKET}/nothing/here", {}),
        ("arn:aws:sagemaker:us-west-2:000000000000:endpoint/nothing", {}),
        ("arn:aws:iam::000000000000:user/mara-lindqvist", {}),
        (PRODUCTION, {"depth": 11}),
        (PRODUCTION, {"property": ["owner:mara-lindqvist"]}),
        (PRODUCTION, {"property": [f"source {BUCKET}"]}),
    ],
)
def test_typed_names_are_not_repeated(browser, secret_names, start, more):
    assert revealed_names(submit_redacted_form(browser, start, **more), secret_names) == []


@pytest.mark.parametrize(
    "search",
    [
        redacted_address("arn:aws:sagemaker:us-west-2:000000000000:context/nothing"),
        redacted_address("arn:aws:sagemaker:us-west-2:000000000000:endpoint/nothing"),
        redacted_address(f"{BUCKET}/train.csv"),
        redacted_address("arn:aws:sagemaker:us-west-2:000000000000:context/live", depth="000000000000"),
        "?share=mara-lindqvist",
        "?share=1&share=0",
        f"?share=1&{BUCKET}=1",
    ],
)
def test_error_messages_reveal_no_name(browser, secret_names, search):
    for route in ("/screen", "/api/v1/export"):
        assert revealed_names(browser.get(f"{route}{search}&format=html"), secret_names) == []


def test_redacted_address_redirects_to_pseudonyms_and_back(browser, secret_names):
    real = "arn:aws:sagemaker:us-west-2:111122223333:context/merchant"
    led = browser.get(f"/{redacted_address(real)}")
    assert led.status_code == 302
    assert revealed_names(led, secret_names) == []
    shared = led.headers["Location"].removeprefix(".")
    assert browser.get(shared).status_code == 200
    assert browser.get(shared.replace("&share=1", "")).headers["Location"] == f"./?start={real}"


def test_start_is_found_by_its_name_or_its_pseudonym(browser):
    by_name = submit_redacted_form(browser, PRODUCTION).json["response"]["address"]["search"]
    led = browser.get(f"/{redacted_address(PRODUCTION)}").headers["Location"]
    by_stand_in = submit_redacted_form(browser, led.split("start=")[1].split("&")[0]).json["response"][
        "address"
    ]["search"]
    assert by_name == by_stand_in
    assert browser.get(f"/screen{by_name}").json["drawing"]["state"] == "complete"
