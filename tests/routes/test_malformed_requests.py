"""Posts that no page sends: status 400 and one line in the log."""

from __future__ import annotations

import json
import logging
import random

import pytest

from assembly.explorer import create_app
from tests.support.fakes import build_scope

ROUTE = "/_dash-update-component"


@pytest.fixture(scope="module")
def web():
    from tests.support.fakes import FakeCatalog, FakeSource  # noqa: PLC0415 - with the graph
    from tests.support.graph_builders import build_graph  # noqa: PLC0415

    return create_app(build_scope(FakeSource(build_graph()), FakeCatalog())).server.test_client()


def build_post(**changes):
    """Return what the page posts when somebody types."""
    return {
        "output": "hits.children",
        "outputs": {"id": "hits", "property": "children"},
        "inputs": [{"id": "typed", "property": "data", "value": "churn"}],
        "changedPropIds": ["typed.data"],
        "parsedChangedPropsIds": ["typed.data"],
        "state": [{"id": "address", "property": "search", "value": ""}],
        **changes,
    }


def test_what_the_page_posts_is_answered(web):
    assert web.post(ROUTE, json=build_post()).status_code == 200


TYPED = {"id": "typed", "property": "data"}
HOSTILE = {
    "no JSON": "{",
    "nothing": "",
    "a list": [],
    "null": None,
    "empty": {},
    "no output": {"inputs": []},
    "another output": build_post(output="a\nFORGED\x1b[31m"),
    "an output that is a list": build_post(output=["hits.children"]),
    "a clientside callback": build_post(output="27d3c1bce91a0637fafe50a2cac9dbd8"),
    "no inputs": build_post(inputs=[]),
    "inputs by name": build_post(inputs={"typed": 1}),
    "other inputs": build_post(inputs=[{"id": "x", "property": "data", "value": 1}]),
    "inputs without id": build_post(inputs=[{"value": 1}]),
    "inputs that are numbers": build_post(inputs=[1]),
    "nested inputs": build_post(inputs=[[TYPED]]),
    "no state": build_post(state=None),
    "a search that is a list": build_post(state=[{"id": "address", "property": "search", "value": ["x"]}]),
    "a search that is an object": build_post(state=[{"id": "address", "property": "search", "value": {}}]),
    "changes that are not a list": build_post(changedPropIds=5),
    "changes of others": build_post(changedPropIds=["x.y"]),
    "changes that are lists": build_post(changedPropIds=[[]]),
    "other outputs": build_post(outputs={"id": "notice", "property": "children"}),
    "outputs that are a list": build_post(outputs=[{"id": "hits", "property": "children"}]),
    "outputs that are a number": build_post(outputs=5),
    "no outputs": build_post(outputs=None),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_other_posts_get_status_400_and_one_line(web, caplog, case):
    body = HOSTILE[case]
    text = body if isinstance(body, str) else json.dumps(body)
    with caplog.at_level(logging.INFO, logger="routes"):
        reply = web.post(ROUTE, data=text, content_type="application/json")
    assert reply.status_code == 400
    assert reply.json["error"]["code"] == "malformed_request"
    (record,) = [
        record for record in caplog.records if record.name.startswith(("routes", "dash", "app", "callbacks"))
    ]
    assert record.exc_info is None
    assert "FORGED" not in record.getMessage()


def test_deep_bodies_and_other_types_get_status_400(web):
    for text in ("[" * 100_000, '{"a":' * 50_000):
        assert web.post(ROUTE, data=text, content_type="application/json").status_code == 400
    assert web.post(ROUTE, data=json.dumps(build_post()), content_type="text/plain").status_code == 400


def test_hostile_values_in_a_well_formed_post_leave_no_traceback(web, caplog):
    """Four hundred posts to all callbacks, with values of every type."""
    chance = random.Random(17)  # noqa: S311 - chooses cases
    values = [
        None,
        0,
        -1,
        1e308,
        True,
        "",
        "x" * 500,
        "?start=",
        "?start=arn:x",
        [],
        ["x"],
        [1],
        {},
        {"a": 1},
        [[]],
    ]
    callbacks = [item for item in web.get("/_dash-dependencies").json if not item["clientside_function"]]
    statuses = set()
    for _ in range(400):
        callback = chance.choice(callbacks)
        names = callback["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        post = {
            "output": callback["output"],
            "outputs": outputs if callback["output"].startswith("..") else outputs[0],
            "inputs": [{**item, "value": chance.choice(values)} for item in callback["inputs"]],
            "state": [{**item, "value": chance.choice(values)} for item in callback["state"]],
            "changedPropIds": [f"{item['id']}.{item['property']}" for item in callback["inputs"]][:1],
        }
        statuses.add(web.post(ROUTE, json=post).status_code)
    assert statuses <= {200, 204, 400}
    assert [record for record in caplog.records if record.exc_info] == []


def test_files_that_dash_does_not_have_are_not_found(web, caplog):
    reply = web.get("/_dash-component-suites/dash/%0a2026%20FORGED2.js")
    assert reply.status_code == 404
    assert not [record for record in caplog.records if record.exc_info]
