"""Graphs to lay out, written as arrows or generated, and layout measures."""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex
from tests.support.graph_builders import arn, build_graph

CARD_WIDTH, CARD_HEIGHT = 208, 52

KINDS = {
    "DataSet": LineageType.ARTIFACT,
    "Image": LineageType.ARTIFACT,
    "Model": LineageType.ARTIFACT,
    "ProcessingJob": LineageType.TRIAL_COMPONENT,
    "TrainingJob": LineageType.TRIAL_COMPONENT,
    "TransformJob": LineageType.TRIAL_COMPONENT,
    "Approval": LineageType.ACTION,
    "ModelDeployment": LineageType.ACTION,
    "ModelGroup": LineageType.CONTEXT,
    "Endpoint": LineageType.CONTEXT,
}


def at(name, kind="DataSet"):
    """Return the ARN of a vertex by its name."""
    return arn(KINDS[kind], name)


def sketch(text, *, start=None, **kinds):
    """Parse "a>b b>c a~d e": arrows are associations, ~ is SameAs.

    Keywords give types by name; everything else is a data set.
    """
    ends = [part.replace(">", " > ").replace("~", " ~ ").split() for part in text.split()]
    names = dict.fromkeys(name for part in ends for name in part if name not in "~>")
    vertices = [vertex(name, kinds.get(name, "DataSet")) for name in names]
    arns = {name: item.arn for name, item in zip(names, vertices, strict=True)}
    associations = [
        Association(arns[part[0]], arns[part[2]], "SameAs" if part[1] == "~" else "ContributedTo")
        for part in ends
        if len(part) == 3
    ]
    return build_graph(arns[start or next(iter(names))], vertices, associations)


def vertex(name, kind):
    """Build a vertex of one of the types above."""
    return Vertex(at(name, kind), KINDS[kind], kind)


def build_chain(length):
    """Build a chain of vertices."""
    return sketch(" ".join(f"v{one:05d}>v{one + 1:05d}" for one in range(length - 1)))


def build_star(leaves):
    """Build a hub with leaves."""
    return sketch(" ".join(f"hub>leaf{number:05d}" for number in range(leaves)))


def reference_graph(start, *, upstream_only):
    """Return the reference graph, or its part upstream of `start`."""
    data = json.loads((Path(__file__).parents[1] / "data" / "reference_graph.json").read_text())
    items = {
        item["key"]: Vertex(
            arn(LineageType(item["lineage_type"]), item["key"]),
            LineageType(item["lineage_type"]),
            item["type"],
        )
        for item in data["entities"]
    }
    pairs = [(item["source"], item["destination"], item["type"]) for item in data["associations"]]
    kept = {start}
    while upstream_only and (more := {tail for tail, head, _ in pairs if head in kept} - kept):
        kept |= more
    kept = kept if upstream_only else set(items)
    return build_graph(
        items[start].arn,
        [item for key, item in items.items() if key in kept],
        [
            Association(items[tail].arn, items[head].arn, kind)
            for tail, head, kind in pairs
            if {tail, head} <= kept
        ],
    )


def build_runs(count, seed):
    """Build pipeline runs that share data and images; some are deployed."""
    random = Random(seed)  # noqa: S311 - a repeatable sequence is wanted, not a secret one
    vertices, associations = {}, {}

    def add(name, kind, *sources):
        item = vertices.setdefault(name, vertex(name, kind))
        for source in sources:
            associations[source, item.arn] = Association(source, item.arn, "ContributedTo")
        return item.arn

    raw = [add(f"raw{number}", "DataSet") for number in range(3)]
    images = [add(f"image{number}", "Image") for number in range(3)]
    for run in range(count):
        job = add(f"prepare{run}", "ProcessingJob", random.choice(raw), images[0])
        parts = [add(f"{part}{run}", "DataSet", job) for part in ("train", "validation")]
        for trial in range(random.choice((1, 1, 2))):
            key = f"{run}-{trial}"
            train = add(f"fit{key}", "TrainingJob", *parts, random.choice(images))
            model = add(f"model{key}", "Model", train)
            if random.random() < 0.6:
                package = add(f"package{key}", "Model", model, add(f"approval{key}", "Approval"))
                add(f"group{run % 2}", "ModelGroup", package)
                deployment = add(f"deploy{key}", "ModelDeployment", package, model, images[1])
                add(f"endpoint{run % 3}", "Endpoint", deployment)
            if random.random() < 0.3:
                scoring = add(f"score{key}", "TransformJob", model, random.choice(raw))
                raw.append(add(f"scores{key}", "DataSet", scoring))
    return build_graph(raw[0], vertices.values(), associations.values())


