"""Functions from values to Dash components: no I/O, no callbacks."""
