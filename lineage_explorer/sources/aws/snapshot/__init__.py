"""Read an account, or a part of it, for a snapshot."""
