"""Protocols for reading lineage, and what implements them: AWS, caches, redaction.

protocols         what the explorer needs of an account
shared_reads      each query read once, in the background, for all who ask it
concurrent_reads  several queries at once, of which some may fail
extend_graph      further queries around a graph, and parts of it collapsed
deepen_graph      the query repeated where reading reached its depth
linked_resources  what entities represent: endpoints, jobs, packages, images
name_search       entities by part of their name
"""
