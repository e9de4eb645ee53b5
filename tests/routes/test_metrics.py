"""Metrics: requests, API calls and caches, as Prometheus reads them."""

from __future__ import annotations

import io
import json
import re
from contextlib import ExitStack

import pytest
from prometheus_client.parser import text_string_to_metric_families

from assembly.explored_account import ExploredAccount, OtherAccount
from assembly.explorer import create_explorer
from lineage_explorer.errors import AccessDenied
from lineage_explorer.sources.accounts.account_settings import AccountSettings
from lineage_explorer.sources.cache.cache_table import CACHE_TABLE, CacheName, CacheRegistry, CacheSpec
from lineage_explorer.sources.call_counts import CallCounts
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from routes.metrics import CacheCollector, CallCollector, format_metrics
from sagemaker_account import transport
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.linked_accounts import DATA, MODELS, build_linked_accounts


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    """Return a client of an explorer that has shown one graph."""
    folder = tmp_path_factory.mktemp("metrics")
    with open_demo(folder) as account:
        client = transport.connect(account)
        explored = ExploredAccount("Demo", client, f"disk:{folder}/cache", lambda: "mine")
        web = create_explorer(
            explored, pseudonyms=PseudonymStore(folder / "pseudonyms.sqlite")
        ).server.test_client()
        for _ in range(2):
            web.get(f"/screen?start={production_endpoint(client)}")
        yield web


