"""Failures of the database, in words for callers and operators.

A full disk or a stopped server is not a mistake of a statement: it gets a sentence instead of a traceback.
"""

from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from sagemaker_account.errors import ServiceError

_UNAVAILABLE = "ServiceUnavailable"
_UNREACHABLE = ServiceError(_UNAVAILABLE, "The account's database cannot be reached.", 503)
_BUSY = ServiceError(_UNAVAILABLE, "The account is busy with other changes. Try again.", 503)
_CROWDED = ServiceError(_UNAVAILABLE, "The account's database has no connection left.", 503)
# Not 500, which clients would send again and again.
_FULL = ServiceError("StorageFull", "The disk of the account is full: nothing can be written.", 507)
_READ_ONLY = ServiceError("AccessDeniedException", "The account is read-only: nothing can be written.")
_NOT_ALLOWED = ServiceError(
    "AccessDeniedException", "The account's database does not allow that to the user who was named."
)
_DAMAGED = ServiceError("StorageDamaged", "The account file is damaged. Open a backup of it.", 507)

_CONFLICTS = frozenset({"40001", "40P01", "23505"})
"""SQLSTATEs of transactions that may succeed when they run again.

These are serialization failures, deadlocks, and unique keys that another transaction has just taken."""

_BY_STATE: Mapping[str, ServiceError] = {
    "25006": _READ_ONLY,
    "40001": _BUSY,
    "40P01": _BUSY,
    "42501": _NOT_ALLOWED,
    "53100": _FULL,
    "53300": _CROWDED,
    "55P03": _BUSY,
    "57P01": _UNREACHABLE,
    "57P02": _UNREACHABLE,
    "57P03": _UNREACHABLE,
}
_CONNECTION_STATES = "08"
"""Beginning of the SQLSTATEs of connections that fail."""

_BY_SQLITE_NAME: Mapping[str, ServiceError] = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_CANTOPEN": _UNREACHABLE,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _UNREACHABLE,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_READONLY": _READ_ONLY,
}


def is_conflict(error: DBAPIError) -> bool:
    """Return whether the transaction may succeed when it runs again."""
    return _get_state(error) in _CONFLICTS


def interpret_failure(error: DBAPIError) -> ServiceError | None:
    """Return the error for callers; None for a mistake of a statement."""
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    if name:
        # Extended codes begin with the primary one: SQLITE_IOERR_WRITE.
        return _BY_SQLITE_NAME.get("_".join(name.split("_")[:2]))
    state = _get_state(error)
    if state in _BY_STATE:
        return _BY_STATE[state]
    is_unconnected = isinstance(error, OperationalError | InterfaceError) and not state
    if error.connection_invalidated or is_unconnected or state.startswith(_CONNECTION_STATES):
        return _UNREACHABLE
    return None


def _get_state(error: DBAPIError) -> str:
    """Return the SQLSTATE of an error; empty if there is none."""
    return str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or "")
