"""Generator of the screenshots in the docs (`make screenshots`).

It captures the demo account in a real browser.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeAlias

from playwright.sync_api import Browser

from app import THREADS, ExploredAccount, create_explorer
from bench.browser import launch_chromium
from bench.projects import open_account, write_project
from docs.scenes import SETTLED_SELECTOR, Scene, build_large_scene, list_scenes
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.endpoint import listen
from sagemaker_account.store import Store

PICTURE_FOLDER = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1440, 900
Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LARGE_GRAPH_SIZE = 10_000


@contextmanager
def serve_explorer(client: Any, title: str, book: PseudonymStore) -> Iterator[str]:
    """Serve the explorer of a client during the block.

    Yields:
        The URL of the server.
    """
    app = create_explorer(ExploredAccount(title, client), pseudonyms=book)
    server = listen(app.server, "127.0.0.1", 0, threads=THREADS)
    Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def capture(browser: Browser, address: str, scene: Scene, scheme: Scheme) -> Path:
    """Capture a scene in a new window and save the screenshot.

    It waits until the graph is drawn and all names are shown.
    """
    page = browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(f"{address}/{scene.search}")
    page.wait_for_selector(f"#lineage{SETTLED_SELECTOR}")
    page.wait_for_load_state("networkidle")
    scene.act(page)
    page.wait_for_selector(scene.ready_selector)
    page.wait_for_load_state("networkidle")
    file = PICTURE_FOLDER / f"{scene.name}-{scheme}.png"
    page.screenshot(path=file)
    page.close()
    return file


def main() -> None:
    """Capture every scene in light and dark mode."""
    PICTURE_FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, launch_chromium() as browser:
        folder = Path(name)
        pseudonyms = PseudonymStore(folder / "stand-ins.sqlite")
        store = Store.open(str(folder / "demo.sqlite"), create=True)
        client = transport.connect(demo.build(store))
        with serve_explorer(client, "Demo account · us-west-2", pseudonyms) as address:
            for scene in list_scenes(client):
                for scheme in SCHEMES:
                    print(capture(browser, address, scene, scheme))
        store.close()
        store = Store.open(str(folder / "large.sqlite"), create=True)
        with store.begin_transaction() as transaction:
            start = write_project(open_account(transaction), "recommendations", LARGE_GRAPH_SIZE).training_set
        with serve_explorer(
            transport.connect(open_account(store)), "large.sqlite · us-west-2", pseudonyms
        ) as address:
            for scheme in SCHEMES:
                print(capture(browser, address, build_large_scene(start), scheme))
        store.close()


if __name__ == "__main__":
    main()
