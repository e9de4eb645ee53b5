"""Rules over records of lineage."""
