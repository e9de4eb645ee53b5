"""Everything the product knows of lineage: graphs, queries, sources, views, layouts, answers.

Nothing here imports Dash, Plotly or Flask, and only `sources.aws` imports botocore. `docs/architecture.md`
has the map of the packages and who may import whom.
"""
