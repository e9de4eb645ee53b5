"""Protocols for reading lineage, and what implements them: AWS, caches, redaction.

protocols         what the explorer needs of an account
freshness         how old a result may be
shared_reads      each query read once, in the background, for all who ask it; several queries at once
extend_graph      further queries around a graph, and parts of it collapsed
deepen_graph      the query repeated where reading reached its depth
linked_resources  what entities represent: endpoints, jobs, packages, images
aws               all of it over a boto3 client
cache             values and responses kept for a while, in one table
redaction         names replaced by pseudonyms, and back
"""
