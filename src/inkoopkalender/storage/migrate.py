"""Brings the tables up to date with alembic, inside the process: no command, no ini file.

A database that is up to date is recognised by one SELECT; alembic is only imported when there is work.
"""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine, to: str | None = None) -> None:
    """Run the migrations that this database has not seen, up to one or all; nothing when it is up to date."""
    if _revision(engine) == (to or head()):
        return
    from alembic import command  # noqa: PLC0415 -- slow import
    from alembic.config import Config  # noqa: PLC0415 -- slow import

    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix())
    with engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, to or "head")


def head() -> str:
    """Return the newest revision: migrations are files that begin with their number, one after the other."""
    return max(path.name.split("_", 1)[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
