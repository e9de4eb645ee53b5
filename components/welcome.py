"""First screen: introduction, entity counts, and entities to start from."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from components.html_elements import aria
from components.start_links import start_list
from lineage_explorer.explore.page_facts import Home, StartSection
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.protocols import KindCount

_KINDS = {
    LineageType.ARTIFACT: ("Artifacts", "data sets, images, models"),
    LineageType.TRIAL_COMPONENT: ("Trial components", "training, processing, transform jobs"),
    LineageType.ACTION: ("Actions", "approvals, deployments"),
    LineageType.CONTEXT: ("Contexts", "endpoints, model groups"),
}


def welcome_panel(home: Home, *, account: str, is_redacted: bool = False) -> list[Component]:
    """Return the content of the first screen.

    Args:
        home: What was read for it.
        account: Title of the explored account, for example "Demo account · us-west-2".
        is_redacted: Whether its links are in redaction mode.
    """

    def link(arn: Arn) -> str:
        return format_link(Address(LineageQuery(arn), share=is_redacted))

    return [
        html.H1("Where did this model come from, and what depends on it?"),
        html.P(
            "Start from anything SageMaker tracks: search by name, ARN or S3 URI, or pick one below. "
            "Then click through the graph.",
            className="lead",
        ),
        html.Div(
            [_kind_count(count) for count in home.kind_counts],
            className="sizes",
            role="group",
            **aria(label=f"Size of {account}"),
        ),
        *(html.P(gap, className="gap") for gap in home.gaps),
        *([html.P(f"{home.note}.", className="quiet")] if home.note else []),
        html.Div([_start_section(section, link) for section in home.sections], className="shelves"),
    ]


def _kind_count(size: KindCount) -> Component:
    title, examples = _KINDS[size.lineage_type]
    count = f"{size.count:,}{'+' if size.at_least else ''}"
    return html.Div([html.Strong(count), html.Span(title), html.Small(examples)], className="size")


def _explain_no_starts(section: StartSection) -> str:
    if section.is_pending:
        return "Not read yet."
    return "These could not be read." if section.starts is None else "None here yet."


def _start_section(section: StartSection, link: Callable[[Arn], str]) -> Component:
    body = (
        start_list(section.starts, link=link)
        if section.starts
        else html.P(_explain_no_starts(section), className="quiet")
    )
    return html.Section(
        [html.H2(section.title), html.P(section.hint, className="quiet"), body], className="shelf"
    )
