"""Views as JSON bodies, for HTTP, the terminal and tools of agents."""
