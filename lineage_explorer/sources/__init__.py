"""lineage_explorer.sources."""
