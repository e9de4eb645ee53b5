"""The controls that the page's own script renders."""

from __future__ import annotations

import re

import pytest
from dash.development.base_component import Component

from components.controls import NAMESPACE, Control
from components.notice import error_notice
from components.shell import shell
from components.start_links import suggestions
from lineage_explorer.errors import InvalidArn
from tests.components.test_markup import HOSTILE
from tests.web.test_modules import WEB

SENT = {"dash_html_components", "dash_cytoscape", NAMESPACE}
"""Namespaces whose scripts the page has."""


def list_namespaces(component) -> set[str]:
    """Return the namespaces of a component and of all in it."""
    if isinstance(component, list | tuple):
        return set().union(*map(list_namespaces, component))
    if not isinstance(component, Component):
        return set()
    return {component._namespace} | list_namespaces(getattr(component, "children", None))


def test_the_page_needs_no_script_that_is_not_sent():
    assert list_namespaces(shell(has_accounts=True)) == SENT


def test_what_dash_adds_later_needs_no_other_script():
    assert list_namespaces(error_notice(InvalidArn(HOSTILE))) == {"dash_html_components"}
    assert list_namespaces(suggestions([], link=str, note="")) == {"dash_html_components"}


def test_the_script_renders_each_control():
    listed = (WEB / "controls" / "list-controls.js").read_text(encoding="utf-8")
    assert set(re.findall(r"^  (\w+): render", listed, re.MULTILINE)) == {
        control.__name__ for control in Control.__subclasses__()
    }


@pytest.mark.parametrize("control", Control.__subclasses__())
def test_a_control_refuses_properties_that_its_script_does_not_know(control):
    assert control(id="one").to_plotly_json()["namespace"] == NAMESPACE
    with pytest.raises(TypeError, match="colour"):
        control(id="one", colour="red")
