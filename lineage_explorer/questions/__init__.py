"""Questions that lineage can answer about an entity; `registry` lists them."""
