"""The account file: opened, checked and locked; what is in it is `tables`' concern.

SQLite in WAL mode for one machine, any other database SQLAlchemy knows for a team. Readers see one
moment of the account for as long as they read; writers take turns.
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
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from account.errors import StoreError
from account.tables import ACCOUNT_FILE, METADATA, SCHEMA_VERSION

# Longer than any write takes; a writer that waits so long has met a stuck process.
_LOCK_SECONDS = 30


class Storage(Protocol):
    """What an account is kept in: a store, or one transaction of it."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one moment of the account."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection whose changes are kept together at the end, or not at all on an error."""
        ...


class Store:
    """An open account file or database, for use from any number of threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        if engine.dialect.name == "sqlite":
            # A WAL reader sees one snapshot; a writer that read before it took the lock might not get it.
            self._readers, self._writers = engine, engine.execution_options(begins="BEGIN IMMEDIATE")
        else:
            self._readers = engine.execution_options(isolation_level="REPEATABLE READ")
            self._writers = engine.execution_options(isolation_level="READ COMMITTED")

    @classmethod
    def open(cls, url_or_path: str, *, create: bool = False) -> Self:
        """Open an account.

        Args:
            url_or_path: A path to an SQLite file, or an SQLAlchemy URL.
            create: Make an empty account where there is nothing yet.

        Raises:
            StoreError: There is nothing there (and `create` is off), or it is no account, or an account
                of another schema version, or it cannot be opened.
        """
        url = _url(url_or_path)
        shown = url_or_path if "://" not in url_or_path else url.render_as_string(hide_password=True)
        if not create and url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            raise StoreError(f"There is no account file at {shown}.")
        engine = _engine(url, shown)
        try:
            _check(engine, shown, create=create)
        except DBAPIError as exc:
            engine.dispose()
            raise StoreError(f"{shown} cannot be opened as an account: {exc.orig}.") from exc
        except StoreError:
            engine.dispose()
            raise
        return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the account."""
        with self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together at the end, or not at all on an error."""
        with self._writers.begin() as connection:
            connection.exec_driver_sql(_NEXT_REVISION)
            yield connection

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Give this store within one transaction, of which all is kept at the end, or nothing on an error.

        For whoever fills an account: a thousand writes cost one commit. Other writers wait until the end.
        """
        with self._writers.begin() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()


class Transaction:
    """A store within one transaction, for one thread: each read sees the writes before it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the transaction's connection."""
        yield self._connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the transaction's connection; an error takes back the changes of this block alone."""
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


# Every write says so, every page asks: as text, for which SQLAlchemy takes a third of the time.
_NEXT_REVISION = "UPDATE account_file SET revision = revision + 1"
_REVISION = "SELECT revision FROM account_file"


def revision(connection: Connection) -> int:
    """Return how many writes the account has seen: equal numbers, equal content."""
    return int(connection.exec_driver_sql(_REVISION).scalar_one())


def _url(url_or_path: str) -> URL:
    if "://" not in url_or_path:
        return URL.create("sqlite", database=url_or_path)
    try:
        url = make_url(url_or_path)
    except ArgumentError as exc:
        raise StoreError(f"{url_or_path} is no database URL.") from exc
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StoreError("An account needs a file: in memory, each thread would see one of its own.")
    return url


def _engine(url: URL, shown: str) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    arguments: dict[str, Any] = {"timeout": _LOCK_SECONDS} if sqlite else {}
    try:
        engine = create_engine(url, connect_args=arguments, pool_size=8, max_overflow=-1)
    except (NoSuchModuleError, ImportError) as exc:
        raise StoreError(f"{shown} needs a database driver that is not installed: {exc}.") from exc
    if sqlite:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Set up a new SQLite connection."""
    # The driver would open transactions late, and only for writes: `_begin` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # With WAL, a power cut can lose the last commits but never the file.
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    # Past SQLAlchemy's own execution, which costs several times what SQLite takes to begin.
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - only a detached connection has none
    driver.execute(connection.get_execution_options().get("begins", "BEGIN"))


def _check(engine: Engine, shown: str, *, create: bool) -> None:
    """Refuse what is no account of this version; make the tables where nothing is and `create` is on."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    if not tables and create:
        _make_tables(engine)
    elif ACCOUNT_FILE.name not in tables:
        raise StoreError(f"{shown} is no account file.")
    with engine.connect() as connection:
        version = connection.execute(select(ACCOUNT_FILE.c.schema_version)).scalar_one_or_none()
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"{shown} is an account file of schema version {version}; "
            f"this program reads version {SCHEMA_VERSION}."
        )


def _make_tables(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        # Not within a transaction, and so not through a connection that begins one. The file keeps it.
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
    with engine.execution_options(begins="BEGIN IMMEDIATE").begin() as connection:
        # Another process may have been first while this one waited for the lock.
        if not inspect(connection).has_table(ACCOUNT_FILE.name):
            METADATA.create_all(connection)
            connection.execute(insert(ACCOUNT_FILE).values(schema_version=SCHEMA_VERSION, revision=0))
