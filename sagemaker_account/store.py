"""Account file or database: opening, schema check and transactions.

`tables` defines the contents. SQLite in WAL mode serves one machine, any other database that SQLAlchemy knows
serves a team. A reader sees one snapshot of the account as long as it reads. Writers of SQLite take turns;
elsewhere they run at the same time as if they took turns, and one that gets in another's way runs again.
"""

import logging
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from sagemaker_account.database_errors import interpret_failure, is_conflict
from sagemaker_account.errors import ServiceError, StoreError
from sagemaker_account.tables import ACCOUNT_FILE, METADATA, SCHEMA_VERSION

SQLITE_SIGNATURE = b"SQLite format 3\x00"
"""Beginning of every SQLite file."""

# Longer than any write takes; a writer that waits so long is blocked by a stuck process.
_LOCK_SECONDS = 30

_FIRST_DELAY_SECONDS = 0.005
_MAX_DELAY_SECONDS = 0.25
"""Longest delay before another attempt; each is twice as long as the one before, shortened at random."""

# libpq's: how long a server may leave a connection unanswered.
_SERVER_LIMITS = {"connect_timeout": "5", "tcp_user_timeout": "15000"}

_Result = TypeVar("_Result")

_log = logging.getLogger(__name__)


class Storage(Protocol):
    """Interface of an account's storage: a store, or one transaction."""

    def begin_read(self) -> AbstractContextManager[Connection]:
        """Open a connection that sees one snapshot of the account."""
        ...

    def begin_write(self) -> AbstractContextManager[Connection]:
        """Open a connection whose changes are committed together at the end.

        An error rolls them all back.
        """
        ...

    def run(self, work: Callable[[Connection], _Result], *, writes: bool = False) -> _Result:
        """Run a function within `begin_read` or `begin_write`.

        Raises:
            ServiceError: The database failed.
        """
        ...


