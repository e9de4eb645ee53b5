"""Scenes of the pictures in the docs.

Each is an address and the actions that a reader takes there. `tests/app/test_docs.py` compares them with the
pictures that the docs use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from playwright.sync_api import Page

Scheme: TypeAlias = Literal["light", "dark"]

SCENE_NAMES = (
    "first-screen",
    "upstream",
    "answer",
    "matches",
    "paths",
    "bridges",
    "hidden-names",
    "presenting",
)
"""Names of all scenes, in the order of `list_scenes`."""

SETTLED_SELECTOR = ":is([data-state=idle], [data-state=complete], [data-state=empty], [data-state=error])"


def _take_no_action(_page: Page) -> None:
    """Take no action."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Screen to be captured.

    Attributes:
        name: Base name of its file.
        search: The address as a query string.
        act: Actions in the browser before the screenshot.
        ready_selector: Selector of an element that exists once the scene is ready.
        scheme: Color scheme of the browser.
    """

    name: str
    search: str
    act: Callable[[Page], None] = _take_no_action
    ready_selector: str = "#details[aria-busy=false] .name"
    scheme: Scheme = "light"


def list_scenes(client: Any) -> Iterator[Scene]:
    """Yield the scenes of the demo account.

    Entities are found by their names and sources, as readers find them.
    """
    production = _find_endpoint(client, "customer-churn-production")
    billing = _find_ancestor(client, production, "billing.parquet")
    upstream = f"?start={production}&direction=Ascendants"
    yield Scene("first-screen", "", ready_selector="#welcome h1")
    yield Scene("upstream", upstream)
    yield Scene(
        "answer", f"?start={production}&question=package-approvals", ready_selector="#answer [data-arn]"
    )
    yield Scene("matches", f"{upstream}&type=DataSet")
    yield Scene(
        "paths", f"?start={production}&between={billing}&between={production}", ready_selector="#between li"
    )
    yield Scene("bridges", f"{upstream}&hide=job")
    yield Scene("hidden-names", f"{upstream}&share=1")
    yield Scene("presenting", upstream, _present, "#graph canvas", scheme="dark")


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


def _present(page: Page) -> None:
    page.click("#present")
