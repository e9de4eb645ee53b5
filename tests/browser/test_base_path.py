"""The page behind a proxy that strips a path and tells nobody: opened, walked, left and taken away."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.support.explorer_page import Explorer, press_export
from tests.support.proxies import PREFIX, strip_prefix_silently


def test_page_under_a_path_is_walked_and_taken_away_without_leaving_it(page, stage, production):
    strays, paths = [], set()

    def note(request):
        path = urlsplit(request.url).path
        paths.add(path)
        if request.url.startswith("http") and not path.startswith(f"{PREFIX}/"):
            strays.append(request.url)

    page.on("request", note)
    with stage.showing(strip_prefix_silently(stage._app)) as address:
        explore = Explorer(page, address + PREFIX)
        explore.open()
        page.click('#welcome a[href*="start="] >> nth=0')  # the first page's own link
        explore.settle()
        assert urlsplit(page.url).path == f"{PREFIX}/"
        explore.open(start=production, direction="Ascendants")
        key = explore.attribute("key")
        page.click("#details a.titled:visible >> nth=0")
        explore.await_new(key)
        assert explore.attribute("start") != production
        page.go_back()
        explore.settle()
        assert (explore.attribute("start"), urlsplit(page.url).path) == (production, f"{PREFIX}/")
        with page.expect_download() as download:
            press_export(page, "csv")
        assert "customer-churn-production" in download.value.path().read_text()
        page.evaluate("document.fonts.ready")
        assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    page.remove_listener("request", note)
    assert strays == []
    assert f"{PREFIX}/_dash-update-component" in paths
