"""Checks: rules over a record of what was read."""
