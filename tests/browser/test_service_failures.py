"""A service that throttles, fails, is slow, or disappears."""

from __future__ import annotations

from tests.support.explorer_page import PATIENCE_MS, Explorer

PAGES = 6


def node_positions(explore: Explorer) -> dict[str, dict[str, float]]:
    """Return each vertex's position; names may still arrive."""
    return {arn: node["position"] for arn, node in explore.nodes().items()}


def test_unreliable_service_gives_a_complete_graph_or_reports_gaps(serve, account_server, production):
    explore = serve(account_server(throttle=0.3, fail=0.1, latency_ms=100))
    explore.page.goto(f"{explore.address}/?start={production}&direction=Ascendants")
    explore.page.wait_for_selector(
        "#lineage:is([data-state=complete], [data-state=partial], [data-state=error])[aria-busy=false]",
        timeout=PATIENCE_MS,
    )
    if explore.attribute("state") == "complete":
        assert explore.attribute("vertices") == "27"
    else:
        assert explore.text("#notice") != ""


def test_cards_drawn_before_their_descriptions_have_every_fact_afterwards(serve, account_server, production):
    explore = serve(account_server(latency_ms=400))
    explore.page.goto(f"{explore.address}/?start={production}&direction=Ascendants")
    explore.page.wait_for_selector("#completeness:has-text('still loading')")
    late = {arn for arn, node in explore.nodes().items() if not node["created"]}
    explore.await_names()
    described = read_facts(explore)
    assert late
    assert all(described[arn]["created"] and described[arn]["source_uri"] for arn in late)
    explore.open(start=production, direction="Ascendants")
    assert read_facts(explore) == described


def read_facts(explore: Explorer) -> dict[str, dict[str, str]]:
    """Return what is known of each vertex, without what depends on the width of its card."""
    names = ("title", "subtitle", "type_title", "source_uri", "created", "status", "author")
    return {arn: {name: node[name] for name in names} for arn, node in explore.nodes().items()}


def test_lost_endpoint_leaves_a_partial_graph_and_recovers(serve, account_server, production):
    endpoint = account_server()
    endpoint.pages_left = 2
    explore = serve(endpoint)
    explore.page.goto(f"{explore.address}/?start={production}&direction=Both")
    explore.page.wait_for_selector("#lineage[data-state=partial][aria-busy=false]", timeout=PATIENCE_MS)
    assert 50 < int(explore.attribute("vertices")) < 268
    assert explore.text("#notice") != ""

    endpoint.pages_left = None
    endpoint.open()
    explore.page.click("#retry")
    explore.page.wait_for_selector("#lineage[data-state=complete]", timeout=PATIENCE_MS)
    assert explore.attribute("vertices") == "268"
    assert explore.text("#notice") == ""
    assert endpoint.pages == PAGES  # each was given once


def test_unreachable_endpoint_is_reported_and_the_graph_stays(serve, account_server, production):
    endpoint = account_server()
    explore = serve(endpoint)
    explore.open(start=production, direction="Ascendants")
    explore.show_form()
    before = node_positions(explore)
    endpoint.close()
    explore.page.fill("#depth", "2")
    explore.page.press("#depth", "Control+Enter")
    explore.page.wait_for_selector("#lineage[data-state=error]", timeout=PATIENCE_MS)
    assert f"127.0.0.1:{endpoint.port}" in explore.text("#notice")
    assert node_positions(explore) == before
