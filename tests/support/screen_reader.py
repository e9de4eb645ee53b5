"""A page without a browser that asks until its screen is final."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.cache.shared_response_cache import MEMORY
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore

_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class FinalScreen:
    """Screen that nothing more is expected of.

    Attributes:
        sent: The last response.
        notes: What was said in progress until then.
        seconds: How long it took.
        longest_request: Seconds of the longest request.
    """

    sent: dict[str, Any]
    notes: tuple[str, ...]
    seconds: float
    longest_request: float

    @property
    def text(self) -> str:
        return json.dumps(self.sent, ensure_ascii=False)

    @property
    def state(self) -> str:
        state: str = self.sent["shown"]["lineage.data-state"]
        return state

    def shown(self, place: str) -> str:
        return json.dumps(self.sent["shown"].get(place, ""), ensure_ascii=False)


class ScreenReader:
    """An explorer of its own, over a client.

    Args:
        client: The client of the explored account.
        folder: Where its pseudonyms are kept.
        calls: Limits of its calls.
    """

    def __init__(
        self, client: Any, folder: Path, *, calls: CallMonitor | None = None, cache: str = MEMORY
    ) -> None:
        pseudonyms = PseudonymStore(folder / "pseudonyms.sqlite")
        explored = ExploredAccount("Test account", client, cache)
        self.web = create_explorer(explored, pseudonyms=pseudonyms, calls=calls).server.test_client()

    def read(self, search: str = "", *, patience: float = 20.0) -> FinalScreen:
        """Ask for a screen as the page does, until it is final."""
        return read_final_screen(self.web, search, patience=patience)

    def read_facts(self, search: str) -> str:
        """Return the details panel of an address as JSON text."""
        answer = self.web.post(
            "/_dash-update-component",
            json={
                "output": "facts.data",
                "outputs": {"id": "facts", "property": "data"},
                "inputs": [
                    {"id": "lineage", "property": "data-key", "value": "drawn"},
                    {"id": "peek", "property": "data"},
                ],
                "changedPropIds": ["lineage.data-key"],
                "state": [{"id": "address", "property": "search", "value": search}],
            },
        )
        assert answer.status_code in (200, 204)
        return json.dumps(answer.json, ensure_ascii=False)


def read_final_screen(web: FlaskClient, search: str, *, patience: float = 60.0) -> FinalScreen:
    """Ask for a screen as the page does, until it is final.

    Raises:
        AssertionError: It is not within that many seconds.
    """
    began = time.monotonic()
    notes: dict[str, None] = {}
    wish, longest = "on", 0.0
    while time.monotonic() - began < patience:
        asked = time.monotonic()
        answer = web.get(f"/screen{search}", headers={"Lineage-Wish": wish})
        longest = max(longest, time.monotonic() - asked)
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        sent = json.loads(answer.text, parse_constant=_refuse_constant)
        progress = sent["progress"]
        if progress and progress["more"]:
            notes[progress["note"]] = None
            wish = "on"
        elif sent["named"]:
            return FinalScreen(sent, tuple(notes), time.monotonic() - began, longest)
        else:
            notes[sent["shown"].get("completeness.html", "")] = None
            wish = "names"
        time.sleep(_PAUSE_SECONDS)
    raise AssertionError(f"{search} has no final screen after {patience} s")


def _refuse_constant(name: str) -> None:
    raise AssertionError(f"a browser does not parse {name}")
