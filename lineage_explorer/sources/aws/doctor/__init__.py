"""Check a set-up: credentials, region, network, clock, permissions, rate."""
