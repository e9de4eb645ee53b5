"""What is made of an answer is made once for all who look at it, and never of another one."""

from __future__ import annotations

import gc
from dataclasses import replace

from lineage_explorer.explore.graph_memo import GraphMemo
from lineage_explorer.sources.cache.cache_table import CACHE_TABLE, CacheName
from tests.graphs import graph


def test_what_was_made_of_a_graph_in_some_way_is_made_once():
    made, one, calls = GraphMemo(), graph(), []
    first = [made.memoize(one, "size", lambda: calls.append("size") or len(one.vertices)) for _ in range(3)]
    assert (first, calls) == ([len(one.vertices)] * 3, ["size"])
    assert made.memoize(one, "start", lambda: one.start) == one.start


def test_an_equal_graph_is_another_one():
    made, one = GraphMemo(), graph()
    other = replace(one)
    assert made.memoize(one, "self", lambda: "one") == "one"
    assert made.memoize(other, "self", lambda: "other") == "other"


def test_no_graph_is_taken_for_one_that_is_gone():
    made = GraphMemo()
    for number in range(2 * CACHE_TABLE[CacheName.GRAPH_MEMO].entries):
        passing = replace(graph())
        assert made.memoize(passing, "number", lambda number=number: number) == number
        del passing
        gc.collect(0)
