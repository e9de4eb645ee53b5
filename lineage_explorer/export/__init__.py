"""Views as files: one interactive HTML page."""
