"""Colours that tell something other than type."""

from __future__ import annotations


def choose(explore, lens: str) -> None:
    key = explore.told("key")
    explore.page.click("#lens")
    explore.page.get_by_role("option", name=lens).click()
    explore.await_new(key)


def test_a_lens_colours_the_cards_and_the_legend_says_what_colours_mean(explore, production):
    explore.open(start=production)
    before = explore.nodes()
    choose(explore, "Age")
    assert explore.asked["lens"] == ["age"]
    after = explore.nodes()
    assert {node["family"] for node in after.values()} <= {"age1", "age2", "age3", "age4", "age5", "other"}
    assert {arn: node["position"] for arn, node in after.items()} == {
        arn: node["position"] for arn, node in before.items()
    }
    assert "A year" in explore.text(".legend")


def test_the_lens_stays_while_one_walks_and_the_address_restores_it(explore, production):
    explore.open(start=production, lens="approval")
    assert explore.page.input_value("#lens") == "Approval"
    assert "Approved" in explore.text(".legend")
    model = next(arn for arn, node in explore.nodes().items() if node["title"] == "Model package")
    explore.click(model)
    assert explore.asked["lens"] == ["approval"]
    choose(explore, "Type")
    assert "lens" not in explore.asked
    explore.page.go_back()
    explore.page.wait_for_function("document.querySelector('#lens').value === 'Approval'")


def test_a_lens_that_does_not_exist_is_named(explore, production):
    explore.open(start=production, lens="mood")
    assert "mood" in explore.text("#notice")
