"""The migrations make exactly the schema of the models, up and down, with every trigger of the gates."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from cli.migrate import config, upgrade
from kit import clock, db
from migrations.tables import metadata
from migrations.triggers import altered, expected_names
from relief.files import queries as files
from relief.files.triggers import required
from workflows.engine.publish import Frozen
from workflows.instances import facts

pytestmark = pytest.mark.usefixtures("database")


def test_the_migrated_schema_is_that_of_the_models() -> None:
    with db.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata()) == []


def test_every_trigger_is_there_and_a_lost_one_is_named() -> None:
    assert expected_names() == required()
    with db.reading() as session:
        assert files.missing_triggers(session) == ()
    with db.transaction() as session:
        on = " ON visits" if db.dialect(session) == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER bangfu_keep_visits_delete{on}"))
    with db.reading() as session:
        assert files.missing_triggers(session) == ("bangfu_keep_visits_delete",)


def test_a_hollow_trigger_is_named() -> None:
    with db.reading() as session:
        assert altered(session.connection()) == ()
    name = "bangfu_gate_signature_insert"
    with db.transaction() as session:
        if db.dialect(session) == "sqlite":
            session.execute(text(f"DROP TRIGGER {name}"))
            session.execute(text(f"CREATE TRIGGER {name} BEFORE INSERT ON episodes BEGIN SELECT 1; END"))
        else:
            session.execute(
                text(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
                )
            )
    with db.reading() as session:
        assert files.missing_triggers(session) == ()
        assert altered(session.connection()) == (name,)


def test_the_schema_goes_down_and_up_again(database: str) -> None:
    db.disconnect()
    command.downgrade(config(database), "base")
    assert set(inspect(db.engine()).get_table_names()) <= {"alembic_version"}
    db.disconnect()
    upgrade(database)
    with db.reading() as session:
        assert files.missing_triggers(session) == ()


def test_upgrading_twice_changes_nothing(database: str) -> None:
    with db.transaction() as session:
        facts.publish(session, Frozen("a" * 64, "p", "p", "p", {"p.bpmn": b"x"}), "test", clock.now())
    db.disconnect()
    upgrade(database)
    with db.reading() as session:
        assert session.execute(text("SELECT count(*) FROM process_definitions")).scalar() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE process_definitions SET name_zh = 'forged'",
        "DELETE FROM definition_files",
        "UPDATE definition_files SET content = 'forged'",
    ],
)
def test_a_published_definition_never_changes(statement: str) -> None:
    with db.transaction() as session:
        facts.publish(session, Frozen("a" * 64, "p", "p", "p", {"p.bpmn": b"x"}), "test", clock.now())
    with pytest.raises(DBAPIError, match="never changed"), db.transaction() as session:
        session.execute(text(statement))
