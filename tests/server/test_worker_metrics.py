"""Metrics of several workers: added up, whichever is asked, and kept when one ends."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.worker_metrics import WorkerMetrics, merge_metrics

OWN = """# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{operation="a"} 2.0
# HELP seconds Time.
# TYPE seconds histogram
seconds_bucket{le="1.0"} 1.0
seconds_bucket{le="+Inf"} 2.0
seconds_count 2.0
seconds_sum 3.5
# HELP readings Readings.
# TYPE readings gauge
readings 1.0
# HELP cache_ttl_seconds Life.
# TYPE cache_ttl_seconds gauge
cache_ttl_seconds{cache="reads"} 300.0
"""
OTHER = OWN.replace('operation="a"} 2.0', 'operation="a"} 5.0').replace("readings 1.0", "readings 7.0")


def read_samples(text):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_numbers_of_workers_are_added_up():
    samples = read_samples(merge_metrics([(OWN, True), (OTHER, True)]))
    assert samples == {
        ("calls_total", "a"): 7.0,
        ("seconds_bucket", "1.0"): 2.0,
        ("seconds_bucket", "+Inf"): 4.0,
        ("seconds_count",): 4.0,
        ("seconds_sum",): 7.0,
        ("readings",): 8.0,
        ("cache_ttl_seconds", "reads"): 300.0,
    }


def test_what_an_ended_worker_has_done_counts_and_what_it_was_doing_does_not():
    samples = read_samples(merge_metrics([(OWN, True), (OTHER, False)]))
    assert (samples["calls_total", "a"], samples["readings",]) == (7.0, 1.0)


def test_one_worker_alone_tells_its_own_numbers():
    assert merge_metrics([(OWN, True)]) == OWN


@pytest.fixture
def ended_process():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid


def test_any_worker_tells_the_numbers_of_all(tmp_path, ended_process):
    numbers = {"calls": 2}
    one = WorkerMetrics(tmp_path / "metrics", lambda: OWN.replace("2.0", f"{numbers['calls']}.0", 1))
    other = WorkerMetrics(tmp_path / "metrics", lambda: OTHER)
    for worker in (one, other):
        worker.start()
        worker.stop()
    numbers["calls"] = 10  # its own are those of this moment
    assert read_samples(one.read())["calls_total", "a"] == 15.0
    assert read_samples(other.read())["calls_total", "a"] == 7.0
    for file in (tmp_path / "metrics").iterdir():
        file.rename(file.with_name(file.name.replace(str(os.getpid()), str(ended_process))))
    ended = read_samples(WorkerMetrics(tmp_path / "metrics", lambda: OWN).read())
    assert (ended["calls_total", "a"], ended["readings",]) == (9.0, 1.0)


def test_workers_that_die_again_and_again_do_not_fill_the_folder(tmp_path, ended_process):
    for number in range(230):
        (tmp_path / f"{ended_process}-{number:03}.prom").write_text("")
    WorkerMetrics(tmp_path, lambda: OWN).read()
    assert len(list(tmp_path.iterdir())) == 200


def test_a_full_disk_costs_numbers_alone(tmp_path, caplog):
    (tmp_path / "file").touch()
    metrics = WorkerMetrics(tmp_path / "file", lambda: OWN)
    metrics.stop()
    assert "could not be written" in caplog.text
    assert metrics.read() == OWN
