"""lineage_explorer.questions."""