class Store:
    """Open account file or database, for any number of threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()
        self._failures: dict[bool, str] = {}  # of reads, and of writes: a full disk can be read
        if engine.dialect.name == "sqlite":
            # A WAL reader sees one snapshot; a writer that reads before it takes the lock might not get it.
            self._readers, self._writers = engine, engine.execution_options(begins="BEGIN IMMEDIATE")
        else:
            self._readers = engine.execution_options(isolation_level="REPEATABLE READ")
            self._writers = engine.execution_options(isolation_level="SERIALIZABLE", writes=True)

    @classmethod
    def open(cls, url_or_path: str, *, create: bool = False) -> Self:
        """Open an account file or database.

        Args:
            url_or_path: A path to an SQLite file, or an SQLAlchemy URL.
            create: Create an empty account if nothing exists yet.

        Raises:
            StoreError: Nothing exists (and `create` is off), it is not an account, it is an account of
                another schema version, or it cannot be opened.
        """
        url = _parse_url(url_or_path)
        display_name = url_or_path if "://" not in url_or_path else url.render_as_string(hide_password=True)
        if not create and url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            raise StoreError(f"There is no account file at {display_name}.")
        engine = _build_engine(url, display_name)
        try:
            _check_schema(engine, display_name, create=create)
        except DBAPIError as exc:
            engine.dispose()
            reason = " ".join(str(exc.orig).split()).rstrip(".")
            raise StoreError(f"{display_name} cannot be opened as an account: {reason}.") from exc
        except StoreError:
            engine.dispose()
            raise
        return cls(engine)

    @contextmanager
    def begin_read(self) -> Iterator[Connection]:
        """Open a connection that sees one snapshot of the account.

        Raises:
            StoreError: The database failed.
        """
        with _translate_failures(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def begin_write(self) -> Iterator[Connection]:
        """Open a connection whose changes are committed together at the end.

        An error rolls them all back. It is for whoever fills an account alone: `run` repeats what others are
        in the way of.

        Raises:
            StoreError: The database failed.
        """
        with _translate_failures(), self._begin_write() as connection:
            yield connection

    @contextmanager
    def _begin_write(self) -> Iterator[Connection]:
        with self._writers.begin() as connection:
            _count_write(connection)
            yield connection

    def run(self, work: Callable[[Connection], _Result], *, writes: bool = False) -> _Result:
        """Run a function in a transaction, again after a conflict.

        Args:
            work: The function; it may run several times, but its changes are committed once.
            writes: Whether it may change the account.

        Raises:
            ServiceError: What `work` raises; or the database is unreachable, full, read-only or too busy.
        """
        try:
            if writes:
                with self._turn:  # a writer that runs again does so alone
                    pass
            try:
                result = self._run_once(work, writes=writes)
            except _Interruption:
                with self._turn:
                    result = self._run_again(work, writes=writes)
        except DBAPIError as error:
            self._report_failure(error, writes=writes)
            raise
        self._report_success(writes=writes)
        return result

    def _run_once(self, work: Callable[[Connection], _Result], *, writes: bool) -> _Result:
        """Run a function in a transaction.

        Raises:
            _Interruption: It has changed nothing, and may succeed when it runs again.
        """
        is_done = False
        try:
            with self._begin_write() if writes else self._readers.connect() as connection:
                result = work(connection)
                is_done = True
        except DBAPIError as error:
            # A connection that breaks during a commit leaves open whether it was carried out.
            is_lost = error.connection_invalidated and not (writes and is_done)
            if is_lost or is_conflict(error):
                raise _Interruption(error) from error
            raise
        return result

    def _run_again(self, work: Callable[[Connection], _Result], *, writes: bool) -> _Result:
        deadline = time.monotonic() + _LOCK_SECONDS
        for attempt in count():
            try:
                return self._run_once(work, writes=writes)
            except _Interruption as interruption:
                if time.monotonic() > deadline or not is_conflict(interruption.error):
                    raise interruption.error from interruption
                time.sleep(_choose_delay(attempt))
        raise AssertionError  # `count` never ends

    def check(self) -> None:
        """Check that the account can be read now.

        Raises:
            ServiceError: It cannot; the message says why.
        """
        self.run(lambda connection: connection.exec_driver_sql(_REVISION).scalar_one())

    def _report_failure(self, error: DBAPIError, *, writes: bool) -> None:
        """Raise the error for callers of a failure of the database.

        It is logged in one line, and not again until it has passed.
        """
        failure = interpret_failure(error)
        if failure is None:
            return
        if self._failures.get(writes) != failure.message:
            self._failures[writes] = failure.message
            _log.error("%s It says: %s", failure.message, " ".join(str(error.orig).split()))
        raise ServiceError(failure.code, failure.message, failure.status) from error

    def _report_success(self, *, writes: bool) -> None:
        if self._failures:
            passed = [self._failures.pop(kind, "") for kind in {False, writes}]
            if any(passed):
                _log.warning("The account's database answers again.")

    @contextmanager
    def begin_transaction(self) -> Iterator["Transaction"]:
        """Open one transaction of the store; an error rolls everything back.

        Use it to fill an account: a thousand writes cost one commit. Other writers of SQLite wait until the
        end; elsewhere the transaction fails if others are in its way.

        Raises:
            StoreError: The database failed.
        """
        with _translate_failures(), self._writers.begin() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()


class _Interruption(Exception):
    """Failure of a transaction that may succeed when it runs again.

    Args:
        error: The failure.
    """

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error))
        self.error = error


class Transaction:
    """Store within one transaction, for one thread.

    Each read sees the writes before it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def begin_read(self) -> Iterator[Connection]:
        """Yield the transaction's connection."""
        yield self._connection

    @contextmanager
    def begin_write(self) -> Iterator[Connection]:
        """Yield the transaction's connection within a savepoint.

        An error rolls back the changes of this block alone.
        """
        # SQLAlchemy's own savepoints cost more than the writes between them.
        self._connection.exec_driver_sql("SAVEPOINT operation")
        try:
            _count_write(self._connection)
            yield self._connection
        except BaseException:
            self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT operation")
            raise
        finally:
            self._connection.exec_driver_sql("RELEASE SAVEPOINT operation")

    def run(self, work: Callable[[Connection], _Result], *, writes: bool = False) -> _Result:
        """Run a function once, within the transaction."""
        with self.begin_write() if writes else self.begin_read() as connection:
            return work(connection)


# Every write to SQLite runs the first, every page of QueryLineage the second or third. SQLAlchemy runs plain
# text in a third of the time.
_NEXT_REVISION = "UPDATE account_file SET revision = revision + 1"
_REVISION = "SELECT revision FROM account_file"
# A replica does not tell which transactions are under way.
_SNAPSHOT = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN CAST(pg_current_snapshot() AS TEXT) END"


