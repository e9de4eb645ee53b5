"""Perceived colors: contrast, distance, and color vision deficiencies."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist
from typing import TypeAlias

Color: TypeAlias = tuple[float, float, float]
"""Linear red, green and blue, each from 0 to 1."""

Matrix: TypeAlias = tuple[Color, Color, Color]

SIGHT: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Machado, Oliveira and Fernandes (2009), severity 1: what is left of a colour where one kind of cone is missing."""

_TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def parse_color(text: str) -> Color:
    """Parse a color written as `#16202e`."""
    red, green, blue = (_linear(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def contrast(one: Color, other: Color) -> float:
    """Return the WCAG 2.2 contrast of two colors, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def distance(one: Color, other: Color, sight: Matrix) -> float:
    """Return the distance of two colors in hundredths of OKLab."""
    return 100 * dist(_oklab(_simulate_vision(one, sight)), _oklab(_simulate_vision(other, sight)))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _luminance(shown: Color) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), shown, strict=True))


def _simulate_vision(shown: Color, sight: Matrix) -> Color:
    red, green, blue = (min(1.0, max(0.0, part)) for part in _times(sight, shown))
    return red, green, blue


def _oklab(shown: Color) -> Sequence[float]:
    return _times(_TO_LAB, [part ** (1 / 3) for part in _times(_TO_CONES, shown)])


def _times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
