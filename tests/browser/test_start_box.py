"""The start box: pasted texts, typed names, and bounded cost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Request

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
EXECUTION = f"{ACCOUNT}:pipeline/customer-churn/execution/lmgjrcdo25eh"
FEATURE_GROUP = f"{ACCOUNT}:feature-group/merchant-risk"
REPOSITORY = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn"

PAUSE_MS = 350
MOST_CALLS = 10


@pytest.fixture
def calls(client) -> Iterator[list[str]]:
    """Return the operations that the server sends from now on."""
    sent: list[str] = []

    def note(model: object, **_: object) -> None:
        sent.append(str(getattr(model, "name", "")))

    client.meta.events.register("before-call.sagemaker", note)
    yield sent
    client.meta.events.unregister("before-call.sagemaker", note)


@pytest.fixture
def searches(page) -> list[Request]:
    """Return the browser's requests for suggestions."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if _suggests(request) else None)
    return sent


def _suggests(request: Request) -> bool:
    return request.method == "POST" and (request.post_data_json or {}).get("output") == "hits.children"


def offered_arns(explore) -> list[str]:
    """Wait until the box offers entities; return their ARNs."""
    explore.page.wait_for_selector("#hits a")
    return explore.page.locator("#hits a").evaluate_all(
        "links => links.map(a => new URLSearchParams(a.search).get('start'))"
    )


SEVERAL = [(EXECUTION, 5, "churntrain"), (FEATURE_GROUP, 2, "merchant-risk"), (REPOSITORY, 2, ":artifact/")]
"""A pipeline execution, a feature group and an image repository: how many entities each is, and one of them."""


def test_start_box_offers_choices_when_a_uri_matches_several_entities(explore):
    explore.open()
    explore.show_form()
    for text, number, chosen in SEVERAL:
        explore.show_form()
        explore.page.fill("#start", text)
        explore.page.press("#start", "Enter")
        explore.page.wait_for_selector(f"#hits :text('{number} matches: choose one')")
        arns = offered_arns(explore)
        assert len(arns) == number

        wanted = next(arn for arn in arns if chosen in arn)
        explore.page.click(f'#hits a[href*="{wanted}"]')

        explore.page.wait_for_selector(f'#lineage[data-start="{wanted}"]')
        explore.page.wait_for_function("() => !document.querySelector('#hits a')")


def test_invalid_start_text_is_reported_and_the_page_stays(explore):
    explore.open()
    explore.show_form()
    for nonsense in ("what is this", "<b>bold</b>", "?!"):
        explore.page.fill("#start", nonsense)
        explore.page.press("#start", "Enter")
        explore.page.locator("#notice", has_text=nonsense).wait_for()
        assert "in the whole account" in explore.text("#notice")
        assert explore.page.locator("#welcome h1").is_visible()


def type_text(explore, *pieces: str) -> None:
    """Type without a pause, even on a busy machine."""
    for piece in pieces:
        explore.page.keyboard.insert_text(piece)


def test_typing_searches_once_per_pause(explore, searches, calls):
    explore.open()
    explore.show_form()
    calls.clear()
    explore.page.focus("#start")
    type_text(explore, "cust", "omer", "-churn")
    assert len(offered_arns(explore)) > 1
    assert len(searches) == 1

    with explore.page.expect_response(lambda response: _suggests(response.request)):
        type_text(explore, "-pr", "od")
    explore.page.wait_for_timeout(2 * PAUSE_MS)

    assert [request.post_data_json["inputs"][0]["value"] for request in searches] == [
        "customer-churn",
        "customer-churn-prod",
    ]
    assert len(calls) <= MOST_CALLS


def test_unknown_name_is_reported_while_typing(explore):
    explore.open()
    explore.show_form()
    explore.page.focus("#start")
    explore.page.keyboard.type("no such thing anywhere")
    explore.page.wait_for_selector("#hits >> text=No match")


def test_typed_or_pasted_arn_is_not_searched(explore, searches):
    explore.open()
    explore.show_form()
    explore.page.focus("#start")
    explore.page.keyboard.insert_text(EXECUTION)
    explore.page.wait_for_timeout(2 * PAUSE_MS)
    assert explore.page.locator("#hits a").count() == 0
    assert len(searches) == 1


def test_text_run_before_the_pause_is_not_searched(explore, client, searches):
    endpoint = client.list_contexts(ContextType="Endpoint", MaxResults=1)["ContextSummaries"][0]["ContextArn"]
    explore.open()
    explore.show_form()
    explore.page.focus("#start")
    explore.page.keyboard.insert_text(endpoint)
    explore.page.keyboard.press("Enter")

    explore.page.wait_for_selector(f'#lineage[data-start="{endpoint}"]')
    explore.page.wait_for_timeout(2 * PAUSE_MS)
    assert searches == []


def test_an_entity_pasted_on_the_first_screen_is_asked_for_without_a_callback(page, explore, production):
    explore.open()
    page.keyboard.press("/")
    page.fill("#start", f" {production}\n")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url.partition('?')[0]}"))
    page.keyboard.press("Enter")
    explore.await_state("complete")
    assert explore.attribute("start") == production
    assert asked[0].endswith("/screen")
