"""What a step costs in calls of the API: reading, names and the facts of the focus together."""

from __future__ import annotations

import time
from threading import Lock

import pytest

from account import demo, transport
from account.store import Store
from app import Explored, explorer
from sharing.book import Book

MOST = 12
"""Calls of a re-focus in a picture of some 300 entities: seven pages, four for the facts, one for a name."""


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    store = Store.open(str(tmp_path_factory.mktemp("demo") / "demo.sqlite"), create=True)
    yield demo.build(store)
    store.close()


class Page:
    """A page without a browser: asks as the page does, and counts the calls that this costs."""

    def __init__(self, account, book):
        client = transport.connect(account)
        self.sent = []
        lock = Lock()

        def note(model, **_):
            with lock:
                self.sent.append(model.name)

        client.meta.events.register("before-call.sagemaker", note)
        self._web = explorer(Explored("Demo", client), book=Book(book)).server.test_client()

    def look(self, start, **asked):
        """Look at an address until everything has its name; return what is drawn, and the calls."""
        before = len(self.sent)
        search = "?" + "&".join(f"{name}={value}" for name, value in {"start": start, **asked}.items())
        drawing = self._picture(search)
        state = [{"id": "address", "property": "search", "value": search}]
        drawn = {"id": "lineage", "property": "data-key", "value": drawing["key"]}
        self._web.post(
            "/_dash-update-component",
            json={
                "output": "details.children",
                "outputs": {"id": "details", "property": "children"},
                "inputs": [drawn],
                "changedPropIds": ["lineage.data-key"],
                "state": state,
            },
        )
        return drawing, self.sent[before:]

    def _picture(self, search):
        while True:
            answer = self._web.get(f"/screen{search}").json
            if answer["drawing"] and not answer["progress"] and answer["shown"]["naming.disabled"]:
                return answer["drawing"]
            time.sleep(0.05)


@pytest.fixture
def page(account, tmp_path):
    return Page(account, tmp_path / "stand-ins.sqlite")


def contexts(drawing):
    """Return what the caller's own account has of endpoints and model groups in a picture."""
    nodes = [node["data"]["id"] for node in drawing["elements"]["nodes"]]
    return [arn for arn in nodes if ":000000000000:context/customer-churn" in arn]


@pytest.fixture
def production(account):
    found = transport.connect(account).list_contexts(ContextType="Endpoint", MaxResults=100)
    return next(
        one["ContextArn"]
        for one in found["ContextSummaries"]
        if one["Source"]["SourceUri"].endswith("/customer-churn-production")
    )


def test_a_refocus_among_three_hundred_entities_costs_at_most_a_dozen_calls(page, production):
    drawing, first = page.look(production, direction="Both")
    assert "ListTags" in first
    for arn in contexts(drawing):
        drawing, sent = page.look(arn, direction="Both")
        assert 250 < drawing["vertices"] < 350
        assert len(sent) <= MOST, sent


def test_what_was_looked_at_before_costs_tags_and_associations_alone(page, production):
    page.look(production, direction="Both")
    page.look(production, direction="Ascendants")
    _, sent = page.look(production, direction="Both")
    assert set(sent) <= {"ListTags", "ListAssociations"}


def test_the_line_under_the_picture_counts_the_calls(page, production):
    drawing, sent = page.look(production, direction="Ascendants")
    line = str(page._web.get(f"/screen?start={production}&direction=Ascendants").json["shown"])
    facts = sent.count("ListTags") + sent.count("ListAssociations")
    assert f"{len(sent) - facts} calls" in line
    assert drawing["vertices"] > 1
