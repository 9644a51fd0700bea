"""Brings the tables up to date with alembic, inside the process: no command, no ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Run the migrations that this database has not seen; nothing when it is up to date."""
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix())
    with engine.connect() as connection:
        head = ScriptDirectory.from_config(config).get_current_head()
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    with engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
