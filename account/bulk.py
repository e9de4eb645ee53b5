"""Rows by the thousand into a table: one statement, made once, for the database's own driver.

SQLAlchemy's execution prepares each row anew, which takes longer than SQLite takes to keep it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from sqlalchemy import Connection, Table, insert

# Makes what the driver is given of a value; None where that is the value itself.
Binding: TypeAlias = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class BulkInsert:
    """An insert into all columns of a table but those that the database fills.

    Attributes:
        text: The statement.
        bindings: Column key → what makes the driver's value, in the order of the statement.
        positional: Whether the driver takes a row by position; else by column key.
    """

    text: str
    bindings: Mapping[str, Binding]
    positional: bool

    @classmethod
    def into(cls, table: Table, connection: Connection, *, but: frozenset[str] = frozenset()) -> Self:
        """Prepare the insert into a table, `but` some columns, for a connection's database."""
        dialect = connection.dialect
        columns = {column.key: column for column in table.columns if column.key not in but}
        compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
        bindings = {
            key: columns[key].type.dialect_impl(dialect).bind_processor(dialect)
            for key in compiled.positiontup or columns
        }
        return cls(str(compiled), bindings, dialect.positional)

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, which are keyed by column; what a row lacks is NULL.

        Raises:
            IntegrityError: As of any insert.
        """
        if not rows:
            return
        values = list(zip(*(_bound(rows, key, bind) for key, bind in self.bindings.items()), strict=True))
        if self.positional:
            connection.exec_driver_sql(self.text, values)
        else:
            keys = list(self.bindings)
            connection.exec_driver_sql(self.text, [dict(zip(keys, row, strict=True)) for row in values])


def _bound(rows: Sequence[Mapping[str, Any]], key: str, bind: Binding) -> list[Any]:
    values = [row.get(key) for row in rows]
    return values if bind is None else [None if value is None else bind(value) for value in values]
