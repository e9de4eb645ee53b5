"""Graphs created through an account's operations, and complete query results."""

from itertools import count

_FRESH = count()

# Vertex types for which SageMaker names trial components by a rule.
_JOB_SUFFIXES = {
    "TrainingJob": "-aws-training-job",
    "ProcessingJob": "-aws-processing-job",
    "TransformJob": "-aws-transform-job",
}


def build_graph(account, entities, associations):
    """Create an independent graph in an account.

    Args:
        account: Where.
        entities: Key → (lineage type, type or None, properties).
        associations: (source key, destination key, association type or None).

    Returns:
        Key → ARN.
    """
    graph = next(_FRESH)
    arns = {key: _create(account, f"g{graph}-{key}", *entity) for key, entity in entities.items()}
    for source, destination, kind in associations:
        typed = {"AssociationType": kind} if kind else {}
        ends = {"SourceArn": arns[source], "DestinationArn": arns[destination]}
        account.call("AddAssociation", {**ends, **typed})
    return arns


def _create(account, name, lineage_type, kind, properties):
    if lineage_type == "TrialComponent":
        request = {"TrialComponentName": name + _JOB_SUFFIXES.get(kind, "")}
    else:
        request = {
            f"{lineage_type}Name": name,
            "Source": {"SourceUri": f"s3://graphs/{name}"},
            f"{lineage_type}Type": kind,
            "Properties": properties,
        }
    return account.call(f"Create{lineage_type}", request)[f"{lineage_type}Arn"]


def query_pages(client, **request):
    """Yield the pages of a lineage query."""
    token = {}
    for _ in range(1000):
        page = client.query_lineage(**request, **token)
        yield page
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}
    raise AssertionError("the answer does not end")


def query_all(client, **request):
    """Return all vertex ARNs in order, and all edges as tuples."""
    answer = list(query_pages(client, **request))
    return (
        [vertex["Arn"] for page in answer for vertex in page["Vertices"]],
        [edge_of(edge) for page in answer for edge in page["Edges"]],
    )


def edge_of(edge):
    return edge["SourceArn"], edge["DestinationArn"], edge.get("AssociationType")
