"""Query results are cached for their next pages, within bounds."""

from types import MappingProxyType

import pytest

from sagemaker_account.query_results import QueryResult, QueryResultCache
from sagemaker_account.traversal import Traversal, TraversalDirection


def answer_of(vertices):
    """Return a chain with a size: two per vertex, the first one."""
    pairs = dict.fromkeys(zip(range(vertices - 1), range(1, vertices), strict=True))
    walk = Traversal(
        0, TraversalDirection.DESCENDANTS, MappingProxyType({n: n for n in range(vertices)}), pairs
    )
    return QueryResult.from_walk(walk, set(range(vertices)), pairs)


def test_result_is_split_into_pages_with_their_completed_edges():
    answer = answer_of(4)
    places, edges, more = answer.get_page(after=(0, 0), size=2)
    assert (places, more) == ([(1, 1), (2, 2)], True)
    assert [(edge.source, edge.destination) for edge in edges] == [(0, 1), (1, 2)]
    assert answer.get_page(after=(2, 2), size=2)[2] is False


@pytest.mark.parametrize("after", [(3, 3), (9, 0)])
def test_page_after_the_end_is_empty(after):
    assert answer_of(4).get_page(after, 50) == ([], [], False)


def test_only_cached_results_are_found():
    answers = QueryResultCache()
    answers.put("a", answer_of(2))
    assert answers.get("a") == answer_of(2)
    assert answers.get("b") is None


def test_least_recently_used_result_is_evicted():
    answers = QueryResultCache(capacity=20)
    answers.put("a", answer_of(5))
    answers.put("b", answer_of(5))
    answers.get("a")
    answers.put("c", answer_of(5))
    assert [answers.get(key) is not None for key in "abc"] == [True, False, True]


def test_newest_result_is_kept_whatever_its_size():
    answers = QueryResultCache(capacity=20)
    answers.put("small", answer_of(5))
    answers.put("huge", answer_of(500))
    assert [answers.get(key) is not None for key in ("small", "huge")] == [False, True]


def test_result_stored_twice_counts_once():
    answers = QueryResultCache(capacity=20)
    for key in "aaaab":
        answers.put(key, answer_of(5))
    assert [answers.get(key) is not None for key in "ab"] == [True, True]
