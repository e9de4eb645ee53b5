"""First screen: introduction, entity counts, and entities to start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.html_elements import aria
from components.start_links import start_list
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.sources.protocols import KindCount
from lineage_explorer.views.start_items import StartOption

_KINDS = {
    LineageType.ARTIFACT: ("Artifacts", "data sets, images, models"),
    LineageType.TRIAL_COMPONENT: ("Trial components", "training, processing, transform jobs"),
    LineageType.ACTION: ("Actions", "approvals, deployments"),
    LineageType.CONTEXT: ("Contexts", "endpoints, model groups"),
}


@dataclass(frozen=True, slots=True)
class StartSection:
    """Titled list of entities to start from."""

    title: str
    hint: str
    starts: Sequence[StartOption]


def welcome_panel(
    *,
    account: str,
    kind_counts: Sequence[KindCount],
    sections: Sequence[StartSection],
    link: Callable[[Arn], str],
    gaps: Sequence[str],
) -> list[Component]:
    """Return the content of the first screen.

    Args:
        account: Title of the explored account, for example "Demo account · us-west-2".
        kind_counts: Entity counts by kind; empty if they could not be read.
        sections: Lists of entities to start from.
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
            [_kind_count(size) for size in kind_counts],
            className="sizes",
            role="group",
            **aria(label=f"Size of {account}"),
        ),
        *(html.P(gap, className="gap") for gap in gaps),
        html.Div([_start_section(shelf, link) for shelf in sections], className="shelves"),
    ]


def _kind_count(size: KindCount) -> Component:
    title, examples = _KINDS[size.lineage_type]
    count = f"{size.count:,}{'+' if size.at_least else ''}"
    return html.Div([html.Strong(count), html.Span(title), html.Small(examples)], className="size")


def _start_section(shelf: StartSection, link: Callable[[Arn], str]) -> Component:
    body = (
        start_list(shelf.starts, link=link) if shelf.starts else html.P("None here yet.", className="quiet")
    )
    return html.Section(
        [html.H2(shelf.title), html.P(shelf.hint, className="quiet"), body], className="shelf"
    )
