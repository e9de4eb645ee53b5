"""Nothing that a shared page is sent holds an account id, a bucket or a user name of the demo account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from app import ExploredAccount, create_explorer
from components import ids
from lineage_explorer.graph.model import Arn, LineageType, Vertex
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.questions.registry import QUESTIONS, find_questions
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.store import Store
from tests.support.demo_identifiers import entities, given_away, secrets, shared_with

Sent: TypeAlias = Callable[[str], str]

PRODUCTION = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production"
BUCKET = "s3://orchard-telecom-ml"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Iterator[Any]:
    store = Store.open(str(tmp_path_factory.mktemp("demo") / "demo.sqlite"), create=True)
    yield transport.connect(demo.build(store))
    store.close()


@pytest.fixture(scope="module")
def kept(client) -> set[str]:
    """Return what nobody may see."""
    return secrets(client)


@pytest.fixture(scope="module")
def browser(client, tmp_path_factory) -> FlaskClient:
    book = PseudonymStore(tmp_path_factory.mktemp("sharing") / "stand-ins.sqlite")
    return create_explorer(
        ExploredAccount("Demo account · us-west-2 · profile mara", client), pseudonyms=book
    ).server.test_client()


@pytest.fixture(scope="module")
def starts(client) -> dict[tuple[str, str], Arn]:
    """Return an entity of each kind and type, and one of each account."""
    found = {}
    for kind, summary in entities(client):
        arn = Arn(summary[f"{kind}Arn"])
        found.setdefault((kind, summary.get(f"{kind}Type", "")), arn)
    foreign = next(shared_with(client))
    return {**found, ("Artifact", "DataSet of another account"): Arn(foreign)}


def asked(start: str, **more: str) -> str:
    """Return an address that shares, with the start's real name."""
    return "?" + urlencode({"start": start, "share": "1", **more})


def told(answer: Any, kept: set[str]) -> list[str]:
    """Return what an answer gives away."""
    return given_away(answer.get_data(as_text=True).replace("\\n", "") + str(answer.headers), kept)


def update(browser: FlaskClient, output: str, inputs: dict[str, Any], state: dict[str, Any]) -> Any:
    """Return what a callback answers."""
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
            "changedPropIds": list(inputs),
            "state": spelled(state),
        },
    )


def run(browser: FlaskClient, start: str, **more: Any) -> Any:
    """Return what a click on Run answers on a shared first screen."""
    state = {f"{name}.value": more.get(name) for name in ids.CONTROLS}
    state |= {"start.value": start, "depth.value": more.get("depth", 10), "direction.value": "UpAndDown"}
    return update(
        browser,
        "..address.search...asked.data..",
        {"run.n_clicks": 1},
        state | {"paths.checked": True, "view.value": "graph", "address.search": "?share=1"},
    )


def test_the_account_has_names_to_keep(kept):
    assert {"000000000000", "111122223333", "orchard-telecom-ml", "mara-lindqvist"} < kept
    assert len(kept) > 10


def test_the_first_screen_tells_nothing(browser, kept):
    assert told(browser.get("/screen?share=1"), kept) == []


@pytest.mark.parametrize("more", [{}, {"view": "table"}, *({"lens": str(lens)} for lens in ColorMode)])
def test_no_picture_tells_anything(browser, kept, starts, more):
    for start in starts.values():
        answer = browser.get(f"/screen{asked(start, **more)}")
        assert answer.json["drawing"]["elements"]
        assert told(answer, kept) == [], start


@pytest.mark.parametrize("how", ["grow", "fold", "between"])
def test_no_picture_that_was_grown_or_cut_or_has_paths_tells_anything(browser, kept, starts, how):
    start = starts["Context", "Endpoint"]
    end = next(link for link in browser.get(f"/screen{asked(start)}").json["drawing"]["elements"]["nodes"])
    values = {"grow": [f"both:{start}"], "fold": [end["data"]["id"]], "between": [start, end["data"]["id"]]}
    answer = browser.get(f"/screen?{urlencode({'start': start, 'share': 1, how: values[how]}, doseq=True)}")
    assert answer.json["drawing"]
    assert told(answer, kept) == []


def test_no_answer_to_a_question_tells_anything(browser, kept, starts):
    fits = {
        question.slug: start
        for (kind, type_), start in starts.items()
        for question in find_questions(Vertex(start, LineageType(kind), type_ or None))
    }
    assert fits.keys() == {question.slug for question in QUESTIONS}
    for slug, start in fits.items():
        answer = browser.get(f"/screen{asked(start, question=slug)}")
        assert answer.json["drawing"]
        assert told(answer, kept) == [], (start, slug)
        saved = browser.get(f"/page{asked(start, question=slug)}")
        assert f'data-question="{slug}"' in saved.text
        assert told(saved, kept) == [], (start, slug)


def test_no_facts_tell_anything(browser, kept, starts):
    for start in starts.values():
        answer = update(browser, "facts.data", {"lineage.data-key": "new"}, {"address.search": asked(start)})
        assert "stand" not in answer.json["response"]["facts"]
        assert told(answer, kept) == [], start


def test_no_saved_page_tells_anything(browser, kept, starts):
    for start in starts.values():
        answer = browser.get(f"/page{asked(start)}")
        assert answer.status_code == 200
        assert told(answer, kept) == [], start


@pytest.mark.parametrize("typed", ["churn", "orchard-telecom-ml", "mara", "train.csv", "111122223333"])
def test_no_suggestion_tells_anything(browser, kept, typed):
    answer = update(browser, "hits.children", {"typed.data": typed}, {"address.search": "?share=1"})
    assert told(answer, kept) == []


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
def test_what_was_typed_is_not_told_again(browser, kept, start, more):
    assert told(run(browser, start, **more), kept) == []


@pytest.mark.parametrize(
    "search",
    [
        asked("arn:aws:sagemaker:us-west-2:000000000000:context/nothing"),
        asked("arn:aws:sagemaker:us-west-2:000000000000:endpoint/nothing"),
        asked(f"{BUCKET}/train.csv"),
        asked("arn:aws:sagemaker:us-west-2:000000000000:context/live", depth="000000000000"),
        "?share=mara-lindqvist",
        "?share=1&share=0",
        f"?share=1&{BUCKET}=1",
    ],
)
def test_no_mistake_tells_anything(browser, kept, search):
    for route in ("/screen", "/page"):
        assert told(browser.get(f"{route}{search}"), kept) == []


def test_an_address_that_shares_is_led_to_stand_ins_and_back(browser, kept):
    real = "arn:aws:sagemaker:us-west-2:111122223333:context/merchant"
    led = browser.get(f"/{asked(real)}")
    assert led.status_code == 302
    assert told(led, kept) == []
    shared = led.headers["Location"]
    assert browser.get(shared).status_code == 200
    assert browser.get(shared.replace("&share=1", "")).headers["Location"] == f"/?start={real}"


def test_a_start_can_be_typed_by_its_name_or_by_its_stand_in(browser):
    by_name = run(browser, PRODUCTION).json["response"]["address"]["search"]
    led = browser.get(f"/{asked(PRODUCTION)}").headers["Location"]
    by_stand_in = run(browser, led.split("start=")[1].split("&")[0]).json["response"]["address"]["search"]
    assert by_name == by_stand_in
    assert browser.get(f"/screen{by_name}").json["drawing"]["state"] == "complete"
