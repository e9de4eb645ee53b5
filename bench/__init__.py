"""Benchmark scenarios of `make bench`."""
