"""Origin of an account file: a snapshot, or opened files."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, delete, insert, select

from sagemaker_account.store import Store
from sagemaker_account.tables import PROVENANCE

_DEFAULT_ACCOUNT, _DEFAULT_REGION = "000000000000", "us-west-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Origin of an account file.

    Attributes:
        account_id: Account whose lineage it is; most of it, where files tell several.
        region: Its region.
        origin: What it was made from: `a snapshot`, or the names of files.
        read_by: ARN of who read the account; empty if that is unknown.
        started: When reading began, as ISO 8601; empty for files.
        ended: When reading ended; empty if it has not.
        starts: What a snapshot began at; empty for the whole account.
        gaps: One sentence for each thing that is not in the file.
        graph_gaps: Those of them by which entities or associations are missing.
    """

    account_id: str = _DEFAULT_ACCOUNT
    region: str = _DEFAULT_REGION
    origin: str = ""
    read_by: str = ""
    started: str = ""
    ended: str = ""
    starts: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    graph_gaps: tuple[str, ...] = ()

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """Parse the stored form."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in content.items()
        }
        return cls(**values)

    def describe(self) -> str:
        """Return which copy this is, when and by whom read."""
        if not self.started:
            return self.origin
        moment = datetime.fromisoformat(self.ended or self.started)
        words = f"{self.origin} of {moment.day} {moment:%b %Y, %H:%M} UTC"
        reader = self.read_by.rpartition("/")[2]
        return f"{words}{f' by {reader}' if reader else ''}{'' if self.ended else ', unfinished'}"


def read_provenance(store: Store) -> Provenance | None:
    """Return the provenance of a store; None for an original."""
    with store.begin_read() as connection:
        content = connection.execute(select(PROVENANCE.c.content)).scalar_one_or_none()
    return Provenance.parse(content) if content else None


def write_provenance(connection: Connection, provenance: Provenance) -> None:
    """Store the provenance, in place of an earlier one."""
    connection.execute(delete(PROVENANCE))
    connection.execute(insert(PROVENANCE), {"id": 1, "content": asdict(provenance)})
