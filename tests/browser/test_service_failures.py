"""A service that throttles, fails, is slow, or goes away in the middle."""

from __future__ import annotations

from tests.support.explorer_page import Explorer

PAGES = 6


def places(explore: Explorer) -> dict[str, dict[str, float]]:
    """Return where each vertex stands; names may still arrive, places stay."""
    return {arn: node["position"] for arn, node in explore.nodes().items()}


def test_throttled_failing_and_slow_the_picture_is_complete_or_says_what_is_missing(serve, door, production):
    explore = serve(door(throttle=0.3, fail=0.1, latency_ms=100))
    explore.page.goto(f"{explore.address}/?start={production}&direction=Ascendants")
    explore.page.wait_for_selector(
        "#lineage:is([data-state=complete], [data-state=partial], [data-state=error])[aria-busy=false]",
        timeout=60_000,
    )
    if explore.told("state") == "complete":
        assert explore.told("vertices") == "27"
    else:
        assert explore.text("#notice") != ""


def test_an_endpoint_that_goes_away_leaves_part_of_the_picture_and_recovers(serve, door, production):
    endpoint = door()
    endpoint.pages_left = 2
    explore = serve(endpoint)
    explore.page.goto(f"{explore.address}/?start={production}&direction=Both")
    explore.page.wait_for_selector("#lineage[data-state=partial][aria-busy=false]", timeout=60_000)
    assert 50 < int(explore.told("vertices")) < 268
    assert explore.text("#notice") != ""

    endpoint.pages_left = None
    endpoint.open()
    explore.page.click("#retry")
    explore.page.wait_for_selector("#lineage[data-state=complete]", timeout=60_000)
    assert explore.told("vertices") == "268"
    assert explore.text("#notice") == ""
    assert endpoint.pages == PAGES  # each was given once


def test_an_endpoint_that_is_not_there_is_named_and_the_picture_stays(serve, door, production):
    endpoint = door()
    explore = serve(endpoint)
    explore.open(start=production, direction="Ascendants")
    before = places(explore)
    endpoint.close()
    explore.page.fill("#depth", "2")
    explore.page.press("#depth", "Control+Enter")
    explore.page.wait_for_selector("#lineage[data-state=error]", timeout=60_000)
    assert f"127.0.0.1:{endpoint.port}" in explore.text("#notice")
    assert places(explore) == before
