"""Dash components built from plain values, without I/O or callbacks."""
