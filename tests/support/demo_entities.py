"""Entities of the demo account that tests start from."""

from __future__ import annotations

from typing import Any


def production_endpoint(client: Any) -> str:
    """Return the context of the demo's production endpoint."""
    contexts = client.list_contexts(ContextType="Endpoint", MaxResults=100)["ContextSummaries"]
    arn: str = next(
        found["ContextArn"]
        for found in contexts
        if found["Source"]["SourceUri"].endswith("/customer-churn-production")
    )
    return arn
