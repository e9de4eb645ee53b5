"""Each layout step against a plain reference implementation."""

from __future__ import annotations

from itertools import combinations, pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.digraph import choose_feedback_arcs, find_cyclic_components
from lineage_explorer.layout.coordinates import assign_pinned_y, assign_y
from lineage_explorer.layout.crossing_reduction import count_crossings, order_ranks
from lineage_explorer.layout.layers import build_layers, separate_trunks
from lineage_explorer.layout.rank_sweeps import CrossingReducer
from lineage_explorer.layout.ranks import assign_ranks, extend_ranks


@st.composite
def arcs(draw, largest=12):
    """Generate any arcs between a few vertices."""
    count = draw(st.integers(2, largest))
    numbers = st.integers(0, count - 1)
    pairs = st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])
    return count, sorted(draw(st.lists(pairs, max_size=3 * count, unique=True)))


@st.composite
def flows(draw, largest=12):
    """Generate arcs without cycles that connect all vertices."""
    count = draw(st.integers(2, largest))
    time = draw(st.permutations(range(count)))
    tree = [(draw(st.integers(0, vertex - 1)), vertex) for vertex in range(1, count)]
    more = draw(st.lists(st.sampled_from([*combinations(range(count), 2)]), max_size=count))
    return count, sorted({tuple(sorted(pair, key=time.__getitem__)) for pair in [*tree, *more]})


@given(arcs())
def test_cycle_removal_leaves_no_cycle_and_reverses_only_arcs_of_cycles(drawn):
    count, found = drawn
    turned = choose_feedback_arcs(count, found)
    inside = {vertex for circle in find_cyclic_components(count, found) for vertex in circle}
    assert all({*arc} <= inside for arc in turned)
    assert find_cyclic_components(count, sorted({arc[::-1] if arc in turned else arc for arc in found})) == []


def test_vertices_that_reach_each_other_are_one_component():
    assert find_cyclic_components(7, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3), (5, 6)]) == [
        [0, 1, 2],
        [3, 4],
    ]


def test_ring_of_many_thousand_is_one_component():
    ring = [*pairwise(range(5_000)), (4_999, 0)]
    assert find_cyclic_components(5_000, ring) == [list(range(5_000))]
    assert choose_feedback_arcs(5_000, ring) == {(4_999, 0)}


@given(flows(largest=5))
def test_ranks_make_the_arcs_as_short_as_can_be(drawn):
    count, found = drawn

    def length(rank):
        return sum(rank[head] - rank[tail] for tail, head in found)

    rank = assign_ranks(count, found)
    assert min(rank) == 0
    assert all(rank[tail] < rank[head] for tail, head in found)
    possible = (
        other
        for other in product(range(count), repeat=count)
        if all(other[tail] < other[head] for tail, head in found)
    )
    assert length(rank) == min(map(length, possible))


@given(flows(), st.randoms(use_true_random=False))
def test_new_groups_find_ranks_and_those_that_stay_only_ever_move_right(drawn, random):
    count, found = drawn
    former = [random.choice((rank, None)) for rank in assign_ranks(count, found)]
    former[random.randrange(count)] = 3
    rank = extend_ranks(count, found, former)
    assert all(rank[tail] < rank[head] for tail, head in found)
    assert all(new >= old for new, old in zip(rank, former, strict=True) if old is not None)


def test_groups_that_stay_keep_their_ranks_where_new_ones_fit():
    assert extend_ranks(4, [(0, 1), (1, 2), (3, 2)], [0, None, 2, None]) == [0, 1, 2, 1]


def test_pinned_nodes_move_only_to_make_room():
    layers = build_layers([0, 1, 1, 1, 1], [(0, 1), (0, 2), (0, 3), (0, 4)])
    pins = [0.0, -72.0, 0.0, 72.0, None]
    y = assign_pinned_y(layers, [[0], [1, 4, 2, 3]], pins, [36.0] * 5, [0.0, -72.0, 0.0, 72.0, -36.0])
    assert y == [0.0, -144.0, 0.0, 72.0, -72.0]


@given(flows())
def test_every_link_leads_to_the_next_rank_and_routes_follow_links(drawn):
    count, found = drawn
    layers = build_layers(assign_ranks(count, found), found)
    links = {(node, other) for node, others in enumerate(layers.successors) for other in others}
    assert all(layers.rank[other] - layers.rank[node] == 1 for node, other in links)
    for tail, head in found:
        assert {*pairwise((tail, *layers.dummy_chains.get((tail, head), ()), head))} <= links


