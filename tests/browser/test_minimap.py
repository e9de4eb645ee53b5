"""The minimap, while a part of the graph is out of view."""

from __future__ import annotations


def test_minimap_is_shown_only_while_part_of_the_graph_is_out_of_view(explore, production):
    explore.open(start=production)
    page = explore.page
    page.click("#fit")
    page.wait_for_selector(".minimap", state="hidden")
    for _ in range(4):
        page.click("#zoom-in")
    page.wait_for_selector(".minimap", state="visible")


def test_click_on_the_minimap_moves_the_camera(explore, production):
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


def test_minimap_stays_away_from_a_canvas_that_an_answer_leaves_low(explore, production):
    explore.page.set_viewport_size({"width": 1280, "height": 720})
    explore.open(start=production, question="endpoint-datasets")
    page = explore.page
    for _ in range(4):
        page.click("#zoom-in")
    page.wait_for_timeout(500)  # a map would have been painted by then
    assert page.is_hidden(".minimap")
