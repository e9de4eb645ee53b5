"""Entities, associations, and their graph with its traversals."""
