"""Domain model of lineage: entities, queries, sources, views and layouts.

Nothing here imports Dash, Plotly or Flask; only `lineage.aws` depends on boto3.
"""
