"""What one reading found: vertices, associations, and how complete it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lineage.model import Arn, Association, Vertex

Role = Literal["start", "match", "path"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How an answer was read, so that a reader knows what they are not seeing.

    Attributes:
        pages: Pages that arrived.
        calls: `QueryLineage` requests sent, failed ones included.
        gaps: One plain sentence for each thing that could not be read; empty when all was.
        finished: When the last page arrived, aware, in UTC.
        began: When the first one did; None where all arrived at once.
        more: True while pages are still arriving: what was read so far is shown meanwhile.
    """

    pages: int
    calls: int
    finished: datetime
    gaps: tuple[str, ...] = ()
    began: datetime | None = None
    more: bool = False

    @property
    def complete(self) -> bool:
        """True when every page of every request was read."""
        return not self.gaps and not self.more

    @property
    def since(self) -> datetime:
        """When reading began: the same for all that is shown of it while it grows."""
        return self.began or self.finished


@dataclass(frozen=True, slots=True)
class LineageGraph:
    """The answer to one `LineageQuery`: every view is a pure function of this value.

    Attributes:
        start: The focus; always among the vertices.
        vertices: By ARN, in the order in which they were read (start first). Ends that an association
            names but no page held are stubs.
        associations: Without repetition, in the order in which they were read.
        matches: Which vertices pass the filters; the others (but the start) stand on the way to one.
            Without filters every vertex is a match.
        distances: Fewest associations from the start, walked as the query walks; a vertex that was
            read without its associations (paths off) is absent.
    """

    start: Arn
    vertices: Mapping[Arn, Vertex]
    associations: tuple[Association, ...]
    matches: frozenset[Arn]
    distances: Mapping[Arn, int]
    reading: Reading

    def role(self, arn: Arn) -> Role:
        """Say why a vertex is in the answer: it is the start, it matches, or it lies on the way."""
        if arn == self.start:
            return "start"
        return "match" if arn in self.matches else "path"
