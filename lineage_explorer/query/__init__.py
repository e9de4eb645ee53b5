"""lineage_explorer.query."""
