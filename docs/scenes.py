"""What the pictures of the docs show: addresses, and what a person does there before looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

SETTLED = ":is([data-state=idle], [data-state=complete], [data-state=empty], [data-state=error])"


def _look(_page: Page) -> None:
    """Do nothing more than look."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen.

    Attributes:
        name: Its files' name.
        search: The address that it shows.
        act: What is done there.
        after: What stands on the page when the scene is ready.
    """

    name: str
    search: str
    act: Callable[[Page], None] = _look
    after: str = "#details h1"


def scenes(client: Any) -> Iterator[Scene]:
    """Yield the scenes of the demo account; entities are found as a reader would find them."""
    production = _endpoint(client, "customer-churn-production")
    package = _artifact(client, "model-package/customer-churn/8")
    upstream = f"?start={production}&direction=Ascendants"
    raw = _upstream(client, production, "billing.parquet")
    yield Scene("first-screen", "", after="#welcome h1")
    yield Scene("upstream", upstream)
    yield Scene("5", f"?start={_artifact(client, 'abalone/ezcfg1duso05/train')}&direction=Ascendants")
    yield Scene("24", f"?start={package}")
    features = _artifact(client, "churn/code/2026-03/features.py")
    yield Scene("120", f"?start={features}&direction=Both&depth=4")
    yield Scene("300", f"?start={_artifact(client, 'sagemaker-xgboost:1.7-1')}&direction=Both")
    yield Scene("path", f"?start={production}&between={raw}&between={production}", after="#between li")
    yield Scene("find", f"?start={features}&direction=Both&depth=4", _find("train"), "#found:not(:empty)")
    yield Scene("lens", f"{upstream}&lens=age")
    yield Scene("hidden", f"{upstream}&hide=job")
    yield Scene("filtered", f"{upstream}&type=DataSet")
    yield Scene("table", f"{upstream}&view=table")
    yield Scene("presenting", upstream, _present, "#graph canvas")
    yield Scene("sharing", f"{upstream}&share=1")
    yield Scene("error", upstream, _ask_too_deep, "#lineage[data-state=error]")


def large(start: str) -> Scene:
    """Return the scene of an answer of thousands of entities."""
    return Scene("10000", f"?start={start}")


def _endpoint(client: Any, name: str) -> str:
    contexts = client.list_contexts(ContextType="Endpoint", MaxResults=100)["ContextSummaries"]
    arns = (one["ContextArn"] for one in contexts if one["Source"]["SourceUri"].endswith(f"/{name}"))
    return str(next(arns))


def _upstream(client: Any, start: str, name: str) -> str:
    """Return the artifact of a name that a start came of."""
    answer = client.query_lineage(StartArns=[start], Direction="Ascendants", MaxResults=50)
    arns = [one["Arn"] for one in answer["Vertices"] if one["LineageType"] == "Artifact"]
    named = ((arn, client.describe_artifact(ArtifactArn=arn)["Source"]["SourceUri"]) for arn in arns)
    return next(arn for arn, uri in named if uri.endswith(name))


def _artifact(client: Any, end: str) -> str:
    """Return the artifact whose source ends so."""
    pages = client.get_paginator("list_artifacts").paginate()
    found = (one for page in pages for one in page["ArtifactSummaries"])
    return str(
        next(one["ArtifactArn"] for one in found if one["Source"]["SourceUri"].rstrip("/").endswith(end))
    )


def _find(text: str) -> Callable[[Page], None]:
    def find(page: Page) -> None:
        page.keyboard.press("Control+f")
        page.keyboard.type(text)

    return find


def _present(page: Page) -> None:
    page.click("#present")


def _ask_too_deep(page: Page) -> None:
    """Ask what cannot be asked: the picture that was there stays."""
    page.fill("#depth", "11")
    page.press("#depth", "Control+Enter")
