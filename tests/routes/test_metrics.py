"""Metrics of the caches: size, hits and misses."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from app import ExploredAccount, create_explorer
from lineage_explorer.sources.cache.cache_table import (
    CACHE_TABLE,
    CacheName,
    CacheRegistry,
    CacheSpec,
    format_metrics,
)
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.store import Store
from tests.support.demo_entities import production_endpoint

LINE = re.compile(r'(?P<metric>lineage_cache_[a-z_]+)\{cache="(?P<cache>[a-z_]+)"\} (?P<value>\d+(\.\d+)?)')


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    """Return a client of an explorer that has shown one graph."""
    folder = tmp_path_factory.mktemp("metrics")
    store = Store.open(str(folder / "demo.sqlite"), create=True)
    client = transport.connect(demo.build(store))
    explored = ExploredAccount("Demo", client, f"disk:{folder}/cache", lambda: "mine")
    web = create_explorer(
        explored, pseudonyms=PseudonymStore(folder / "stand-ins.sqlite")
    ).server.test_client()
    for _ in range(2):
        web.get(f"/screen?start={production_endpoint(client)}")
    yield web
    store.close()


def values(text):
    """Return each value by metric and cache."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    matches = [LINE.fullmatch(line) for line in lines]
    assert all(matches), lines
    return {(match["metric"], match["cache"]): float(match["value"]) for match in matches}


def test_metrics_are_in_the_prometheus_text_format(web):
    answer = web.get("/metrics")
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4")
    assert answer.text.endswith("\n")
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", answer.text, re.MULTILINE))
    assert types == {
        "lineage_cache_entries": "gauge",
        "lineage_cache_max_entries": "gauge",
        "lineage_cache_ttl_seconds": "gauge",
        "lineage_cache_hits_total": "counter",
        "lineage_cache_misses_total": "counter",
        "lineage_cache_evictions_total": "counter",
    }
    assert re.findall(r"^# HELP (\S+) \S.*\.$", answer.text, re.MULTILINE) == list(types)
    assert {metric for metric, _ in values(answer.text)} == set(types)


def test_each_metric_is_one_block_after_its_help_and_type(web):
    blocks = re.split(r"^# HELP ", web.get("/metrics").text, flags=re.MULTILINE)[1:]
    for block in blocks:
        name, lines = block.split()[0], block.splitlines()[1:]
        assert lines[0].startswith(f"# TYPE {name} ")
        assert all(line.startswith(f"{name}{{") for line in lines[1:])
        assert max(Counter(lines).values()) == 1


def test_cache_lookups_of_a_screen_are_counted(web):
    told = values(web.get("/metrics").text)
    assert told["lineage_cache_entries", "reads"] == 1
    assert told["lineage_cache_misses_total", "reads"] == 1
    assert told["lineage_cache_hits_total", "reads"] >= 1
    assert told["lineage_cache_misses_total", "responses_on_disk"] > 0
    assert told["lineage_cache_max_entries", "responses_on_disk"] == 20_000
    assert ("lineage_cache_entries", "responses_on_disk") not in told
    assert told["lineage_cache_ttl_seconds", "layouts"] == 24 * 3600
    assert told["lineage_cache_max_entries", "layouts"] == 2 * 512  # with and without redaction


def test_metrics_reveal_no_name_of_an_account_or_entity(web):
    text = web.get("/metrics").text
    assert not re.search(r"arn:|s3:|\d{12}|us-west-2|churn", text)


def test_every_cache_of_an_explorer_is_in_the_table(web):
    opened = {cache for _, cache in values(web.get("/metrics").text)}
    elsewhere = {CacheName.RESPONSES_IN_MEMORY, CacheName.RESPONSES_IN_REDIS, CacheName.OPENED_FILES}
    assert opened == set(CACHE_TABLE) - elsewhere == set(CacheName) - elsewhere


def test_caches_of_one_name_count_together_and_share_no_value():
    caches = CacheRegistry({CacheName.READS: CacheSpec(entries=3, seconds=1.5)})
    one, other = caches.open(CacheName.READS), caches.open(CacheName.READS)
    one.put("key", 1)
    assert other.get("key") is None
    told = values(format_metrics(caches.read_usage()))
    assert told["lineage_cache_max_entries", "reads"] == 6
    assert told["lineage_cache_ttl_seconds", "reads"] == 1.5
    assert told["lineage_cache_entries", "reads"] == 1
    assert told["lineage_cache_misses_total", "reads"] == 1


def test_a_cache_that_another_program_limits_has_no_values_here():
    with pytest.raises(ValueError, match="Another program"):
        CacheRegistry().open(CacheName.RESPONSES_IN_REDIS)
