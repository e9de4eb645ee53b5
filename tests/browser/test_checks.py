"""Checks: findings are accepted with a reason, counted anew, and marked on cards."""

from __future__ import annotations


def read_counts(explore) -> dict[str, int]:
    items = explore.page.locator(".check-counts li").evaluate_all(
        "items => items.map(item => [item.dataset.count, Number(item.querySelector('b').textContent)])"
    )
    return dict(items)


def test_finding_is_accepted_survives_a_reload_and_is_marked_on_its_card(explore, production):
    explore.open(start=production, view="checks")
    explore.page.wait_for_selector(".check")
    assert read_counts(explore) == {
        "error": 1,
        "warning": 1,
        "note": 2,
        "accepted": 0,
        "passed": 22,
        "doubt": 1,
    }
    finding = explore.page.locator('.finding[data-severity="error"]')
    version = finding.get_attribute("data-arn")
    finding.locator(".accept").click()
    for name, text in (("reason", "Checked by hand"), ("name", "Mara"), ("expires", "2999-01-01")):
        explore.page.fill(f".accept-form [name={name}]", text)
    explore.page.press(".accept-form [name=name]", "Enter")
    explore.page.wait_for_selector(".finding.accepted")
    assert finding.locator(".acceptance").inner_text() == "Accepted by Mara until 2999-01-01: Checked by hand"
    assert (read_counts(explore)["error"], read_counts(explore)["accepted"]) == (0, 1)

    explore.page.reload()
    explore.page.wait_for_selector(".finding.accepted")
    with explore.page.expect_download() as saved:
        explore.page.click(".save-accepted")
    assert saved.value.suggested_filename == "accepted-findings.json"
    explore.page.click(".finding.accepted .accept")
    assert read_counts(explore)["error"] == 1

    explore.open(start=production)
    explore.settle()
    assert explore.nodes()[version]["findings"] == 1
