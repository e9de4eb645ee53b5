"""The tokens' colors are readable and distinguishable under every color vision.

Distances are in hundredths of OKLab, of which about 2 can just be told apart side by side. Cards stand apart from each
other and from the legend, so colors that are to be matched by eye need several times that: 10 under normal sight, and
7 where a kind of cone is missing, which eight colors that all bear text cannot exceed by much. That is enough because
no color says anything alone: each kind has an icon, and the legend and the card name it in words.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from lineage_explorer.graph.entity_styles import Family
from tests.support.color_vision import SIGHT, contrast, distance, parse_color

CSS = (Path(__file__).parents[2] / "web" / "styles" / "tokens.css").read_text(encoding="utf-8")
DARK = ':root[data-color-scheme="dark"] {'

TEXT, DRAWN = 4.5, 3.0
"""Least contrasts of WCAG 2.2: of text, and of what is drawn."""

APART = {"normal": 10.0, "protanopia": 7.0, "deuteranopia": 7.0, "tritanopia": 7.0}

FAMILIES = [str(family) for family in Family if family not in (Family.CODE, Family.REPORT)]
AGES = sorted(set(re.findall(r"--family-(age\d):", CSS)))


def tokens(css: str) -> dict[str, tuple[float, float, float]]:
    return {name: parse_color(value) for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css)}


LIGHT_CSS, _, DARK_CSS = CSS.partition(DARK)
THEMES = {"light": tokens(LIGHT_CSS), "dark": tokens(LIGHT_CSS) | tokens(DARK_CSS)}


@pytest.fixture(params=THEMES)
def theme(request):
    """Return a theme's colors by their names."""
    return THEMES[request.param]


def test_every_color_of_the_light_theme_differs_in_the_dark_theme():
    shades = {name for name in THEMES["light"] if name.startswith("family-")}
    assert {name for name in shades if THEMES["light"][name] == THEMES["dark"][name]} == set()


@pytest.mark.parametrize("ink", ["ink", "ink-quiet", "accent", "error", "warning"])
@pytest.mark.parametrize("ground", ["paper", "canvas", "card"])
def test_text_has_enough_contrast(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= TEXT


@pytest.mark.parametrize("family", FAMILIES + AGES)
def test_names_have_enough_contrast_on_every_card(theme, family):
    assert contrast(theme["ink"], theme[f"family-{family}-tint"]) >= TEXT
    assert contrast(theme["on-strong"], theme[f"family-{family}"]) >= TEXT


@pytest.mark.parametrize("family", FAMILIES + AGES)
@pytest.mark.parametrize("ground", ["card", "canvas", "paper", "tint"])
def test_borders_icons_and_blocks_have_enough_contrast(theme, family, ground):
    behind = theme[f"family-{family}-tint" if ground == "tint" else ground]
    assert contrast(theme[f"family-{family}"], behind) >= DRAWN


def test_lines_have_enough_contrast(theme):
    assert contrast(theme["edge"], theme["canvas"]) >= DRAWN


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("shades", [FAMILIES, AGES], ids=["families", "ages"])
def test_colors_are_distinguishable_under_every_color_vision(theme, sight, shades):
    assert len(shades) > 4
    near = {
        (one, other): apart
        for one, other in combinations(shades, 2)
        if (apart := distance(theme[f"family-{one}"], theme[f"family-{other}"], SIGHT[sight])) < APART[sight]
    }
    assert near == {}


def test_newer_ages_contrast_more_with_the_canvas(theme):
    """The order of ages is visible without a legend."""
    fading = [contrast(theme[f"family-{age}"], theme["canvas"]) for age in AGES[:3]]
    assert fading == sorted(fading, reverse=True)
    assert min(fading) > contrast(theme["family-age5"], theme["canvas"])
