import pytest
from outbox_world import add_people

from inkoopkalender.storage.database import Database


@pytest.fixture
def post(database: Database) -> Database:
    """A database with one organisation to write to."""
    add_people(database)
    return database
