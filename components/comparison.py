"""Document of a comparison: sentence, links to states, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import parse_qsl

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import aria, badge, close_link, data, icon
from lineage_explorer.compare.comparison import DIFFERENCES, Part, PartState
from lineage_explorer.compare.comparison_frame import explain_part
from lineage_explorer.compare.entity_facts import FactDifference, Section
from lineage_explorer.compare.part_names import PartName, format_value
from lineage_explorer.explore.compare_offers import FIRST_ACCOUNT, CompareOffers
from lineage_explorer.explore.compared_sides import ComparedSides, list_states
from lineage_explorer.explore.view import View
from lineage_explorer.graph.entity_styles import style_of
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, MainView, format_address, format_href
from lineage_explorer.query.compare_query import CompareQuery, StateWord, format_period
from lineage_explorer.query.lineage_query import LineageQuery

MAX_ROWS = 400
"""Rows that the page shows; files have all."""

_SECTION_TITLES = {
    Section.DATA: "Data",
    Section.CODE: "Code",
    Section.IMAGE: "Images",
    Section.JOB: "Jobs",
    Section.HYPER_PARAMETER: "Hyper-parameters",
    Section.METRIC: "Metrics",
    Section.MODEL: "Model",
    Section.APPROVAL: "Approval",
    Section.DEPLOYMENT: "Deployment",
    Section.COMMIT: "Commit",
    Section.OTHER: "Other",
}
_BADGE_CLASSES = {
    PartState.CHANGED: "changed",
    PartState.ONLY_B: "added",
    PartState.ONLY_A: "dropped",
    PartState.UNKNOWN: "unknown",
    PartState.AGAIN: "again",
    PartState.SAME: "same",
}


def comparison_document(view: View) -> list[Component]:
    """Return the document of a comparison, or what can be compared."""
    if isinstance(view.content, CompareOffers):
        return _offers(view.content, view.address)
    compared = view.loaded.comparison
    return _comparison(compared, view.address) if compared else []


def _comparison(compared: ComparedSides, address: Address) -> list[Component]:
    query = address.compared or CompareQuery()
    head, _, rest = compared.sentence.partition(". ")
    parts = [part for part in compared.comparison.parts if query.only in (None, part.state)]
    differing = [part for part in parts if part.state in DIFFERENCES]
    others = [part for part in parts if part.state not in DIFFERENCES]
    told = [html.P(rest)] if rest else []
    notes = [html.P(" ".join(compared.notes), className="note")] if compared.notes else []
    children: list[Component] = [
        html.Header(
            [_bar(compared, address), html.Div([html.H2(f"{head.removesuffix('.')}."), *told, *notes])]
        ),
        *(html.P(gap, className="gap") for gap in compared.gaps),
        html.Div(
            [
                _state_links(compared, address),
                _day_form(address, f"{compared.label_a} as of" if query.as_of is None else "Then"),
            ],
            className="choices",
        ),
    ]
    if differing:
        children.append(_table(compared, address, _list_differences(differing)))
    equal = _list_equal(differing, others)
    if equal:
        count = len(others)
        words = f"{count:,} {'part' if count == 1 else 'parts'} without a difference"
        summary = html.Summary(words if others else "Facts that are the same")
        is_open = bool(others) and (query.only is not None or not differing)
        children.append(html.Details([summary, _table(compared, address, equal)], open=is_open))
    if not parts:
        children.append(html.P("No part is in this state."))
    return [html.Section(children, className="comparison")]


def _bar(compared: ComparedSides, address: Address) -> Component:
    """Return both sides as links, a swap, and the way back."""
    query = address.compared or CompareQuery()
    swapped = replace(query, against="", as_of=query.against_as_of, against_as_of=query.as_of, only=None)
    start = address.query.start if address.query else compared.comparison.a.root
    if query.against_file or query.against_account:
        account = "" if address.file else address.account or FIRST_ACCOUNT
        swapped = replace(swapped, against_file=address.file, against_account=account)
    swap = replace(
        locate_second(address, compared.against),
        compared=replace(swapped, against=start),
        view=address.view,
    )
    return html.Div(
        [
            _side_link(compared.label_a, address.with_start(compared.comparison.a.root), "a"),
            html.A(
                icon("swap"),
                href=format_href(swap),
                className="button screen-only",
                title="Swap sides",
                **aria(label="Swap sides"),
            ),
            _side_link(compared.label_b, locate_second(address, compared.comparison.b.root), "b"),
            close_link(format_href(address.with_start(start))),
        ],
        className="sides",
    )


def _side_link(label: str, target: Address, side: str) -> Component:
    arn = target.starts[0]
    return dcc.Link(html.Bdi(label), href=format_href(target), className=f"side side-{side}", title=arn)


def locate_second(address: Address, arn: Arn) -> Address:
    """Return the address of an entity of the second side.

    It is in the file or account that this side was read from.
    """
    query, focus = address.compared or CompareQuery(), address.with_start(arn)
    if query.against_file:
        return replace(focus, file=query.against_file, account="")
    return replace(focus, file="", account=query.against_account) if query.against_account else focus


def _day_form(address: Address, label: str) -> Component:
    """Return the choice of a past day for the first side.

    `web/panels/day-form.js` says beside it what is wrong with a day.
    """
    compared = address.compared or CompareQuery()
    asked = format_address(replace(address, compared=replace(compared, as_of=None, only=None)))
    hidden = parse_qsl(asked.removeprefix("?"))
    value = format_period(compared.as_of) if compared.as_of else ""
    return html.Form(
        [
            *(dcc.Input(type="hidden", name=name, value=value) for name, value in hidden),
            html.Label(
                [
                    html.Bdi(label),
                    dcc.Input(
                        type="text", name="as_of", value=value, placeholder="2026-10-01", required=True
                    ),
                ]
            ),
            html.Button("Compare", type="submit", className="button"),
            html.Span(className="field-error", role="alert"),
        ],
        method="get",
        className="timeline-dates day-form screen-only",
        **aria(label="Compare with a past day"),
    )


def _state_links(compared: ComparedSides, address: Address) -> Component:
    """Return a link for each state, with the number of its parts."""
    query = address.compared or CompareQuery()
    counts, words = compared.comparison.counts, list_states(compared)
    entries: list[tuple[str, int, StateWord | None]] = [("All", len(compared.comparison.parts), None)]
    entries += [(words[state], counts[state], state.value) for state in PartState if counts[state]]
    links = [
        html.A(
            [html.Span(word), html.Span(f"{count:,}", className="count")],
            href=format_href(replace(address, compared=replace(query, only=only))),
            className="chip-link",
            **(aria(current="true") if query.only == only else {}),
        )
        for word, count, only in entries
    ]
    return html.Nav(links, className="states", **aria(label="Which parts are shown"))


_Row = tuple[Section, Part, FactDifference | None]


def _list_differences(parts: Sequence[Part]) -> list[_Row]:
    """Return a row for each difference, or part without one."""
    rows: list[_Row] = []
    for part in parts:
        rows += [(fact.section, part, fact) for fact in part.differences]
        if not part.differences or part.is_group:
            rows.append((part.section, part, None))
    return rows


def _list_equal(differing: Sequence[Part], others: Sequence[Part]) -> list[_Row]:
    """Return a row for each equal part, parameter and metric."""
    told = (Section.HYPER_PARAMETER, Section.METRIC)
    rows: list[_Row] = [(part.section, part, None) for part in others]
    for part in (*differing, *others):
        rows += [(fact.section, part, fact) for fact in part.equal_facts if fact.section in told]
    return rows


def _table(compared: ComparedSides, address: Address, found: Sequence[_Row]) -> Component:
    order = list(Section)
    rows = sorted(found, key=lambda row: order.index(row[0]))
    more = len(rows) - MAX_ROWS
    bodies = [
        _section_body(compared, address, section, list(group))
        for section, group in groupby(rows[:MAX_ROWS], key=lambda row: row[0])
    ]
    heads = ["Part", compared.label_a, compared.label_b, "State"]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(html.Bdi(head), scope="col") for head in heads])), *bodies],
        className="rows compared",
    )
    if more <= 0:
        return table
    return html.Div([table, html.P(f"{more:,} more rows: an export as CSV or XLSX holds all.")])


def _section_body(
    compared: ComparedSides, address: Address, section: Section, rows: Sequence[_Row]
) -> Component:
    head = html.Tr(html.Th(_SECTION_TITLES[section], colSpan=4, scope="rowgroup"), className="kind-head")
    return html.Tbody([head, *(_row(compared, address, part, fact) for _, part, fact in rows)])


def _row(compared: ComparedSides, address: Address, part: Part, fact: FactDifference | None) -> Component:
    name = compared.names[part.arn]
    side = compared.comparison.a if part.a else compared.comparison.b
    style = style_of(side.vertices[part.arn], side.entities.get(part.arn))
    title = html.Div(
        [badge(style.icon, style.color), html.Div([html.Bdi(name.title), *_fact_name(fact)])],
        className="entity",
    )
    a, b = _values(address, part, name, fact)
    state = PartState.SAME if fact is not None and fact.is_equal else part.state
    return html.Tr(
        [
            html.Th(title, scope="row"),
            html.Td(a, **data(label=compared.label_a)),
            html.Td(b, **data(label=compared.label_b)),
            html.Td(_state_badge(compared, part, state), **data(label="State")),
        ],
        className=f"differs-{state}",
        **data(arn=part.arn),
    )


def _fact_name(fact: FactDifference | None) -> list[Component]:
    return [html.Small(html.Bdi(fact.name))] if fact is not None else []


def _values(
    address: Address, part: Part, name: PartName, fact: FactDifference | None
) -> tuple[list[Component], list[Component]]:
    """Return what a row says of each side."""
    if fact is None:
        return (
            _names(address.with_start(part.arn), part.a, name.a),
            _names(locate_second(address, part.arn), part.b, name.b),
        )
    shown_a, shown_b = (
        html.Bdi(format_value(fact, value) or "none", title=value) for value in (fact.a, fact.b)
    )
    delta = _format_delta(fact)
    return [shown_a], [shown_b, *([html.Small(delta, className="delta")] if delta else [])]


def _names(address: Address, arns: Sequence[Arn], line: str) -> list[Component]:
    if not arns:
        return [html.Span("none", className="none")]
    if len(arns) > 1:
        return [html.Bdi(line)]
    return [dcc.Link(html.Bdi(line), href=format_href(address.with_start(arns[0])), title=arns[0])]


def _format_delta(fact: FactDifference) -> str:
    """Return by how much a number changed; empty for other facts."""
    try:
        change = float(fact.b) - float(fact.a)
    except ValueError:
        return ""
    if fact.is_equal or fact.section is Section.COMMIT:
        return ""
    return f"{change:+,.6g}"


def _state_badge(compared: ComparedSides, part: Part, state: PartState) -> Component:
    word = list_states(compared)[state]
    return html.Span(word, className=f"state state-{_BADGE_CLASSES[state]}", title=explain_part(part))


def _place_field(content: CompareOffers) -> list[Component]:
    """Return the choice of the account to look in."""
    if not content.places:
        return []
    options = [html.Option(title, value=name) for name, title in content.places]
    here = html.Option("Here", value="")
    return [html.Label(["in", html.Select([here, *options], name="against_account")])]


def _offers(content: CompareOffers, address: Address) -> list[Component]:
    """Return the comparisons that are offered, and a box for any other."""
    base = Address(share=address.share, account=address.account, file=address.file)
    links = [
        html.Li(
            dcc.Link(
                offer.words,
                href=format_href(
                    replace(base, query=LineageQuery(offer.start), compared=offer.compared, view=address.view)
                ),
            )
        )
        for offer in content.offers
    ]
    itself = replace(
        base,
        query=LineageQuery(Arn(content.start)),
        compared=CompareQuery(content.start),
        view=MainView.COMPARE,
    )
    hidden = {
        "start": content.start,
        "account": address.account,
        "file": address.file,
        "share": "1" if address.share else "",
    }
    form = html.Form(
        [
            *(dcc.Input(type="hidden", name=name, value=value) for name, value in hidden.items() if value),
            html.Label(
                [
                    "With another: its name, ARN or URI",
                    dcc.Input(type="search", name="against", required=True),
                ]
            ),
            *_place_field(content),
            html.Button("Compare", type="submit", className="button"),
        ],
        method="get",
        className="compare-form",
    )
    offered = [html.Ul(links)] if links else [html.P("No other version or former deployment is on record.")]
    return [
        html.Section(
            [
                html.H2(f"Compare {content.title}"),
                *([] if content.is_pending and not links else offered),
                form,
                _day_form(itself, "With itself, as of"),
            ],
            className="comparison compare-offers",
        )
    ]
