"""The one alembic history: it makes the tables that the code knows, and its head is its newest file."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.migrate import FOLDER, head
from inkoopkalender.storage.tables import metadata


def test_a_migrated_database_has_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_head_is_the_head_of_the_history() -> None:
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix())

    assert head() == ScriptDirectory.from_config(config).get_current_head()
