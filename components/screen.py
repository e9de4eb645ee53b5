"""Content of the whole page, derived from the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypedDict

from dash import dcc, html
from dash.development.base_component import Component

from components import notice
from components.answer import answer_panel
from components.browse import browse_panel, build_browse_title
from components.details import key_fact_list
from components.legend import (
    build_legend,
    close_group_link,
    describe_hidden_kinds,
    explain_not_hidden,
    line_legend,
)
from components.path_panel import build_path_panel, warn_missing_paths
from components.query_bar import query_chips
from components.query_form import build_form_values
from components.status_bar import completeness_line
from components.table import table_view
from components.view_content import render_content
from components.welcome import welcome_panel
from lineage_explorer.explore.browse import BrowsePage
from lineage_explorer.explore.check_content import CheckContent
from lineage_explorer.explore.filter_advice import NO_ADVICE
from lineage_explorer.explore.graph_payload import EMPTY_PAYLOAD, GraphPayload, build_payload
from lineage_explorer.explore.home import Home
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.view import (
    View,
    list_completeness_notes,
    list_key_facts,
    summarize_focus,
    summarize_view,
)
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, shorten_middle
from lineage_explorer.query.address import HOME_ADDRESS, Address, MainView, format_href
from lineage_explorer.query.view_options import ColorMode, LineStyle
from lineage_explorer.questions.answer import Answer
from lineage_explorer.questions.registry import get_question
from lineage_explorer.views.decorators import list_strokes
from lineage_explorer.views.elements import style_of_group
from lineage_explorer.views.grouping import Group
from lineage_explorer.views.python_snippet import format_python_script
from lineage_explorer.views.summary import suggest_wider_query
from lineage_explorer.views.table_rows import build_rows


class ReadProgress(TypedDict):
    """Progress of reading.

    Attributes:
        pages: Number of result pages read so far.
        entities: Number of entities read so far.
        more: Whether the page should ask again.
        note: What is waited for, as a sentence without a full stop; empty if nothing is slow.
    """

    pages: int
    entities: int
    more: bool
    note: str


class Screen(TypedDict):
    """Content of the page, except the facts about the focus.

    Attributes:
        view, lens, lines: The main view, its color mode, and its line style.
        named: Whether every vertex has its final name.
        read: Time at which the graph was read, as ISO 8601; empty without a graph.
        progress: Progress of reading; None if it has ended.
        welcome: The first screen; None if it is not shown.
        form: Value of each control, by its id.
        type_offers, property_offers, tag_offers: Values that the controls offer.
    """

    drawing: GraphPayload
    chips: Sequence[Component]
    headline: list[str | Component]
    key_facts: list[Component]
    status: list[str | Component]
    completeness: list[Component]
    notice: list[Component]
    legend: list[Component]
    answer: list[Component]
    table: Component | list[Component]
    document: list[Component]
    paths_told: list[Component]
    paths: list[Component]
    view: str
    lens: str
    lines: str
    named: bool
    read: str
    progress: ReadProgress | None
    welcome: list[Component] | None
    form: dict[str, Any]
    type_offers: list[str]
    property_offers: list[str]
    tag_offers: list[str]


def render_screen(view: View) -> Screen:
    """Render the content of the page; a pure function."""
    address, loaded, visible, graph = view.address, view.loaded, view.visible, view.graph
    notes = (*list_completeness_notes(view), *describe_hidden_kinds(visible, address))
    return {
        "drawing": build_payload(view),
        "chips": query_chips(address, _name_starts(view)),
        "headline": _build_headline(view),
        "key_facts": key_fact_list(list_key_facts(view), _link_to_focus(view)),
        "status": _build_status(view),
        "completeness": completeness_line(notes, link=format_href),
        "notice": _warn_ignored(address, explain_not_hidden(visible, address))
        + warn_missing_paths(graph, address.between, view.paths)
        + notice.warning_notice("Not complete", graph.read_status.gaps, retry=True),
        "legend": build_legend(view.graph, visible, view.shades, address)
        + _build_line_legend(graph, address)
        + _build_close_links(loaded, visible.grouped.open_groups, address),
        "answer": _build_answer_panel(loaded.answer, view) if loaded.answer else [],
        "table": _build_table(view) if address.view is MainView.TABLE else [],
        "document": render_content(view),
        **build_path_panel(loaded, address, view.paths),
        "view": address.view,
        "lens": address.color_by,
        "lines": address.line_style,
        "named": not loaded.unnamed_count and not (view.content and view.content.is_pending),
        "read": graph.read_status.finished_at.isoformat(),
        "progress": _build_progress(loaded, stopped=view.is_stopped),
        "welcome": None,
        "form": build_form_values(address.query, address.more_starts),
        "type_offers": list(view.advice.types),
        "property_offers": list(view.advice.properties),
        "tag_offers": list(view.advice.tags),
    }


def _name_starts(view: View) -> tuple[tuple[Arn, str], ...]:
    entities = view.loaded.entities
    return tuple((arn, name_entity(arn, entities.get(arn)).title) for arn in view.graph.more_starts)


def _build_progress(loaded: LoadedGraph, *, stopped: bool) -> ReadProgress | None:
    status = loaded.graph.read_status
    if not status.has_more:
        return None
    note = "" if stopped else loaded.note
    return {"pages": status.pages, "entities": len(loaded.graph.vertices), "more": not stopped, "note": note}


def _build_headline(view: View) -> list[str | Component]:
    """Return the badge of the focus, and what matters about it."""
    badge, sentence = view.status.badges.get(view.graph.start), summarize_focus(view)
    children: list[str | Component] = []
    if badge:
        children.append(html.Span(badge.word, className=f"state state-{badge.state}"))
    return [*children, html.Span(sentence)] if sentence else children


def _build_status(view: View) -> list[str | Component]:
    """Return the summary; for an empty result, with reasons and links."""
    address, summary = view.address, summarize_view(view)
    if answer := view.loaded.answer:  # its panel shows the sentence; the status only announces it
        return [html.Span(answer.sentence, className="unseen"), summary.removeprefix(answer.sentence)]
    is_empty = len(view.graph.vertices) == 1
    suggestion = suggest_wider_query(address.query) if is_empty and address.query else None
    links = [(hint.text, hint.link_text, hint.query) for hint in view.advice.hints]
    status: list[str | Component] = [f"{summary} " if links or suggestion else summary]
    for text, words, query in (*links, *([("", *suggestion)] if suggestion else [])):
        if isinstance(status[-1], Component):
            status.append(" · ")
        if text:
            status.append(f"{text} ")
        if query:
            status.append(dcc.Link(words, href=format_href(address.with_query(query))))
    return status


def _build_answer_panel(answer: Answer, view: View) -> list[Component]:
    return answer_panel(
        answer,
        wording=get_question(answer.question_slug).wording,
        code=format_python_script(answer.requests),
        link=_link_to_focus(view),
        ask=lambda wider: format_href(view.address.with_query(wider)),
    )


def _link_to_focus(view: View) -> Callable[[Arn], str]:
    """Return a function from an entity to the address of its focus."""
    on_path = view.paths.vertices if view.paths else frozenset()
    return lambda arn: format_href(view.address.with_start(arn, on_path=arn in on_path))


def render_home(home: Home, address: Address, base: Address = HOME_ADDRESS) -> Screen:
    """Render the first screen."""
    panel = welcome_panel(home, base)
    return _render_without_graph(address, panel, "Choose a starting point.", is_pending=home.is_pending)


def render_browse(page: BrowsePage, address: Address, base: Address = HOME_ADDRESS) -> Screen:
    """Render a page of a list of the account."""
    panel = browse_panel(page, base)
    status = f"{build_browse_title(page.query)}, page {page.number}."
    return _render_without_graph(address, panel, status, is_pending=page.is_pending)


def render_account_checks(content: CheckContent, address: Address, base: Address = HOME_ADDRESS) -> Screen:
    """Render the checks of the whole account."""
    from components import check_list  # noqa: PLC0415 - pages of entities do without

    panel = check_list.render_account_checks(content, replace(base, compared=address.compared))
    status = content.report.sentence if content.report else "Loading the checks."
    return _render_without_graph(address, panel, status, is_pending=content.is_pending)


def _render_without_graph(
    address: Address, welcome: list[Component], status: str, *, is_pending: bool
) -> Screen:
    return {
        "drawing": EMPTY_PAYLOAD,
        "chips": [],
        "headline": [],
        "key_facts": [],
        "status": [status],
        "completeness": [],
        "notice": _warn_ignored(address),
        "legend": [],
        "answer": [],
        "table": [],
        "document": [],
        "paths_told": [],
        "paths": [],
        "view": MainView.GRAPH,
        "lens": ColorMode.TYPE,
        "lines": LineStyle.PLAIN,
        "named": not is_pending,  # the page asks again until all parts have come
        "read": "",
        "progress": None,
        "welcome": welcome,
        "form": build_form_values(None),
        "type_offers": list(NO_ADVICE.types),
        "property_offers": [],
        "tag_offers": [],
    }


def _warn_ignored(address: Address, extra_sentences: Sequence[str] = ()) -> list[Component]:
    return notice.warning_notice(
        "Part of the address was ignored",
        [*notice.name_first(address.unknown, _explain_unknown), *extra_sentences],
    )


def _explain_unknown(name: str) -> str:
    return f"“{shorten_middle(name, 60)}” is not known here; the rest of the address is shown."


def _build_line_legend(graph: LineageGraph, address: Address) -> list[Component]:
    """Return the legend of line styles, if lines show association types."""
    return line_legend(list_strokes(graph)) if address.line_style is LineStyle.ASSOCIATION else []


def _build_close_links(
    loaded: LoadedGraph, open_groups: Sequence[Group], address: Address
) -> list[Component]:
    """Return a link for each open group that closes it."""
    links = []
    for group in open_groups:
        title = style_of_group(group, loaded.graph.vertices[group.members[0]], loaded.entities).title
        others = tuple(name for name in address.open_groups if name != group.id)
        links.append(close_group_link(title, href=format_href(replace(address, open_groups=others))))
    return links


def _build_table(view: View) -> Component:
    query = view.address.query
    return table_view(
        build_rows(
            view.visible.filtered.graph,
            view.loaded.entities,
            undescribed=view.loaded.undescribed,
            wholly_described=view.loaded.wholly_described,
        ),
        link=_link_to_focus(view),
        has_filters=bool(query and query.filters),
        states={arn: badge.word for arn, badge in view.status.badges.items()},
        findings=view.findings,
    )
