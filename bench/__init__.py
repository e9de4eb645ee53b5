"""What `make bench` runs: how long things take that somebody waits for."""
