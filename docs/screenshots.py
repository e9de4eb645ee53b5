"""Take the pictures of the docs anew (`make screenshots`): the demo account, in a real browser."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from account import demo, transport
from account.endpoint import listen
from account.store import Store
from app import THREADS, Explored, explorer

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURES = Path(__file__).parent / "pictures"
SIZES = ((1440, 900), (1920, 1080))
SETTLED = ":is([data-state=idle], [data-state=complete], [data-state=empty], [data-state=error])"


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen: its file's name, the address it shows, and the colour scheme."""

    name: str
    search: str
    scheme: str = "light"


def pictures(client: Any) -> tuple[Picture, ...]:
    """Return what is pictured; entities are found as a reader would find them."""
    contexts = client.list_contexts(ContextType="Endpoint", MaxResults=100)["ContextSummaries"]
    production = next(
        found["ContextArn"]
        for found in contexts
        if found["Source"]["SourceUri"].endswith("/customer-churn-production")
    )
    upstream = f"?start={production}&direction=Ascendants"
    return (
        Picture("first-screen", ""),
        Picture("upstream", upstream),
        Picture("upstream-dark", upstream, "dark"),
        Picture("filtered", f"{upstream}&type=DataSet"),
        Picture("table", f"{upstream}&view=table"),
        Picture("error", f"{upstream}&depth=11"),
    )


@contextmanager
def served(client: Any) -> Iterator[str]:
    """Serve the explorer over a client for as long as the block runs; yield its address."""
    app = explorer(Explored("Demo account · us-west-2", client))
    server = listen(app.server, "127.0.0.1", 0, threads=THREADS)
    Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def take(browser: Browser, address: str, picture: Picture, size: tuple[int, int]) -> Path:
    """Open a screen in a window of its own, wait until it is drawn and named, and save it."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    if picture.name == "error":  # an error keeps the picture that was there
        page.goto(f"{address}/{picture.search.replace('&depth=11', '')}")
        page.wait_for_selector(f"#lineage{SETTLED}")
        page.fill("#depth", "11")
        page.press("#depth", "Control+Enter")
        page.wait_for_selector("#lineage[data-state=error]")
    else:
        page.goto(f"{address}/{picture.search}")
        page.wait_for_selector(f"#lineage{SETTLED}")
    page.wait_for_selector("#welcome h1" if not picture.search else "#details h1")
    page.wait_for_load_state("networkidle")
    file = PICTURES / f"{picture.name}-{width}x{height}.png"
    page.screenshot(path=file)
    page.close()
    return file


def main() -> None:
    """Take every picture in every size."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Store.open(str(Path(folder) / "demo.sqlite"), create=True)
        client = transport.connect(demo.build(store))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with served(client) as address:
            for picture in pictures(client):
                for size in SIZES:
                    print(take(browser, address, picture, size))
        browser.close()
        store.close()


if __name__ == "__main__":
    main()
