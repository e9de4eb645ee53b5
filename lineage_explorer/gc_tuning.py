"""Garbage collection thresholds, set before all other imports.

Imports take most of the start-up time. Each collection searches all objects that are alive, and nearly all
that the explorer creates (modules, graphs, screens) stays alive. With Python's default thresholds,
collections took a sixth of the start-up time, and more than half of the time to draw ten thousand entities.
"""

import gc

gc.set_threshold(50_000, 20, 50)
