"""Columns of the table of products."""

from __future__ import annotations

from enum import StrEnum


class ProductColumn(StrEnum):
    """Column of the table of products, by its heading."""

    STATE = "State"
    VERSIONS = "Versions"
    ENDPOINTS = "Endpoints"
    NEWEST = "Newest version"
    OWNER = "Owner"
