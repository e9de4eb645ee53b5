"""The domain: what lineage is, what can be asked of it, and how answers read.

Knows nothing of Dash, Plotly or Flask; only `lineage.aws` knows boto3.
"""
