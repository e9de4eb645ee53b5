"""The small picture of the whole, while only a part of it is in view."""

from __future__ import annotations


def test_it_is_there_only_while_a_part_of_the_picture_is_out_of_view(explore, production):
    explore.open(start=production)
    page = explore.page
    page.click("#fit")
    page.wait_for_selector(".minimap", state="hidden")
    for _ in range(4):
        page.click("#zoom-in")
    page.wait_for_selector(".minimap", state="visible")


def test_a_press_on_it_leads_there(explore, production):
    explore.open(start=production)
    page = explore.page
    for _ in range(4):
        page.click("#zoom-in")
    page.wait_for_selector(".minimap", state="visible")
    leftmost = min(explore.nodes().values(), key=lambda node: node["position"]["x"])["id"]
    rightmost = max(explore.nodes().values(), key=lambda node: node["position"]["x"])["id"]
    box = page.locator(".minimap").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 10, box["y"] + box["height"] / 2)
    from_right = explore.place(rightmost)[0]
    page.mouse.click(box["x"] + 10, box["y"] + box["height"] / 2)
    assert explore.place(rightmost)[0] > from_right
    canvas = page.locator("#graph").bounding_box()
    assert canvas["x"] < explore.place(leftmost)[0] < canvas["x"] + canvas["width"]
