"""Several accounts and regions, each read with its own credentials."""