@given(flows(), st.randoms(use_true_random=False))
def test_crossings_are_counted_as_by_comparing_every_two_links(drawn, random):
    layers = build_layers(assign_ranks(*drawn), drawn[1])
    order = _shuffled(layers, random)
    assert count_crossings(layers, order) == _compared(layers, order)


@given(flows(), st.randoms(use_true_random=False))
def test_rank_sweeps_count_crossings_as_layers_do(drawn, random):
    layers = build_layers(assign_ranks(*drawn), drawn[1])
    order = _shuffled(layers, random)
    ranks = CrossingReducer(layers)
    ranks.set_order(order)
    assert ranks.build_order() == order
    assert ranks.count_crossings() == count_crossings(layers, order)


@given(flows(), st.randoms(use_true_random=False))
def test_sifting_saves_as_many_crossings_as_it_says(drawn, random):
    layers = build_layers(assign_ranks(*drawn), drawn[1])
    ranks = CrossingReducer(layers)
    ranks.set_order(_shuffled(layers, random))
    before = ranks.count_crossings()
    saved = ranks.sift()
    assert saved >= 0
    assert ranks.count_crossings() == before - saved


def test_sifting_moves_a_node_past_every_link_it_crosses():
    layers = build_layers([0] * 4 + [1] * 4, [(0, 4), (1, 5), (2, 6), (3, 7)])
    ranks = CrossingReducer(layers)
    ranks.set_order([[3, 0, 1, 2], [4, 5, 6, 7]])
    assert ranks.sift() == 3
    assert ranks.build_order() == [[0, 1, 2, 3], [4, 5, 6, 7]]


@given(flows())
def test_an_order_has_every_node_once(drawn):
    layers = build_layers(assign_ranks(*drawn), drawn[1])
    order = order_ranks(layers)
    assert sorted(node for column in order for node in column) == list(range(len(layers.rank)))
    assert all(layers.rank[node] == rank for rank, column in enumerate(order) for node in column)


@given(flows())
def test_separated_arcs_share_no_way_points(drawn):
    single = separate_trunks(build_layers(assign_ranks(*drawn), drawn[1]))
    points = [node for route in single.dummy_chains.values() for node in route]
    assert len(points) == len(set(points)) == len(single.rank) - single.real_count


@given(flows())
def test_a_tree_is_drawn_without_crossings(drawn):
    count, _ = drawn
    tree = [((child - 1) // 2, child) for child in range(1, count)]
    layers = build_layers(assign_ranks(count, tree), tree)
    assert count_crossings(layers, order_ranks(layers)) == 0


@given(flows(), st.randoms(use_true_random=False))
def test_heights_keep_the_order_and_the_distances(drawn, random):
    layers = build_layers(assign_ranks(*drawn), drawn[1])
    order = _shuffled(layers, random)
    reach = [random.choice((5.0, 36.0)) for _ in layers.rank]
    y = assign_y(order, layers.predecessors, layers.successors, reach)
    for column in order:
        for upper, lower in pairwise(column):
            assert y[lower] - y[upper] >= reach[upper] + reach[lower] - 1e-6


def test_a_chain_is_level_and_a_parent_at_the_middle_of_its_children():
    y = assign_y([[0], [1], [2, 3, 4]], [[], [0], [1], [1], [1]], [[1], [2, 3, 4], [], [], []], [36.0] * 5)
    assert y[0] == y[1] == y[3]
    assert y[3] - y[2] == y[4] - y[3] == 72


def _shuffled(layers, random):
    order = [
        [node for node, rank in enumerate(layers.rank) if rank == number]
        for number in range(max(layers.rank) + 1)
    ]
    for column in order:
        random.shuffle(column)
    return order


def _compared(layers, order):
    place = {node: number for column in order for number, node in enumerate(column)}
    links = [(node, other) for node, others in enumerate(layers.successors) for other in others]
    return sum(
        (place[tail] - place[tail2]) * (place[head] - place[head2]) < 0
        for (tail, head), (tail2, head2) in combinations(links, 2)
        if layers.rank[tail] == layers.rank[tail2]
    )
