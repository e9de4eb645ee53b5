"""Links from lineage entities to the AWS console.

Only sources that have a page in the console are linked.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from lineage_explorer.graph.model import Entity

# The SageMaker SDK prints the URLs of job pages; endpoints and models follow the same scheme.
_CONSOLE_PAGES = {
    "training-job": "jobs",
    "processing-job": "processing-jobs",
    "transform-job": "transform-jobs",
    "endpoint": "endpoints",
    "model": "models",
}
_RESOURCE = re.compile(r"arn:aws:sagemaker:(?P<region>[a-z0-9-]+):\d{12}:(?P<kind>[a-z-]+)/(?P<name>[^/\s]+)")
_S3 = re.compile(r"s3://(?P<bucket>[^/\s]+)/?(?P<key>[^\s]*)")


def build_console_url(entity: Entity) -> str | None:
    """Return the console URL of an entity's source.

    Return None if there is none. Only the commercial partition is linked: China and GovCloud have consoles of
    their own.
    """
    uri = entity.source_uri or ""
    resource = _RESOURCE.fullmatch(uri)
    if resource and resource["kind"] in _CONSOLE_PAGES:
        region, page = resource["region"], _CONSOLE_PAGES[resource["kind"]]
        host = f"https://{region}.console.aws.amazon.com/sagemaker/home?region={region}"
        return f"{host}#/{page}/{quote(resource['name'])}"
    s3 = _S3.fullmatch(uri)
    if s3:
        key = quote(s3["key"])
        page = "buckets" if not key or key.endswith("/") else "object"
        return f"https://s3.console.aws.amazon.com/s3/{page}/{quote(s3['bucket'])}?prefix={key}"
    return None
