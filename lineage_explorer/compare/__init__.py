"""Compare two lineages: pair their parts, and tell what differs."""
