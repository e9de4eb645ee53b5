"""lineage_explorer.explore."""
