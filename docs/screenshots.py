"""Generator of the pictures in the docs (`make screenshots`).

It captures the demo account in a real browser. Pass names of scenes to capture only these:
`python -m docs.screenshots answer paths`.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from assembly.serving import THREADS
from bench.browser import launch_chromium
from docs.scenes import SCENE_NAMES, SETTLED_SELECTOR, Scene, list_scenes
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.store import Store
from server.listen import ServerLimits, listen

PICTURE_FOLDER = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1440, 900
FORMAT = "webp"
QUALITY = 85
"""Quality of WebP, of 100: text stays sharp at a third of the size of PNG."""


@contextmanager
def serve_explorer(client: Any, title: str, book: PseudonymStore) -> Iterator[str]:
    """Serve the explorer of a client during the block.

    Yields:
        The URL of the server.
    """
    app = create_explorer(ExploredAccount(title, client), pseudonyms=book)
    server = listen(app.server, "127.0.0.1", 0, ServerLimits(THREADS))
    Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.stop()


def capture(browser: Browser, address: str, scene: Scene) -> Path:
    """Capture a scene in a new window and save the picture.

    It waits until the graph is drawn and all names are shown.
    """
    page = browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scene.scheme, reduced_motion="reduce"
    )
    page.goto(f"{address}/{scene.search}")
    page.wait_for_selector(f"#lineage{SETTLED_SELECTOR}")
    page.wait_for_load_state("networkidle")
    scene.act(page)
    page.wait_for_selector(scene.ready_selector)
    page.wait_for_load_state("networkidle")
    # Playwright writes no WebP; Chromium does.
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": FORMAT, "quality": QUALITY}
    )
    file = PICTURE_FOLDER / f"{scene.name}.{FORMAT}"
    file.write_bytes(base64.b64decode(shot["data"]))
    page.close()
    return file


def main(names: Sequence[str]) -> None:
    """Capture the named scenes, or all if none are named."""
    PICTURE_FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, launch_chromium() as browser:
        folder = Path(name)
        store = Store.open(str(folder / "demo.sqlite"), create=True)
        client = transport.connect(demo.build(store))
        pseudonyms = PseudonymStore(folder / "pseudonyms.sqlite")
        with serve_explorer(client, "Demo account · us-west-2", pseudonyms) as address:
            for scene in list_scenes(client):
                if scene.name in (names or SCENE_NAMES):
                    print(capture(browser, address, scene))
        store.close()


if __name__ == "__main__":
    main(sys.argv[1:])
