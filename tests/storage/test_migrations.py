"""The one alembic history: it makes the tables that the code knows, and its head is its newest file."""

from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.migrate import FOLDER, head, migrate
from inkoopkalender.storage.tables import metadata, organisations, rounds, submissions


def test_a_migrated_database_has_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_head_is_the_head_of_the_history() -> None:
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix())

    assert head() == ScriptDirectory.from_config(config).get_current_head()


def test_what_was_too_late_before_is_late_by_the_rule_that_there_was(database: Database) -> None:
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    facts = {"round_id": 1, "organisation_id": 1, "kind": "k", "channel": "upload", "received_at": moment,
             "recorded_at": moment, "filename": "f", "sha256": "0", "content": {}}  # fmt: skip
    with database.engine.begin() as connection:
        connection.execution_options(writes=True)
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    migrate(database.engine, "0004")
    with database.engine.begin() as connection:
        connection.execution_options(writes=True)
        run = connection.execute
        run(insert(organisations).values(kvk="1", name="N", place="P", postcode="P", changed_at=moment))
        run(insert(rounds).values(key="a/b/2027", opened_at=moment, since=moment))
        states = ("accepted", "rejected", "late", "refused")
        rows = [{**facts, "revision": number, "state": state} for number, state in enumerate(states)]
        run(insert(submissions), rows)

    migrate(database.engine)

    with database.reading() as connection:
        query = select(submissions.c.state, submissions.c.late).order_by(submissions.c.revision)
        found = [tuple(row) for row in connection.execute(query)]
    assert found == [("accepted", ""), ("rejected", ""), ("late", "refuse"), ("refused", "refuse")]
