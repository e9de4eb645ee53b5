"""Embedded AWS account with SageMaker's lineage operations over its own database.

`service.Account` carries out operations over a `store.Store`. `transport` connects it to a boto3 client in
the same process; `endpoint` serves it over HTTP. Resources that the API makes by running things (endpoints,
packages, jobs) are added through `seed_resources`. Shapes, limits and patterns are read from botocore's own
model.
"""
