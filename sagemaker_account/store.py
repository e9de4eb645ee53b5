"""Account file or database: opening, schema check and transactions.

`tables` defines the contents. SQLite in WAL mode serves one machine, any other database that SQLAlchemy knows
serves a team. A reader sees one snapshot of the account as long as it reads; writers take turns.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol, Self

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
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from sagemaker_account.errors import StoreError
from sagemaker_account.tables import ACCOUNT_FILE, METADATA, SCHEMA_VERSION

SQLITE_SIGNATURE = b"SQLite format 3\x00"
"""Beginning of every SQLite file."""

# Longer than any write takes; a writer that waits so long is blocked by a stuck process.
_LOCK_SECONDS = 30


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


class Store:
    """Open account file or database, for any number of threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        if engine.dialect.name == "sqlite":
            # A WAL reader sees one snapshot; a writer that reads before it takes the lock might not get it.
            self._readers, self._writers = engine, engine.execution_options(begins="BEGIN IMMEDIATE")
        else:
            self._readers = engine.execution_options(isolation_level="REPEATABLE READ")
            self._writers = engine.execution_options(isolation_level="READ COMMITTED")

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
            raise StoreError(f"{display_name} cannot be opened as an account: {exc.orig}.") from exc
        except StoreError:
            engine.dispose()
            raise
        return cls(engine)

    @contextmanager
    def begin_read(self) -> Iterator[Connection]:
        """Open a connection that sees one snapshot of the account."""
        with self._readers.connect() as connection:
            yield connection

    @contextmanager
    def begin_write(self) -> Iterator[Connection]:
        """Open a connection whose changes are committed together at the end.

        An error rolls them all back.
        """
        with self._writers.begin() as connection:
            connection.exec_driver_sql(_NEXT_REVISION)
            yield connection

    @contextmanager
    def begin_transaction(self) -> Iterator["Transaction"]:
        """Open one transaction of the store; an error rolls everything back.

        Use it to fill an account: a thousand writes cost one commit. Other writers wait until the end.
        """
        with self._writers.begin() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()


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
            self._connection.exec_driver_sql(_NEXT_REVISION)
            yield self._connection
        except BaseException:
            self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT operation")
            raise
        finally:
            self._connection.exec_driver_sql("RELEASE SAVEPOINT operation")


# Every write runs the first, every page of QueryLineage the second. SQLAlchemy runs plain text in a third of
# the time.
_NEXT_REVISION = "UPDATE account_file SET revision = revision + 1"
_REVISION = "SELECT revision FROM account_file"


def read_revision(connection: Connection) -> int:
    """Return the number of writes to the account.

    Equal numbers mean equal content.
    """
    return int(connection.exec_driver_sql(_REVISION).scalar_one())


def _parse_url(url_or_path: str) -> URL:
    if "://" not in url_or_path:
        return URL.create("sqlite", database=url_or_path)
    try:
        url = make_url(url_or_path)
    except ArgumentError as exc:
        raise StoreError(f"{url_or_path} is no database URL.") from exc
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StoreError("An account needs a file: in memory, each thread would see one of its own.")
    return url


def _build_engine(url: URL, display_name: str) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    arguments: dict[str, Any] = {"timeout": _LOCK_SECONDS} if is_sqlite else {}
    try:
        engine = create_engine(url, connect_args=arguments, pool_size=8, max_overflow=-1)
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
    driver.execute(connection.get_execution_options().get("begins", "BEGIN"))


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
        raise StoreError(f"{display_name} is no account file.")
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