def read_samples(text, beginning=""):
    """Return each sample by name and labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith(beginning)
    }


def values(text):
    """Return each value of the caches by metric and cache."""
    return read_samples(text, "lineage_cache_")


def test_metrics_are_in_the_prometheus_text_format(web):
    answer = web.get("/metrics")
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4")
    types = {family.name: family.type for family in text_string_to_metric_families(answer.text)}
    assert types == {
        "lineage_cache_entries": "gauge",
        "lineage_cache_max_entries": "gauge",
        "lineage_cache_ttl_seconds": "gauge",
        "lineage_cache_hits": "counter",
        "lineage_cache_misses": "counter",
        "lineage_cache_evictions": "counter",
        "lineage_api_calls": "counter",
        "lineage_api_throttles": "counter",
        "lineage_readings_under_way": "gauge",
        "lineage_http_requests": "counter",
        "lineage_http_request_seconds": "histogram",
        "lineage_http_refusals": "counter",
        "lineage_http_requests_under_way": "gauge",
    }


def test_requests_are_counted_by_route_method_and_status(web):
    before = read_samples(web.get("/metrics").text, "lineage_http_")
    assert web.get("/screen?start=s3://nothing/here").text
    assert web.get("/nowhere/at/all").text
    assert "evil.example" in web.get("/", headers={"Host": "evil.example"}).text
    after = read_samples(web.get("/metrics").text, "lineage_http_")

    def count_more(*name):
        return after[name] - before.get(name, 0)

    assert count_more("lineage_http_requests_total", "GET", "/screen", "200") == 1
    assert count_more("lineage_http_requests_total", "GET", "other", "404") == 1
    assert count_more("lineage_http_requests_total", "GET", "/", "421") == 1
    assert count_more("lineage_http_refusals_total", "wrong_host") == 1
    assert count_more("lineage_http_request_seconds_count", "/screen") == 1
    assert after["lineage_http_requests_under_way",] == 1  # this one


def test_api_calls_are_counted_by_operation_and_outcome(web):
    samples = read_samples(web.get("/metrics").text, "lineage_api_")
    assert samples["lineage_api_calls_total", "main", "QueryLineage", "ok"] > 0
    assert read_samples(web.get("/metrics").text)["lineage_readings_under_way", "main"] == 0


def test_failed_calls_and_refused_attempts_are_counted():
    counts = CallCounts()
    with pytest.raises(AccessDenied), counts.record_call("ListTags"):
        raise AccessDenied("no", operation="ListTags")
    counts.add_throttle("QueryLineage")
    with counts.record_reading():
        samples = read_samples(format_metrics([CallCollector(lambda: {"data": counts.read_totals()})]))
    assert samples == {
        ("lineage_api_calls_total", "data", "ListTags", "access_denied"): 1,
        ("lineage_api_throttles_total", "data", "QueryLineage"): 1,
        ("lineage_readings_under_way", "data"): 1,
    }


ONE, OTHER = (f"arn:aws:sagemaker:us-west-2:111122223333:artifact/{letter * 32}" for letter in "ab")
OPENED = json.dumps(
    {
        "Vertices": [{"Arn": arn, "Type": "DataSet", "LineageType": "Artifact"} for arn in (ONE, OTHER)],
        "Edges": [{"SourceArn": ONE, "DestinationArn": OTHER}],
    }
)


@pytest.mark.parametrize(
    ("is_hidden", "names"), [(False, {"models", "data"}), (True, {"account-1", "account-2"})]
)
def test_calls_of_all_accounts_and_of_opened_files_are_counted_by_name(tmp_path, is_hidden, names):
    with ExitStack() as stack:
        services = build_linked_accounts(tmp_path, stack).accounts
        accounts = [
            ExploredAccount(name, transport.connect(services[number]), name=name, account_id=number)
            for name, number in (("models", MODELS), ("data", DATA))
        ]
        other = OtherAccount(AccountSettings("data", account_id=DATA), lambda: accounts[1])
        web = create_explorer(
            accounts[0],
            others=[other],
            pseudonyms=PseudonymStore(tmp_path / "book.sqlite"),
            always_redacted=is_hidden,
        ).server.test_client()
        before = read_samples(web.get("/metrics").text)
        for account in ("account-1", "account-2") if is_hidden else ("models", "data"):
            assert web.get(f"/api/v1/search?text=features&account={account}").status_code == 200
        form = {"file": (io.BytesIO(OPENED.encode()), "a.json")}
        opened = web.post("/open", data=form, headers={"Lineage-Open": "1"}).json
        assert web.get(f"/screen?file={opened['file']}&start={opened['start']}").status_code == 200
        samples = read_samples(web.get("/metrics").text)
    called = {key[1] for key in samples if key[0] == "lineage_api_calls_total"}
    assert called == {*names, "opened files"}
    size = ("lineage_cache_max_entries", "newest_entities")
    assert samples[size] == 2 * before[size]  # each account has caches of its own


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
    text = re.sub(r"_seconds_sum.*", "", web.get("/metrics").text)
    assert not re.search(r"arn:|s3:|\d{12}|us-west-2|churn", text)


def test_every_cache_of_an_explorer_is_in_the_table(web):
    opened = {cache for _, cache in values(web.get("/metrics").text)}
    elsewhere = {CacheName.RESPONSES_IN_MEMORY, CacheName.RESPONSES_IN_REDIS, CacheName.OPENED_FILES}
    elsewhere |= {CacheName.SHARED_ACCOUNTS}  # only where there are several accounts
    assert opened == set(CACHE_TABLE) - elsewhere == set(CacheName) - elsewhere


def test_caches_of_one_name_count_together_and_share_no_value():
    caches = CacheRegistry({CacheName.READS: CacheSpec(entries=3, seconds=1.5)})
    one, other = caches.open(CacheName.READS), caches.open(CacheName.READS)
    one.put("key", 1)
    assert other.get("key") is None
    told = values(format_metrics([CacheCollector(caches.read_usage)]))
    assert told["lineage_cache_max_entries", "reads"] == 6
    assert told["lineage_cache_ttl_seconds", "reads"] == 1.5
    assert told["lineage_cache_entries", "reads"] == 1
    assert told["lineage_cache_misses_total", "reads"] == 1


def test_a_cache_that_another_program_limits_has_no_values_here():
    with pytest.raises(ValueError, match="Another program"):
        CacheRegistry().open(CacheName.RESPONSES_IN_REDIS)
