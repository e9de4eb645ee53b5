"""A real server over the demo account, and a real Chromium before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app import THREADS, ExploredAccount, create_explorer
from bench.browser import launch_chromium
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.endpoint import listen
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.browser.door import Door
from tests.browser.explorer import Explorer
from tests.demo import production_endpoint
from tests.serving import Stage, aside

WINDOW: Any = {
    "viewport": {"width": 1440, "height": 900},
    "reduced_motion": "reduce",
    "color_scheme": "light",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    store = Store.open(str(tmp_path_factory.mktemp("demo") / "demo.sqlite"), create=True)
    yield demo.build(store)
    store.close()


@pytest.fixture(scope="session")
def client(account: Account) -> Any:
    """Return a boto3 client of the same account, to ask what the page should show."""
    return transport.connect(account)


@pytest.fixture
def production(client: Any) -> str:
    """Return the endpoint that the demo's team has in production."""
    return production_endpoint(client)


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> PseudonymStore:
    """Return where the stand-ins of shared screens are kept."""
    return PseudonymStore(tmp_path_factory.mktemp("sharing") / "stand-ins.sqlite")


@pytest.fixture(scope="session")
def stage(client: Any, book: PseudonymStore) -> Iterator[Stage]:
    """Return where the explorer of the demo account is served, but for tests that show another."""
    app = create_explorer(ExploredAccount("Demo account · us-west-2", client), pseudonyms=book)
    stage = Stage(app.server)
    with aside(listen(stage, "127.0.0.1", 0, threads=THREADS)) as stage.address:
        yield stage


@pytest.fixture
def address(stage: Stage) -> str:
    return stage.address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launch_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def loaded(chromium: Browser) -> Iterator[BrowserContext]:
    """Return what windows share: the page's own files are loaded and compiled once for all tests."""
    context = chromium.new_context(**WINDOW)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(loaded: BrowserContext) -> Iterator[Page]:
    """Return a page in a window that the tests of a file share."""
    page = loaded.new_page()
    yield page
    page.close()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """Return a page that remembers no reader; a script error on it fails the test."""
    mistakes: list[str] = []
    window.on("pageerror", lambda error: mistakes.append(str(error)))
    yield window
    window.unroute_all()
    if window.url.startswith("http"):
        window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    window.goto("about:blank")
    window.set_viewport_size(WINDOW["viewport"])
    window.emulate_media(color_scheme="light", reduced_motion=WINDOW["reduced_motion"])
    window.mouse.move(0, 0)
    assert mistakes == []


@pytest.fixture
def explore(page: Page, address: str) -> Explorer:
    return Explorer(page, address)


@pytest.fixture
def door(account) -> Iterator[Callable[..., Door]]:
    doors = []

    def make(**faults: Any) -> Door:
        doors.append(Door(account, **faults))
        doors[-1].open()
        return doors[-1]

    yield make
    for each in doors:
        each.close()


@pytest.fixture
def serve(page, stage) -> Iterator[Any]:
    with ExitStack() as servers:

        def start(door: Door) -> Explorer:
            """Serve the explorer over an endpoint, as `--live --endpoint-url` does."""
            url = f"http://127.0.0.1:{door.port}"
            client = session.connect(endpoint_url=url, region="us-west-2")
            app = create_explorer(ExploredAccount(url, client)).server
            return Explorer(page, servers.enter_context(stage.showing(app)))

        yield start
