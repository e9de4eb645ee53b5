"""Components as HTML text."""

from __future__ import annotations

import dash_cytoscape
import pytest
from dash import dcc, html

from components.html_elements import aria, data, icon
from components.markup import render_html
from tests.support.html_reader import HtmlReader

HOSTILE = "<img src=x onerror=\"alert('1')\"> & more"


def test_elements_carry_their_attributes_as_html_spells_them():
    button = html.Button(
        ["Copy ", html.B("ARN")],
        className="button",
        tabIndex="-1",
        disabled=True,
        hidden=False,
        title=None,
        **data(copy="arn:1"),
        **aria(label="Copy"),
    )
    assert render_html(button) == (
        '<button aria-label="Copy" class="button" data-copy="arn:1" disabled tabindex="-1">'
        "Copy <b>ARN</b></button>"
    )


def test_styles_are_rules_and_custom_properties_keep_their_names():
    assert 'style="--icon: var(--icon-data)"' in render_html(icon("data"))
    assert 'style="margin-left: 4px"' in render_html(html.I(style={"marginLeft": "4px"}))


def test_a_link_is_a_plain_link():
    assert (
        render_html(dcc.Link("Churn", href="/?start=a&depth=2"))
        == '<a href="/?start=a&amp;depth=2">Churn</a>'
    )


def test_lists_numbers_and_none_are_rendered_in_order():
    assert render_html(["a", 0, None, [html.Br(), 2.5]]) == "a0<br>2.5"


def test_text_of_users_is_escaped():
    read = HtmlReader(
        render_html(html.Td(HOSTILE, title=HOSTILE, style={"width": HOSTILE}, **data(copy=HOSTILE)))
    )
    ((tag, attributes, text), _end) = read.found
    assert (tag, text) == ("td", HOSTILE)
    assert attributes == {"title": HOSTILE, "style": f"width: {HOSTILE}", "data-copy": HOSTILE}


def test_components_that_need_dash_are_refused():
    with pytest.raises(TypeError, match="Cytoscape"):
        render_html(html.Div(dash_cytoscape.Cytoscape()))
