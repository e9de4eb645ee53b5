"""Forced colors and more contrast: nothing is lost, and what is quiet can be read."""

from __future__ import annotations

import pytest

LOST_ICONS = """() => [...document.querySelectorAll('.icon')].filter(icon => {
    if (!icon.checkVisibility()) return false;
    let behind = icon.parentElement;
    while (behind.parentElement && /, 0\\)$|transparent/.test(getComputedStyle(behind).backgroundColor))
        behind = behind.parentElement;
    return getComputedStyle(icon).backgroundColor === getComputedStyle(behind).backgroundColor;
}).map(icon => icon.parentElement.outerHTML.slice(0, 120))"""

SELECTED = """() => [...document.querySelectorAll('label[data-active], [aria-pressed=true]')]
    .filter(element => element.checkVisibility()).map(element => getComputedStyle(element).outlineStyle)"""

CONTRAST = """selector => {
    const luminance = color => color.match(/[\\d.]+/g).slice(0, 3)
        .map(part => part / 255).map(part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [.2126, .7152, .0722][index], 0);
    const style = getComputedStyle(document.querySelector(selector));
    const [low, high] = [style.borderTopColor, getComputedStyle(document.body).backgroundColor]
        .map(luminance).sort((a, b) => a - b);
    return (high + .05) / (low + .05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("search", ["", "question=endpoint-models", "view=table"])
def test_no_icon_is_lost_in_forced_colors(explore, production, scheme, search):
    explore.page.emulate_media(forced_colors="active", color_scheme=scheme)
    name, _, value = search.partition("=")
    explore.open(**({"start": production, name: value} if search else {}))
    assert explore.page.locator(".icon:visible").count() > 0
    assert explore.page.evaluate(LOST_ICONS) == []


def test_what_is_chosen_has_an_outline_in_forced_colors(explore, production):
    explore.page.emulate_media(forced_colors="active")
    explore.open(start=production)
    outlines = explore.page.evaluate(SELECTED)
    assert outlines
    assert set(outlines) == {"solid"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_of_controls_can_be_seen_with_more_contrast(explore, production, scheme):
    explore.page.emulate_media(contrast="more", color_scheme=scheme)
    explore.open(start=production)
    assert explore.page.evaluate(CONTRAST, "#present") >= 3


def test_more_contrast_while_the_page_is_open_reaches_the_picture(explore, production):
    explore.open(start=production)
    color = "document.getElementById('graph')._cyreg.cy.edges('.serving')[0].style('line-color')"
    before = explore.page.evaluate(color)
    explore.page.emulate_media(contrast="more")
    explore.page.wait_for_function(f"before => {color} !== before", arg=before)
