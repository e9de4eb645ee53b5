"""A filter by tags hides names as the rest of a redacted screen does."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from tests.support.waiting import list_tries

OWNER = "mara-lindqvist"


@pytest.fixture
def model(make):
    """Make a model of a data set, both with an owner; return its ARN."""
    data = make.artifact("s3://b/1", Tags=[{"Key": "owner", "Value": OWNER}])
    model = make.artifact("s3://b/m", "Model", Tags=[{"Key": "owner", "Value": "priya-raman"}])
    make.chain(data, model)
    return model


@pytest.fixture
def load(client, tmp_path):
    """Return a function that loads a redacted screen until it is complete."""
    app = create_explorer(
        ExploredAccount("Test account", client), pseudonyms=PseudonymStore(tmp_path / "names.sqlite")
    )
    browser = app.server.test_client()

    def load_screen(start: str, **more: str):
        for _ in list_tries(start):
            answer = browser.get(f"/screen?{urlencode({'start': start, 'share': 1, **more})}")
            if answer.json["drawing"]:
                return answer
        raise AssertionError

    return load_screen


def test_tag_of_a_person_is_found_by_name_and_shown_by_pseudonym(load, model):
    answer = load(model, direction="Ascendants", tag=f"owner:{OWNER}")
    assert answer.json["drawing"]["vertices"] == 2
    assert OWNER not in answer.text
    assert "priya-raman" not in answer.text
    (shown,) = answer.json["shown"]["tag.value"]
    assert shown in answer.json["shown"]["tag.data"]
    assert load(model, direction="Ascendants", tag=shown).json["drawing"]["vertices"] == 2


def test_hint_about_a_tag_names_pseudonyms_only(load, model):
    answer = load(model, direction="Ascendants", tag="owner:somebody")
    assert "The tag “owner” is" in answer.json["shown"]["status.html"]
    assert OWNER not in answer.text
    assert "priya-raman" not in answer.text
