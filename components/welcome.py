"""First screen: introduction, entity counts, and entities to start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.attributes import aria
from components.starts import start_list
from lineage.model import Arn, LineageType
from lineage.source import Size
from lineage.views.starts import Start

_KINDS = {
    LineageType.ARTIFACT: ("Artifacts", "data sets, images, models"),
    LineageType.TRIAL_COMPONENT: ("Trial components", "training, processing, transform jobs"),
    LineageType.ACTION: ("Actions", "approvals, deployments"),
    LineageType.CONTEXT: ("Contexts", "endpoints, model groups"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Titled list of entities to start from."""

    title: str
    hint: str
    starts: Sequence[Start]


def welcome(
    *,
    account: str,
    sizes: Sequence[Size],
    shelves: Sequence[Shelf],
    link: Callable[[Arn], str],
    gaps: Sequence[str],
) -> list[Component]:
    """Return the content of the first screen.

    Args:
        account: Title of the explored account, for example "Demo account · us-west-2".
        sizes: Entity counts by kind; empty if they could not be read.
        shelves: Lists of entities to start from.
        link: Returns the address of an entity.
        gaps: Sentences about what could not be read.
    """
    return [
        html.H1("Where did this model come from, and what depends on it?"),
        html.P(
            "Start from anything SageMaker tracks: paste an ARN or an S3 URI on the left, or pick one below. "
            "Then click your way along the graph.",
            className="lead",
        ),
        html.Div(
            [_size(size) for size in sizes],
            className="sizes",
            role="group",
            **aria(label=f"Size of {account}"),
        ),
        *(html.P(gap, className="gap") for gap in gaps),
        html.Div([_shelf(shelf, link) for shelf in shelves], className="shelves"),
    ]


def _size(size: Size) -> Component:
    title, examples = _KINDS[size.lineage_type]
    count = f"{size.count:,}{'+' if size.at_least else ''}"
    return html.Div([html.Strong(count), html.Span(title), html.Small(examples)], className="size")


def _shelf(shelf: Shelf, link: Callable[[Arn], str]) -> Component:
    body = (
        start_list(shelf.starts, link=link) if shelf.starts else html.P("None here yet.", className="quiet")
    )
    return html.Section(
        [html.H2(shelf.title), html.P(shelf.hint, className="quiet"), body], className="shelf"
    )
