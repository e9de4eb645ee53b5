"""A story: views that are kept as scenes, ordered, presented, saved and opened again."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.support.explorer_page import Explorer

PLACE = ".story-place"


def test_story_survives_reload_and_file_and_is_presented_by_keys(
    explore: Explorer, production: str, tmp_path
):
    page = explore.page
    explore.open(start=production)
    for more in ({"direction": "Ascendants"}, {"lens": "status"}):
        page.click("#export")
        page.click(".export-list [data-story=add]")
        explore.open(start=production, **more)
    page.click("#export")
    page.click(".export-list [data-story=add]")
    expect(page.locator(PLACE)).to_have_text("3 of 3")

    page.reload()
    expect(page.locator(PLACE)).to_have_text("3 of 3")  # the scene that is shown
    page.wait_for_selector("#lineage[data-state=complete]")
    page.keyboard.press("PageUp")
    expect(page.locator(PLACE)).to_have_text("2 of 3")
    page.wait_for_function("location.search.includes('Ascendants')")

    page.keyboard.press("n")
    page.fill(".story-title", "Where the <b>data</b> comes from")
    page.press(".story-title", "Tab")
    expect(page.locator(".story-scene[aria-current]")).to_contain_text("<b>data</b>")
    page.focus(".story-scene[aria-current]")
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator(PLACE)).to_have_text("1 of 3")
    page.keyboard.press("Control+z")
    expect(page.locator(".story-scene[data-scene='1']")).to_contain_text("<b>data</b>")

    with page.expect_download() as download:
        page.click("[data-story=save]")
    path = tmp_path / "story.json"
    download.value.save_as(path)
    story = json.loads(path.read_text())
    assert (story["format"], story["names"], len(story["scenes"])) == ("lineage-story/1", "real", 3)
    for _ in range(3):
        page.focus(".story-scene[aria-current]")
        page.keyboard.press("Delete")
    expect(page.locator(PLACE)).to_have_text("No scenes")
    page.set_input_files(".story-strip input[type=file]", path)
    expect(page.locator(PLACE)).to_have_text("1 of 3")

    with page.expect_popup() as popup:
        page.click("[data-story=presenter]")
    notes = popup.value
    expect(notes.locator("p").first).to_contain_text("1 of 3")
    page.click("#present")
    expect(page.locator("html[data-present]")).to_have_count(1)
    notes.keyboard.press("PageDown")  # the presenter's window steps, too
    expect(notes.locator("p").first).to_have_text("2 of 3: Where the <b>data</b> comes from")
    expect(page.locator(".story-heading")).to_have_text("Where the <b>data</b> comes from")
    expect(page.locator(".story-heading")).to_be_visible()
    expect(page.locator("#trail")).to_be_hidden()
