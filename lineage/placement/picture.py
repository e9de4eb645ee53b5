"""What a placement is, and the measures it is drawn with. Lengths are picture units: pixels at zoom 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from lineage.flow import Flow
from lineage.model import Arn

ASPECT = 1.6
"""Width over height of the canvas that a picture is to fill."""

Place: TypeAlias = tuple[float, float]
"""An x and a y on a part of the picture that is not yet placed itself."""


class Point(NamedTuple):
    """A place in the picture; x grows to the right, y downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Lane:
    """A column whose cards are (nearly) all of one stage.

    Attributes:
        x: The column's centre.
        title: A short heading, such as "Train".
    """

    x: float
    title: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where everything stands.

    Attributes:
        points: The centre of each vertex's card.
        lanes: Headed columns, from left to right.
        bends: Way points, from source to destination, of associations that pass other cards: a line from
            centre to centre along them runs behind no card but its own. It leaves to the right and enters
            from the left, unless a cycle makes it lead back.
        width, height: Everything lies within left ≤ x ≤ left + width, top ≤ y ≤ top + height, cards included.
        left, top: 0, unless the picture continues a former one: what stays keeps its coordinates.
        steps: How many pictures it continues, one after the other.
        flow: Which way time flows where it is drawn; here it grows with x.
    """

    points: Mapping[Arn, Point]
    lanes: tuple[Lane, ...]
    bends: Mapping[tuple[Arn, Arn], tuple[Point, ...]]
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    steps: int = 0
    flow: Flow = Flow.RIGHT

    def fits(self, other: Placement) -> bool:
        """Tell whether all that stands in both stands in the same place."""
        return all(other.points[arn] == self.points[arn] for arn in self.points.keys() & other.points.keys())


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes and distances of one picture.

    Attributes:
        card_width, card_height: Size of a vertex's card.
        row_gap: Free height between two cards of a column.
        rank_gap: Least free width between two ranks; lines cross here.
        fold_gap: Free width between two columns of one folded rank.
        line_gap: Distance of two parallel lines.
        component_gap: Free space around a component.
        aspect: Width over height of the canvas to fill.
    """

    card_width: float
    card_height: float
    row_gap: float = 20
    rank_gap: float = 44
    fold_gap: float = 32
    line_gap: float = 12
    component_gap: float = 64
    aspect: float = ASPECT

    @property
    def row_pitch(self) -> float:
        """Distance between the centres of two cards of a column."""
        return self.card_height + self.row_gap

    @property
    def rank_pitch(self) -> float:
        """Least distance between the centres of two neighbouring ranks."""
        return self.card_width + self.rank_gap

    @property
    def fold_pitch(self) -> float:
        """Distance between the centres of two columns of one folded rank."""
        return self.card_width + self.fold_gap
