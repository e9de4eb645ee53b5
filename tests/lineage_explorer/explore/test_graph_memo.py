"""Memoized values per graph object."""

from __future__ import annotations

import gc
from dataclasses import replace

from lineage_explorer.explore.visible_graph import GraphMemo
from lineage_explorer.sources.cache.cache_table import CACHE_TABLE, CacheName
from tests.support.graph_builders import build_graph


def test_value_per_graph_and_key_is_computed_once():
    made, one, calls = GraphMemo(), build_graph(), []
    first = [made.memoize(one, "size", lambda: calls.append("size") or len(one.vertices)) for _ in range(3)]
    assert (first, calls) == ([len(one.vertices)] * 3, ["size"])
    assert made.memoize(one, "start", lambda: one.start) == one.start


def test_equal_graph_object_is_computed_separately():
    made, one = GraphMemo(), build_graph()
    other = replace(one)
    assert made.memoize(one, "self", lambda: "one") == "one"
    assert made.memoize(other, "self", lambda: "other") == "other"


def test_reused_object_id_is_not_mistaken_for_a_deleted_graph():
    made = GraphMemo()
    for number in range(2 * CACHE_TABLE[CacheName.GRAPH_MEMO].entries):
        passing = replace(build_graph())
        assert made.memoize(passing, "number", lambda number=number: number) == number
        del passing
        gc.collect(0)


def test_result_for_the_latest_inputs_is_reused_until_they_change():
    made, one, calls = GraphMemo(), build_graph(), []

    def count(names: dict[str, str]) -> int:
        return made.memoize_latest(one, "names", names, lambda: calls.append(names) or len(calls))

    assert [count({"a": "b"}), count({"a": "b"}), count({"a": "c"}), count({"a": "b"})] == [1, 1, 2, 3]


def test_results_of_several_keys_and_graphs_are_apart():
    made, one = GraphMemo(), build_graph()
    other = replace(one)
    for graph, key in ((one, "a"), (one, "b"), (other, "a")):
        assert made.memoize_latest(graph, key, 0, lambda graph=graph, key=key: (id(graph), key)) == (
            id(graph),
            key,
        )
    assert made.memoize_latest(one, "a", 0, list) == (id(one), "a")
