"""Pure functions that convert domain values to plain JSON.

A page, a file or a test can hold the result.
"""
