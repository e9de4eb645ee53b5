"""A real server over the demo account, and a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from assembly.serving import THREADS
from bench.browser import launch_chromium
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from sagemaker_account.service import Account
from server.listen import ServerLimits, listen
from tests.support.account_server import AccountServer
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.explorer_page import PATIENCE_MS, Explorer
from tests.support.wsgi_servers import BLANK_PATH, SwappableApp, run_server

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
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield account


@pytest.fixture(scope="session")
def client(account: Account) -> Any:
    """Return a boto3 client of the same account."""
    return transport.connect(account)


@pytest.fixture
def production(client: Any) -> str:
    """Return the demo's production endpoint."""
    return production_endpoint(client)


@pytest.fixture(scope="session")
def pseudonyms(tmp_path_factory: pytest.TempPathFactory) -> PseudonymStore:
    """Return the file of pseudonyms for redacted screens."""
    return PseudonymStore(tmp_path_factory.mktemp("sharing") / "pseudonyms.sqlite")


@pytest.fixture(scope="session")
def stage(client: Any, pseudonyms: PseudonymStore) -> Iterator[SwappableApp]:
    """Return the server of the demo's explorer, which may show another app."""
    app = create_explorer(ExploredAccount("Demo account · us-west-2", client), pseudonyms=pseudonyms)
    stage = SwappableApp(app.server)
    with run_server(listen(stage, "127.0.0.1", 0, ServerLimits(THREADS))) as stage.address:
        yield stage


@pytest.fixture
def address(stage: SwappableApp) -> str:
    return stage.address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launch_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    """Return a shared browser context: page files are loaded and compiled once."""
    context = chromium.new_context(**WINDOW)
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(browser_context: BrowserContext) -> Iterator[Page]:
    """Return a page in a window that a file's tests share."""
    page = browser_context.new_page()
    yield page
    page.close()


@pytest.fixture
def page(window: Page, stage: SwappableApp) -> Iterator[Page]:
    """Return a page without stored preferences.

    A script error fails the test, and so does what the page's policy forbids.
    """
    mistakes: list[str] = []

    def keep_violation(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            mistakes.append(message.text)

    def keep_error(error: object) -> None:
        mistakes.append(str(error))

    window.on("pageerror", keep_error)
    window.on("console", keep_violation)
    yield window
    window.unroute_all()
    window.goto(f"{stage.address}{BLANK_PATH}")
    window.remove_listener("pageerror", keep_error)
    window.remove_listener("console", keep_violation)
    window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    window.set_viewport_size(WINDOW["viewport"])
    window.emulate_media(
        color_scheme="light",
        reduced_motion=WINDOW["reduced_motion"],
        contrast="no-preference",
        forced_colors="none",
    )
    window.mouse.move(0, 0)
    assert mistakes == []


@pytest.fixture
def explore(page: Page, address: str) -> Explorer:
    return Explorer(page, address)


@pytest.fixture
def account_server(account) -> Iterator[Callable[..., AccountServer]]:
    doors = []

    def make(**faults: Any) -> AccountServer:
        doors.append(AccountServer(account, **faults))
        doors[-1].open()
        return doors[-1]

    yield make
    for each in doors:
        each.close()


@pytest.fixture
def serve(page, stage) -> Iterator[Any]:
    with ExitStack() as servers:

        def start(door: AccountServer) -> Explorer:
            """Serve the explorer over an endpoint, as `--live --endpoint-url` does."""
            url = f"http://127.0.0.1:{door.port}"
            client = session.connect(endpoint_url=url, region="us-west-2")
            app = create_explorer(ExploredAccount(url, client)).server
            return Explorer(page, servers.enter_context(stage.showing(app)))

        yield start
