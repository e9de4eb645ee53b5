"""Timeline and impact list in the browser."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it carries no hints

from tests.support.explorer_page import PATIENCE_MS, Explorer

PLOTLY = "package_data/plotly"


def find_violations(explore: Explorer) -> list[tuple[str, list[object]]]:
    violations = Axe().run(explore.page).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]


def await_figures(explore: Explorer) -> None:
    explore.page.wait_for_function(
        """() => {
            const figures = [...document.querySelectorAll('#document [data-figure]')];
            return figures.length && figures.every(({ dataset }) => 'drawn' in dataset);
        }""",
        timeout=PATIENCE_MS,
    )


def test_timeline_leads_on_by_mark_span_and_day(explore, production):
    page = explore.page
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    explore.open(start=production)
    assert not [url for url in loaded if PLOTLY in url], "only a timeline needs it"
    explore.go(start=production, view="timeline")
    await_figures(explore)
    assert [url.startswith(explore.address) for url in loaded if PLOTLY in url] == [True]
    assert page.locator("#document .figure .scatterlayer path.point").count() >= 27
    assert find_violations(explore) == []

    page.fill("#document [name=as_of]", "2026-10-01")
    page.click("#document .serving-day button")
    page.wait_for_selector(".serving-answer p:not(.quiet)")
    assert "customer-churn-production served customer-churn v7" in explore.text(".serving-answer")

    page.locator("#document .figure").first.scroll_into_view_if_needed()
    plot = page.locator("#document .figure .nsewdrag").first.bounding_box()
    assert plot
    left, top = plot["x"] + plot["width"] * 0.7, plot["y"] + 4
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + 100, top + 4, steps=3)
    page.mouse.move(left + 150, top + 4)
    page.mouse.up()
    page.wait_for_url("**created_before=**")
    assert explore.asked["created_after"] < explore.asked["created_before"]
    assert explore.asked["view"] == ["timeline"]
    explore.settle()
    await_figures(explore)

    mark = page.locator("#document .figure .scatterlayer path.point").first.bounding_box()
    assert mark
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.wait_for_function(
        "start => document.getElementById('lineage').dataset.start !== start", arg=production
    )


def test_impact_list_is_reached_from_the_details_and_copied(explore, production):
    page = explore.page
    explore.open(start=production)
    page.click("#details .actions >> text=Impact")
    page.wait_for_selector("#document .impact h2", timeout=PATIENCE_MS)
    assert explore.asked["view"] == ["impact"]
    train = next(arn for arn, node in explore.nodes().items() if node["title"] == "train.csv")
    explore.go(start=train, view="impact")
    page.wait_for_selector("#document tr[data-group=serving]", timeout=PATIENCE_MS)
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-color-scheme=dark]", state="attached")
    assert find_violations(explore) == []
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#document [data-message]")
    page.wait_for_selector("#document [data-message].copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("25 entities depend on data set train.csv. 2 endpoints serve it now")
    assert copied.endswith(page.url)
    assert (page.get_attribute("#document [data-mail]", "href") or "").startswith("mailto:?subject=Change")
