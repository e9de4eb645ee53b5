"""Assume a role, and renew its credentials before they expire."""

from __future__ import annotations

from functools import partial
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialProvider,
    DeferredRefreshableCredentials,
)

SESSION_NAME = "lineage-explorer"
"""Name of the role's session, as CloudTrail shows it."""

STS_CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})


class _RoleProvider(CredentialProvider):  # type: ignore[misc]  # botocore carries no hints
    """Provider of the credentials of a role.

    Args:
        source: Session whose credentials may assume the role.
        role: ARN of the role.
        external_id: External id that it wants; empty for none.
    """

    METHOD = "assume-role"

    def __init__(self, source: botocore.session.Session, role: str, external_id: str) -> None:
        super().__init__(source)
        self._role = role
        self._external_id = external_id

    def load(self) -> Any:
        """Return credentials, fetched by the first call; None without a source."""
        credentials = self.session.get_credentials()
        if credentials is None:
            return None
        region = self.session.get_config_variable("region") or "us-east-1"
        fetcher = AssumeRoleCredentialFetcher(
            partial(self.session.create_client, region_name=region, config=STS_CONFIG),
            credentials,
            self._role,
            extra_args={
                "RoleSessionName": SESSION_NAME,
                **({"ExternalId": self._external_id} if self._external_id else {}),
            },
        )
        return DeferredRefreshableCredentials(method=self.METHOD, refresh_using=fetcher.fetch_credentials)


def use_role(
    session: botocore.session.Session, source: botocore.session.Session, role: str, external_id: str
) -> None:
    """Let a session have the credentials of a role, and no others.

    Args:
        session: The session.
        source: Session whose credentials may assume the role.
        role: ARN of the role.
        external_id: External id that it wants; empty for none.
    """
    resolver = session.get_component("credential_provider")
    resolver.providers = [_RoleProvider(source, role, external_id)]
