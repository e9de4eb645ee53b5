"""Color modes other than by type, and line styles."""

from __future__ import annotations


def choose(explore, lens: str, *, of: str = "#lens") -> None:
    key = explore.attribute("key")
    explore.page.select_option(of, label=lens)
    explore.await_new(key)


def line_styles(explore, style: str) -> dict[str, set[str]]:
    """Return a style of the lines by association type."""
    found = explore.page.evaluate(
        """style => document.getElementById('graph')._cyreg.cy.edges()
            .map(e => [e.data('association'), e.style(style)])""",
        style,
    )
    styles: dict[str, set[str]] = {}
    for association, value in found:
        styles.setdefault(association, set()).add(value)
    return styles


def test_color_mode_colors_the_cards_and_explains_itself_in_the_legend(explore, production):
    explore.open(start=production)
    before = explore.nodes()
    choose(explore, "Age")
    assert explore.asked["lens"] == ["age"]
    after = explore.nodes()
    assert {node["family"] for node in after.values()} <= {"age1", "age2", "age3", "age4", "age5", "other"}
    assert {arn: node["position"] for arn, node in after.items()} == {
        arn: node["position"] for arn, node in before.items()
    }
    assert "Last 12 months" in explore.text(".legend")


def test_color_mode_stays_during_navigation_and_is_restored_by_the_address(explore, production):
    explore.open(start=production, lens="approval")
    assert explore.page.input_value("#lens") == "approval"
    assert "Approved" in explore.text(".legend")
    model = next(arn for arn, node in explore.nodes().items() if node["type_title"] == "Model package")
    explore.click(model)
    assert explore.asked["lens"] == ["approval"]
    choose(explore, "Type")
    assert "lens" not in explore.asked
    explore.page.go_back()
    explore.page.wait_for_function("document.querySelector('#lens').value === 'approval'")


def test_unknown_color_mode_is_reported(explore, production):
    explore.open(start=production, lens="mood")
    assert "mood" in explore.text("#notice")


def test_line_styles_show_association_types_and_the_legend_names_them(explore, production):
    explore.open(start=production)
    plain = line_styles(explore, "line-color")
    assert len(plain) >= 3
    assert len(set.union(*plain.values())) == 2  # that of what serves now, and that of the rest
    assert all(found == plain["AssociatedWith"] for found in plain.values())
    before = {arn: node["position"] for arn, node in explore.nodes().items()}
    choose(explore, "Association", of="#edges")
    assert explore.asked["edges"] == ["association"]
    colors = line_styles(explore, "line-color")
    assert all(len(found) == 1 for found in colors.values())
    assert len(set.union(*colors.values())) == len(colors) >= 3
    assert line_styles(explore, "line-style")["AssociatedWith"] == {"dashed"}
    assert set(colors) <= set(explore.text(".legend").split())
    assert {arn: node["position"] for arn, node in explore.nodes().items()} == before
    choose(explore, "Simple", of="#edges")
    assert "edges" not in explore.asked


def test_line_styles_are_restored_by_the_address_and_stay_during_navigation(explore, production):
    explore.open(start=production, edges="association")
    assert explore.page.input_value("#edges") == "association"
    assert explore.page.locator(".legend .stroke").count() >= 3
    explore.click(next(arn for arn, node in explore.nodes().items() if node["type_title"] == "Model package"))
    assert explore.asked["edges"] == ["association"]
    explore.navigate(f"?start={production}&edges=wavy")
    explore.page.wait_for_selector("#notice :text('wavy')")


def test_lines_of_the_current_card_are_labeled_for_keyboard_users(explore, production):
    explore.open(start=production)
    explore.page.focus("#graph")
    explore.page.keyboard.press("Home")
    explore.page.wait_for_function(
        "() => document.getElementById('graph')._cyreg.cy.edges('.named').nonempty()"
    )
    assert {label.replace("\n", "") for label in set.union(*line_styles(explore, "label").values())} >= {
        "AssociatedWith"
    }
    explore.page.keyboard.press("ArrowLeft")
    explore.page.wait_for_function(
        "() => document.getElementById('spoken').textContent.startsWith('Associated with')"
    )
