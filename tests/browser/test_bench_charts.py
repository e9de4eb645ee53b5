"""The benchmark's charts are drawn without a network."""

from __future__ import annotations

import re

from bench.charts import Chart, drawn


def test_chart_is_an_image_with_its_lines_and_labels(chromium):
    lines = {"the account": [(100, 0.4), (1_000, 2.0)], "networkx": [(100, 0.1), (1_000, 0.8)]}
    svg = drawn(chromium, Chart("Walks", "entities reached", "milliseconds", lines))
    assert svg.startswith("<svg")
    assert {"Walks", "entities reached", "milliseconds", *lines} <= set(re.findall(">([^<>]+)</text>", svg))
    assert svg.count('class="point"') == 4
