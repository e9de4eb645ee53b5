"""lineage_explorer.export."""