def read_content_version(connection: Connection) -> int | str | None:
    """Return a value that is equal only where the content is.

    SQLite counts writes. PostgreSQL names the transactions that a snapshot holds, so that no writers contend
    for one row. None if it cannot be told: on other databases, and among the writes of a transaction.
    """
    dialect = connection.dialect.name
    if dialect == "sqlite":
        return int(connection.exec_driver_sql(_REVISION).scalar_one())
    if dialect != "postgresql" or connection.get_execution_options().get("writes"):
        return None
    version: str | None = connection.exec_driver_sql(_SNAPSHOT).scalar_one()
    return version


@contextmanager
def _translate_failures() -> Iterator[None]:
    """Raise a failure of the database as `StoreError`."""
    try:
        yield
    except DBAPIError as error:
        failure = interpret_failure(error)
        if failure is None:
            raise
        raise StoreError(failure.message) from error


def _count_write(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_NEXT_REVISION)


def _choose_delay(attempt: int) -> float:
    """Return the seconds before the next attempt."""
    longest = min(_FIRST_DELAY_SECONDS * 2.0**attempt, _MAX_DELAY_SECONDS)
    return longest * random.random()  # noqa: S311 - spreads attempts, guards nothing


def _parse_url(url_or_path: str) -> URL:
    if "://" not in url_or_path:
        return URL.create("sqlite", database=url_or_path)
    try:
        url = make_url(url_or_path)
    except ArgumentError as exc:
        raise StoreError(f"{url_or_path} is not a database URL.") from exc
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StoreError("An account needs a file: in memory, each thread would see one of its own.")
    return url


def _build_engine(url: URL, display_name: str) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    arguments: dict[str, Any] = {"timeout": _LOCK_SECONDS} if is_sqlite else {}
    if "+psycopg" in url.drivername:
        arguments = {name: value for name, value in _SERVER_LIMITS.items() if name not in url.query}
    try:
        engine = create_engine(
            url,
            connect_args=arguments,
            pool_size=8,
            max_overflow=-1,
            pool_pre_ping=not is_sqlite,  # a server that was restarted has closed its connections
        )
    except (NoSuchModuleError, ImportError) as exc:
        raise StoreError(f"{display_name} needs a database driver that is not installed: {exc}.") from exc
    if is_sqlite:
        event.listen(engine, "connect", _configure_connection)
        event.listen(engine, "begin", _begin_driver_transaction)
    return engine


def _configure_connection(connection: Any, _record: object) -> None:
    """Configure a new SQLite connection."""
    # The driver would open transactions late, and only for writes: `_begin_driver_transaction` opens
    # them instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # With WAL, a power cut can lose the last commits but never the file.
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_driver_transaction(connection: Connection) -> None:
    # Bypasses SQLAlchemy's own execution, which takes several times as long as SQLite takes to begin.
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - only a detached connection has none
    statement = connection.get_execution_options().get("begins", "BEGIN")
    try:
        driver.execute(statement)
    except sqlite3.Error as exc:
        raise OperationalError(statement, {}, exc) from exc


def _check_schema(engine: Engine, display_name: str, *, create: bool) -> None:
    """Check the schema version, after creating missing tables if allowed.

    Tables are created where there are none and `create` is on.

    Raises:
        StoreError: It is not an account, or one of another schema version.
    """
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    if not tables and create:
        _create_tables(engine)
    elif ACCOUNT_FILE.name not in tables:
        raise StoreError(f"{display_name} is not an account file.")
    with engine.connect() as connection:
        version = connection.execute(select(ACCOUNT_FILE.c.schema_version)).scalar_one_or_none()
    if version == _EXTENDED_VERSION:
        _add_tables(engine)
    elif version != SCHEMA_VERSION:
        raise StoreError(
            f"{display_name} is an account file of schema version {version}; "
            f"this program reads version {SCHEMA_VERSION}."
        )


_EXTENDED_VERSION = 2
"""Schema version that lacks only tables, all of which may be empty."""


def _add_tables(engine: Engine) -> None:
    with engine.execution_options(begins="BEGIN IMMEDIATE").begin() as connection:
        METADATA.create_all(connection)
        connection.execute(update(ACCOUNT_FILE).values(schema_version=SCHEMA_VERSION))


def _create_tables(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        # Impossible within a transaction, hence a connection that begins none. The file stores the mode.
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
    with engine.execution_options(begins="BEGIN IMMEDIATE").begin() as connection:
        # Another process may have created the tables while this one waited for the lock.
        if not inspect(connection).has_table(ACCOUNT_FILE.name):
            METADATA.create_all(connection)
            connection.execute(insert(ACCOUNT_FILE).values(schema_version=SCHEMA_VERSION, revision=0))
