"""Pure functions from the domain's values to plain JSON that a page, a file or a test can hold."""
