"""Prefect's own server application, mended where the pinned release and SQLAlchemy 2.1 do not go together.

Its scheduler inserts planned runs with the key `state`, which in its tables is a property and no column.
SQLAlchemy 2.0 passed over that; 2.1 asks what to do with it and refuses, so that no schedule ever ran. The
answer that Prefect counts on is: nothing, the state is stored right after.
"""

from collections.abc import MutableMapping
from typing import Any

from fastapi import FastAPI
from prefect.server.api.server import create_app as create_prefects_app
from prefect.server.database.orm_models import FlowRun, TaskRun


def create_app() -> FastAPI:
    """Return Prefect's application, with a scheduler that works."""
    for table in (FlowRun, TaskRun):
        state: Any = table.__mapper__.all_orm_descriptors["state"]
        if getattr(state, "bulk_dml_setter", None) is None:
            state.bulk_dml_setter = _pass_over
    return create_prefects_app()


def _pass_over(_table: type, _row: MutableMapping[str, Any], _value: object) -> None:
    """Leave the row as it is."""
