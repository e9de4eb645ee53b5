"""An embedded AWS account: SageMaker's lineage operations over a database of its own.

`service.Account` answers operations over a `store.Store`; `transport` puts it behind a boto3 client in
this process, `endpoint` behind HTTP. What the API makes by running things (endpoints, packages, jobs) is told
to it through `keeping`; lineage by the million comes in through `loading`. Shapes, limits and patterns are
read from botocore's own model.
"""
