"""Entities, associations, and the graph of them with its traversals; imports nothing else."""
