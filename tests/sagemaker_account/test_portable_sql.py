"""Statements are portable, except where SQLite is checked for."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from sagemaker_account.tables import ENTITIES, METADATA
from sagemaker_account.traversal import batch_ids, build_in_condition


def connection_to(dialect):
    return SimpleNamespace(dialect=SimpleNamespace(name=dialect))


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=str)
def test_every_table_can_be_created_in_postgresql(table):
    made = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert f"CREATE TABLE {table.name}" in made
    assert "WITHOUT ROWID" not in made


def test_association_tables_have_no_rowid_in_sqlite():
    without = {
        t.name
        for t in METADATA.sorted_tables
        if "WITHOUT ROWID" in str(CreateTable(t).compile(dialect=sqlite.dialect()))
    }
    assert without == {"associations", "pipeline_steps", "properties", "tags", "trial_members"}


def test_ids_are_one_parameter_in_sqlite_and_a_list_elsewhere():
    def compile_for(name, dialect):
        return str(
            select(ENTITIES.c.id).where(build_in_condition(ENTITIES.c.id, name)).compile(dialect=dialect)
        )

    assert "json_each" in compile_for("sqlite", sqlite.dialect())
    assert "json_each" not in compile_for("postgresql", postgresql.dialect())


def test_ids_go_to_sqlite_all_at_once():
    assert list(batch_ids(connection_to("sqlite"), [1, 2, 3])) == [{"ids": "[1,2,3]"}]


def test_ids_go_elsewhere_in_as_many_statements_as_the_protocol_needs():
    sent = [parameters["ids"] for parameters in batch_ids(connection_to("postgresql"), range(70_000))]
    assert [len(ids) for ids in sent] == [30_000, 30_000, 10_000]
    assert [vertex for ids in sent for vertex in ids] == list(range(70_000))
    assert list(batch_ids(connection_to("postgresql"), [])) == []
