"""A page without a browser that counts its API calls."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.sources.cache.shared_response_cache import MEMORY
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from sagemaker_account.service import Account
from tests.support.waiting import list_tries


class PageClient:
    """A page of its own explorer.

    Args:
        account: What is explored.
        book: Where its pseudonyms are kept.
        cache: Where its answers are kept; by default in its memory.
        scope: Whose answers they are, where others keep theirs as well.

    Attributes:
        sent: Every call that the explorer has sent.
    """

    def __init__(self, account: Account, book: Path, cache: str = MEMORY, scope: str = "") -> None:
        client = transport.connect(account)
        self.sent: list[str] = []
        lock = Lock()

        def note(model: Any, **_: Any) -> None:
            with lock:
                self.sent.append(model.name)

        client.meta.events.register("before-call.sagemaker", note)
        explored = ExploredAccount("Demo", client, cache, lambda: scope)
        self.web = create_explorer(explored, pseudonyms=PseudonymStore(book)).server.test_client()

    def look(self, start: str, *, wish: str = "on", **asked: Any) -> tuple[dict[str, Any], list[str]]:
        """Load an address until every entity is described; return screen and calls."""
        before = len(self.sent)
        search = "?" + "&".join(f"{name}={value}" for name, value in {"start": start, **asked}.items())
        screen = self._screen(search, wish)
        state = [{"id": "address", "property": "search", "value": search}]
        drawn = {"id": "lineage", "property": "data-key", "value": screen["drawing"]["key"]}
        facts = self.web.post(
            "/_dash-update-component",
            json={
                "output": "facts.data",
                "outputs": {"id": "facts", "property": "data"},
                "inputs": [drawn, {"id": "peek", "property": "data"}],
                "changedPropIds": ["lineage.data-key"],
                "state": state,
            },
        )
        return {**screen, "facts": facts.text}, self.sent[before:]

    def _screen(self, search: str, wish: str) -> dict[str, Any]:
        for _ in list_tries(search):
            answer: dict[str, Any] = self.web.get(f"/screen{search}", headers={"Lineage-Wish": wish}).json
            wish = "names"
            if answer["drawing"] and not answer["progress"] and answer["named"]:
                return answer
        raise AssertionError
