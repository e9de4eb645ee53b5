"""lineage_explorer.graph."""
