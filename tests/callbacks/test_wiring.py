"""Wiring mistakes that Dash reports only in a browser, or never."""

from __future__ import annotations

import json

import pytest

from assembly.explorer import create_app
from components import ids
from tests.support.fakes import build_scope


@pytest.fixture
def app(source, catalog):
    return create_app(build_scope(source, catalog))


def callback_ids(app) -> set[str]:
    """Return every id that a callback names."""
    names = set()
    for callback in app._callback_list:
        names |= {part["id"] for part in [*callback["inputs"], *callback["state"]]}
        names |= {output.rpartition(".")[0] for output in callback["output"].strip(".").split("...")}
    return names - {""}  # a callback that only acts in the browser has no output


def test_every_id_a_callback_names_is_on_the_page(app):
    app.server.test_client().get("/_dash-dependencies")
    on_page = {component.id for component in app.get_layout()._traverse_ids()}
    assert callback_ids(app) - on_page == set()


def test_every_id_is_on_the_page_once(app):
    on_page = [json.dumps(component.id) for component in app.get_layout()._traverse_ids()]
    assert len(on_page) == len(set(on_page))


def test_every_control_that_can_show_a_message_is_on_the_page(app):
    on_page = {component.id for component in app.get_layout()._traverse_ids()}
    assert set(ids.CONTROLS) <= on_page


def test_two_apps_in_one_process_have_all_their_callbacks(app, source, catalog):
    other = create_app(build_scope(source, catalog))
    for each in (app, other):
        each.server.test_client().get("/_dash-dependencies")
    assert callback_ids(app) == callback_ids(other) != set()


def test_health_check_succeeds(app):
    assert app.server.test_client().get("/health").status_code == 200


def test_the_page_loads_nothing_from_elsewhere(app):
    page = app.server.test_client().get("/").get_data(as_text=True)
    assert "://" not in page.replace("http://www.w3.org", "")


def test_current_browsers_are_sent_no_polyfills(app):
    page = app.server.test_client().get("/").get_data(as_text=True)
    assert "polyfill" not in page
    assert page.count("<script") > 5