@st.composite
def any_graphs(
    draw, largest=24, kinds=("ContributedTo", "ContributedTo", "Produced", None, "SameAs"), forward=False
):
    """Generate graphs with cycles, loops, hubs and isolated vertices, or acyclic ones."""
    count = draw(st.integers(1, largest))
    vertices = [vertex(f"v{number}", draw(st.sampled_from(sorted(KINDS)))) for number in range(count)]
    numbers = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(numbers, numbers), max_size=2 * largest, unique=True))
    if forward:
        pairs = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    associations = [
        Association(vertices[tail].arn, vertices[head].arn, draw(st.sampled_from(kinds)))
        for tail, head in pairs
    ]
    return build_graph(draw(st.sampled_from(vertices)).arn, vertices, associations)


def up_and_down(whole, start):
    """Return the graph upstream and downstream of a start."""
    found = {start}
    for side in (("source", "destination"), ("destination", "source")):
        reached = [start]
        for item in reached:
            ends = [getattr(link, side[1]) for link in whole.associations if getattr(link, side[0]) == item]
            reached.extend(dict.fromkeys(end for end in ends if end not in reached))
        found.update(reached)
    links = [link for link in whole.associations if {link.source, link.destination} <= found]
    return build_graph(start, [whole.vertices[item] for item in sorted(found)], links)


def neighbors_of(whole, start):
    """Return the vertices one association away."""
    ends = [(link.source, link.destination) for link in whole.associations]
    return sorted({end for pair in ends if start in pair for end in pair} - {start})


def boxes_overlap(placement):
    """Return whether two cards overlap."""
    points = sorted((point.x, point.y) for point in placement.points.values())
    return any(
        later[0] - point[0] < CARD_WIDTH and abs(later[1] - point[1]) < CARD_HEIGHT
        for number, point in enumerate(points)
        for later in points[number + 1 : number + 200]
    )


def column(placement, name, kind="DataSet"):
    """Return the x of a vertex."""
    return placement.points[at(name, kind)].x


def passed_cards(placement, ends: tuple[Arn, Arn]):
    """Return the other cards that an edge's line passes behind."""
    way = [placement.points[ends[0]], *placement.bends[ends], placement.points[ends[1]]]
    return {
        other
        for other, point in placement.points.items()
        if other not in ends and any(_meets(point, *piece) for piece in pairwise(way))
    }


def _meets(card, one, other):
    """Return whether a line enters a card by more than one unit."""
    left, right = card.x - CARD_WIDTH / 2 + 1, card.x + CARD_WIDTH / 2 - 1
    begin, end = max(min(one.x, other.x), left), min(max(one.x, other.x), right)
    if begin > end:
        return False
    slope = (other.y - one.y) / (other.x - one.x) if other.x != one.x else 0
    levels = [one.y + slope * (x - one.x) for x in (begin, end)] if slope else [one.y, other.y]
    half = CARD_HEIGHT / 2 - 1
    return min(levels) < card.y + half and max(levels) > card.y - half


def straight_crossings(drawn, placement):
    """Return the pairs of associations that cross as straight lines."""
    lines = [
        (placement.points[item.source], placement.points[item.destination]) for item in drawn.associations
    ]
    return sum(len({*one, *other}) == 4 and _cross(one, other) for one, other in combinations(lines, 2))


def _cross(one, other):
    return _side(*one, other[0]) * _side(*one, other[1]) < 0 > _side(*other, one[0]) * _side(*other, one[1])


def _side(begin, end, point):
    return (end.x - begin.x) * (point.y - begin.y) - (end.y - begin.y) * (point.x - begin.x)
