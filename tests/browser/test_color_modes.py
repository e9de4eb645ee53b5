"""Colours that tell something other than type."""

from __future__ import annotations


def choose(explore, lens: str, *, of: str = "#lens") -> None:
    key = explore.told("key")
    explore.page.click(of)
    explore.page.get_by_role("option", name=lens).click()
    explore.await_new(key)


def lines(explore, style: str) -> dict[str, set[str]]:
    """What a style of the lines is, by their associations."""
    found = explore.page.evaluate(
        """style => document.getElementById('graph')._cyreg.cy.edges()
            .map(e => [e.data('association'), e.style(style)])""",
        style,
    )
    styles: dict[str, set[str]] = {}
    for association, value in found:
        styles.setdefault(association, set()).add(value)
    return styles


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


def test_lines_tell_their_associations_and_the_legend_names_them(explore, production):
    explore.open(start=production)
    assert len(set.union(*lines(explore, "line-color").values())) == 1
    before = {arn: node["position"] for arn, node in explore.nodes().items()}
    choose(explore, "Association", of="#edges")
    assert explore.asked["edges"] == ["association"]
    colours = lines(explore, "line-color")
    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == len(colours) >= 3
    assert lines(explore, "line-style")["AssociatedWith"] == {"dashed"}
    assert set(colours) <= set(explore.text(".legend").split())
    assert {arn: node["position"] for arn, node in explore.nodes().items()} == before
    choose(explore, "Plain", of="#edges")
    assert "edges" not in explore.asked


def test_the_address_restores_lines_that_tell_and_they_stay_while_one_walks(explore, production):
    explore.open(start=production, edges="association")
    assert explore.page.input_value("#edges") == "Association"
    assert explore.page.locator(".legend .stroke").count() >= 3
    explore.click(next(arn for arn, node in explore.nodes().items() if node["title"] == "Model package"))
    assert explore.asked["edges"] == ["association"]
    explore.lead(f"?start={production}&edges=wavy")
    explore.page.wait_for_selector("#notice :text('wavy')")


def test_the_lines_of_the_current_card_name_themselves_to_the_keyboard_too(explore, production):
    explore.open(start=production)
    explore.page.focus("#graph")
    explore.page.keyboard.press("Home")
    explore.page.wait_for_function(
        "() => document.getElementById('graph')._cyreg.cy.edges('.named').nonempty()"
    )
    assert {label.replace("\n", "") for label in set.union(*lines(explore, "label").values())} >= {
        "AssociatedWith"
    }
    explore.page.keyboard.press("ArrowLeft")
    explore.page.wait_for_function(
        "() => document.getElementById('spoken').textContent.startsWith('AssociatedWith')"
    )
