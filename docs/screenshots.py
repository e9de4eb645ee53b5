"""Generator of the screenshots in the docs (`make screenshots`).

It captures the demo account in a real browser.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeAlias

from playwright.sync_api import Browser, sync_playwright

from account import demo, transport
from account.endpoint import listen
from account.store import Store
from app import THREADS, Explored, explorer
from bench.projects import account_in, write
from docs.scenes import SETTLED, Scene, large, scenes
from sharing.book import Book

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURES = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1440, 900
Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
MANY = 10_000


@contextmanager
def served(client: Any, title: str, book: Book) -> Iterator[str]:
    """Serve the explorer of a client during the block.

    Yields:
        The URL of the server.
    """
    app = explorer(Explored(title, client), book=book)
    server = listen(app.server, "127.0.0.1", 0, threads=THREADS)
    Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def take(browser: Browser, address: str, scene: Scene, scheme: Scheme) -> Path:
    """Capture a scene in a new window and save the screenshot.

    It waits until the graph is drawn and all names are shown.
    """
    page = browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(f"{address}/{scene.search}")
    page.wait_for_selector(f"#lineage{SETTLED}")
    page.wait_for_load_state("networkidle")
    scene.act(page)
    page.wait_for_selector(scene.after)
    page.wait_for_load_state("networkidle")
    file = PICTURES / f"{scene.name}-{scheme}.png"
    page.screenshot(path=file)
    page.close()
    return file


def main() -> None:
    """Capture every scene in light and dark mode."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        pseudonyms = Book(folder / "stand-ins.sqlite")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        store = Store.open(str(folder / "demo.sqlite"), create=True)
        client = transport.connect(demo.build(store))
        with served(client, "Demo account · us-west-2", pseudonyms) as address:
            for scene in scenes(client):
                for scheme in SCHEMES:
                    print(take(browser, address, scene, scheme))
        store.close()
        store = Store.open(str(folder / "large.sqlite"), create=True)
        with store.transaction() as transaction:
            start = write(account_in(transaction), "recommendations", MANY).training_set
        with served(transport.connect(account_in(store)), "large.sqlite · us-west-2", pseudonyms) as address:
            for scheme in SCHEMES:
                print(take(browser, address, large(start), scheme))
        store.close()
        browser.close()


if __name__ == "__main__":
    main()
