"""Saved files that become an account: responses of SageMaker's API, OpenLineage events."""
