"""Insertion of thousands of rows with one prepared statement.

SQLAlchemy's execution prepares each row separately, which takes longer than SQLite takes to store it. Here
the statement is compiled once and passed to the database's own driver.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from sqlalchemy import Connection, Table, insert

# Converts a value for the database driver; None if the driver takes the value itself.
BindProcessor: TypeAlias = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class BulkInsert:
    """Insert into all columns that the database does not fill.

    Attributes:
        statement: The SQL statement.
        bind_processors: Column key → converter of its values, in the order of the statement.
        is_positional: Whether the driver takes a row by position; else by column key.
    """

    statement: str
    bind_processors: Mapping[str, BindProcessor]
    is_positional: bool

    @classmethod
    def from_table(
        cls, table: Table, connection: Connection, *, excluded: frozenset[str] = frozenset()
    ) -> Self:
        """Prepare an insert into a table for a connection's database.

        Args:
            table: Table to insert into.
            connection: Connection to the database.
            excluded: Keys of columns to leave out.
        """
        dialect = connection.dialect
        columns = {column.key: column for column in table.columns if column.key not in excluded}
        compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
        bindings = {
            key: columns[key].type.dialect_impl(dialect).bind_processor(dialect)
            for key in compiled.positiontup or columns
        }
        return cls(str(compiled), bindings, dialect.positional)

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows keyed by column; missing values become NULL.

        Raises:
            IntegrityError: As for any insert.
        """
        if not rows:
            return
        values = list(
            zip(
                *(_convert_column(rows, key, converter) for key, converter in self.bind_processors.items()),
                strict=True,
            )
        )
        if self.is_positional:
            connection.exec_driver_sql(self.statement, values)
        else:
            keys = list(self.bind_processors)
            connection.exec_driver_sql(self.statement, [dict(zip(keys, row, strict=True)) for row in values])


def _convert_column(rows: Sequence[Mapping[str, Any]], key: str, converter: BindProcessor) -> list[Any]:
    values = [row.get(key) for row in rows]
    return values if converter is None else [None if value is None else converter(value) for value in values]
