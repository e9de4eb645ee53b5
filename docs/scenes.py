"""Scenes of the screenshots in the docs.

Each is an address and the actions that a reader takes there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

SETTLED_SELECTOR = ":is([data-state=idle], [data-state=complete], [data-state=empty], [data-state=error])"


def _take_no_action(_page: Page) -> None:
    """Take no action."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Screen to be captured.

    Attributes:
        name: Base name of its files.
        search: The address as a query string.
        act: Actions in the browser before the screenshot.
        ready_selector: Selector of an element that exists once the scene is ready.
    """

    name: str
    search: str
    act: Callable[[Page], None] = _take_no_action
    ready_selector: str = "#details[aria-busy=false] h1"


def list_scenes(client: Any) -> Iterator[Scene]:
    """Yield the scenes of the demo account.

    Entities are found by their names and sources, as readers find them.
    """
    production = _find_endpoint(client, "customer-churn-production")
    package = _find_artifact(client, "model-package/customer-churn/8")
    upstream = f"?start={production}&direction=Ascendants"
    raw = _find_ancestor(client, production, "billing.parquet")
    yield Scene("first-screen", "", ready_selector="#welcome h1")
    yield Scene("upstream", upstream)
    yield Scene("5", f"?start={_find_artifact(client, 'abalone/ezcfg1duso05/train')}&direction=Ascendants")
    yield Scene("24", f"?start={package}")
    features = _find_artifact(client, "churn/code/2026-03/features.py")
    yield Scene("120", f"?start={features}&direction=Both&depth=4")
    yield Scene("300", f"?start={_find_artifact(client, 'sagemaker-xgboost:1.7-1')}&direction=Both")
    yield Scene(
        "path", f"?start={production}&between={raw}&between={production}", ready_selector="#between li"
    )
    yield Scene(
        "find", f"?start={features}&direction=Both&depth=4", _search_for("train"), "#found:not(:empty)"
    )
    yield Scene("lens", f"{upstream}&lens=age")
    yield Scene("hidden", f"{upstream}&hide=job")
    yield Scene("filtered", f"{upstream}&type=DataSet")
    yield Scene("table", f"{upstream}&view=table")
    yield Scene("presenting", upstream, _present, "#graph canvas")
    yield Scene("sharing", f"{upstream}&share=1")
    yield Scene("error", upstream, _ask_too_deep, "#lineage[data-state=error]")


def build_large_scene(start: str) -> Scene:
    """Return the scene of a graph of thousands of entities."""
    return Scene("10000", f"?start={start}")


def _find_endpoint(client: Any, name: str) -> str:
    contexts = client.list_contexts(ContextType="Endpoint", MaxResults=100)["ContextSummaries"]
    arns = (
        context["ContextArn"] for context in contexts if context["Source"]["SourceUri"].endswith(f"/{name}")
    )
    return str(next(arns))


def _find_ancestor(client: Any, start: str, name: str) -> str:
    """Find an ancestor artifact by the end of its source."""
    response = client.query_lineage(StartArns=[start], Direction="Ascendants", MaxResults=50)
    arns = [vertex["Arn"] for vertex in response["Vertices"] if vertex["LineageType"] == "Artifact"]
    sources = ((arn, client.describe_artifact(ArtifactArn=arn)["Source"]["SourceUri"]) for arn in arns)
    return next(arn for arn, uri in sources if uri.endswith(name))


def _find_artifact(client: Any, suffix: str) -> str:
    """Find an artifact by the end of its source."""
    pages = client.get_paginator("list_artifacts").paginate()
    artifacts = (artifact for page in pages for artifact in page["ArtifactSummaries"])
    return str(
        next(
            artifact["ArtifactArn"]
            for artifact in artifacts
            if artifact["Source"]["SourceUri"].rstrip("/").endswith(suffix)
        )
    )


def _search_for(text: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.keyboard.press("Control+f")
        page.keyboard.type(text)

    return act


def _present(page: Page) -> None:
    page.click("#present")


def _ask_too_deep(page: Page) -> None:
    """Run a query that is too deep; the previous graph stays."""
    page.fill("#depth", "11")
    page.press("#depth", "Control+Enter")
