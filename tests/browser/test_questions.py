"""Questions: asked by a click, answered in a sentence, list and graph."""

from __future__ import annotations

import pytest

TRAIN = "s3://sagemaker-us-west-2-000000000000/experiments-demo/train.csv"

TABS = 120
"""More than the page has stops for the keyboard between two links of one walk."""


@pytest.fixture
def train(client) -> str:
    """Return the published data set, from which six endpoints derive."""
    return client.list_artifacts(SourceUri=TRAIN)["ArtifactSummaries"][0]["ArtifactArn"]


def read_answer(explore, slug: str) -> list[str]:
    """Wait for a question's answer; return its list."""
    explore.page.wait_for_selector(f'#answer [data-question="{slug}"]')
    explore.settle()
    return explore.page.locator("#answer [data-arn]").evaluate_all("rows => rows.map(row => row.dataset.arn)")


def sentence(explore) -> str:
    return explore.text("#answer h2")


def tab_to(explore, link) -> None:
    """Press Tab until a link has the focus."""
    for _ in range(TABS):
        explore.page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            return
    pytest.fail("the keyboard does not get there")


def test_question_is_asked_a_result_focused_and_another_question_asked(explore, train):
    explore.open(start=train)
    explore.page.click("#details >> text=Which endpoints derive from this data set?")
    endpoints = read_answer(explore, "dataset-endpoints")
    assert len(endpoints) == 6
    assert sentence(explore) == "6 endpoints derive from train.csv; 4 deleted."
    assert explore.asked["question"] == ["dataset-endpoints"]
    asked_first = explore.page.url

    key = explore.attribute("key")
    explore.page.locator("#answer [data-arn] a").nth(2).click()
    explore.await_new(key)
    assert explore.attribute("start") == endpoints[2]
    assert "question" not in explore.asked
    walked_on = explore.page.url

    explore.page.wait_for_selector("#details .asking a")
    explore.page.click("#details >> text=Who approved this, and when?")
    approvals = read_answer(explore, "package-approvals")
    assert approvals
    decided = sentence(explore)
    asked_then = explore.page.url

    explore.page.goto(asked_first)
    assert read_answer(explore, "dataset-endpoints") == endpoints
    explore.page.goto(walked_on)
    explore.settle()
    assert explore.attribute("start") == endpoints[2]
    explore.page.goto(asked_then)
    assert read_answer(explore, "package-approvals") == approvals
    assert sentence(explore) == decided


def test_answer_is_marked_in_the_graph_shown_as_code_and_sortable(explore, train):
    explore.open(start=train, question="dataset-endpoints")
    endpoints = read_answer(explore, "dataset-endpoints")
    assert explore.matches() == set(endpoints)
    assert any(node["role"] == "path" for node in explore.nodes().values())

    explore.page.click("#answer summary")
    code = explore.text("#answer pre")
    assert "query_lineage" in code
    assert train in code
    compile(code, "pasted", "exec")

    explore.page.click("#answer th >> text=When")
    up = read_answer(explore, "dataset-endpoints")
    explore.page.click("#answer th >> text=When")
    down = read_answer(explore, "dataset-endpoints")
    assert up == down[::-1]
    assert set(up) == set(endpoints)


def test_unknown_question_is_reported(explore, train):
    explore.open(start=train)
    explore.page.evaluate(
        "search => dash_clientside.set_props('address', { search })", f"?start={train}&question=why"
    )
    explore.await_state("error")
    assert "why" in explore.text("#notice")


def test_questions_are_usable_by_keyboard_alone(explore):
    explore.open()
    page = explore.page
    page.keyboard.press("/")
    page.keyboard.type(TRAIN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#details .asking a")
    tab_to(explore, page.locator("#details .asking a", has_text="Which endpoints derive"))
    page.keyboard.press("Enter")
    endpoints = read_answer(explore, "dataset-endpoints")
    assert len(endpoints) == 6

    tab_to(explore, page.locator(f'#answer [data-arn="{endpoints[2]}"] a'))
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#lineage[data-start="{endpoints[2]}"]')
    approved = page.locator("#details .asking a", has_text="Who approved this")
    approved.wait_for()
    tab_to(explore, approved)
    page.keyboard.press("Enter")
    assert read_answer(explore, "package-approvals")


def test_typing_a_name_shows_suggestions_and_arrow_keys_select(explore):
    explore.open()
    page = explore.page
    page.keyboard.press("Control+k")
    page.keyboard.type("churn-prod")
    page.wait_for_selector("#hits a")
    assert "customer-churn-production" in explore.text("#hits")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector('#lineage[data-start*="customer-churn-production"]')
    page.wait_for_function("() => !document.querySelector('#hits a')")


def test_empty_start_box_offers_recent_starts(explore, train):
    explore.open(start=train)
    explore.open()
    explore.show_form()
    explore.page.focus("#start")
    explore.page.wait_for_selector(".recent a")
    explore.page.keyboard.press("ArrowDown")
    explore.page.keyboard.press("Enter")
    explore.page.wait_for_selector(f'#lineage[data-start="{train}"]')
