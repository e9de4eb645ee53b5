"""How seldom Python looks for circular garbage: imported before all else, as imports are most of a start.

What is alive is searched through at each collection, and nearly all that the explorer makes (modules,
graphs, screens) lives on. With Python's own thresholds a start spent a sixth of its time on this, and a
picture of ten thousand entities more than half.
"""

import gc

gc.set_threshold(50_000, 20, 50)
